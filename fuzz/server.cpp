// The reference presence server, fed with a sequence of messages with time in between. Steps stand apart by a
// NUL; the first octet of a step says what it is: S subscribe, s in the last dialog, P publish, p with the
// last entity-tag, R register, A answer the last NOTIFY with 200, X with 481, T let time pass (the second
// octet tells how long), M a message as it stands. What follows S, s, P, p and R are header rows, and behind
// an empty line a body.
#include "agent/presence_server.hpp"
#include "fuzz/fuzz_target.hpp"
#include "sip/message.hpp"

#include <algorithm>
#include <string>

namespace simplespec {
namespace {

using namespace std::chrono_literals;
using sip::header;

agent::server_settings settings() {
    agent::server_settings s;
    s.accounts = {{.user = "alice", .secret = {}},
                  {.user = "bob", .secret = {}, .policy = agent::watcher_policy::pending}};
    s.lists = {{.uri = "sip:friends@example.com",
                .members = {{"sip:alice@example.com", "A"}, {"sip:bob@example.com", ""}}}};
    return s;
}

class scene {
  public:
    void step(std::string_view text) {
        const char what = text.front();
        text.remove_prefix(1);
        switch (what) {
        case 'S':
        case 's':
            return receive(request("SUBSCRIBE", text, what == 's', false));
        case 'P':
        case 'p':
            return receive(request("PUBLISH", text, false, what == 'p'));
        case 'R':
            return receive(request("REGISTER", text, false, false));
        case 'A':
        case 'X':
            return answer(what == 'A' ? "200 OK" : "481 Gone");
        case 'T':
            return pass(std::chrono::seconds(text.empty() ? 1 : static_cast<unsigned char>(text[0]) * 15));
        case 'M':
            return receive(std::string(text));
        default:
            return;
        }
    }

    // All that is soft state runs out, and with it all that is held.
    void end() {
        pass(72h);
        fuzz::hold(server_.count() == agent::presence_server::census{},
                   "a server that was left alone holds nothing");
        fuzz::hold(!server_.deadline() || *server_.deadline() > now_.steady, "no timer is overdue");
    }

  private:
    std::string request(std::string_view method, std::string_view rest, bool in_dialog, bool tagged) {
        const auto count = std::to_string(++requests_);
        const auto blank = rest.find("\n\n");
        const auto rows = rest.substr(0, blank);
        const auto body = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 2);
        const std::string whom = method == "REGISTER" ? "sip:example.com" : "sip:alice@example.com";
        std::string out(method);
        out += " " + whom + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK" + count + "\r\n";
        out += "From: <sip:bob@example.com>;tag=b\r\nTo: <sip:alice@example.com>" +
               (in_dialog ? ";tag=" + tag_ : "") + "\r\n";
        out += "Call-ID: " + (in_dialog ? call_id_ : count) + "\r\nCSeq: " + count + " " +
               std::string(method) + "\r\n";
        out += "Contact: <sip:bob@192.0.2.1:5060>\r\n";
        if (rows.find("Event:") == std::string_view::npos) out += "Event: presence\r\n";
        if (tagged) out += "SIP-If-Match: " + etag_ + "\r\n";
        for (const char c : rows) out += c == '\n' ? "\r\n" : std::string(1, c);
        if (!rows.empty()) out += "\r\n";
        return out + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
    }

    void answer(std::string_view with) {
        const auto notify = sip::read_message(notify_);
        if (!notify) return;
        std::string out = "SIP/2.0 " + std::string(with) + "\r\n";
        for (const auto& row : notify->fields())
            if (row.id == header::via || row.id == header::from || row.id == header::to ||
                row.id == header::call_id || row.id == header::cseq)
                out.append(row.name).append(": ").append(row.value).append("\r\n");
        receive(out + "Content-Length: 0\r\n\r\n");
    }

    void receive(std::string octets) { sent(server_.on_reception(now_, {peer_, local_, std::move(octets)})); }

    void pass(sip::duration span) {
        const auto until = now_.steady + span;
        for (int steps = 0;; ++steps) {
            fuzz::hold(steps < 20000, "timers do not storm");
            const auto due = server_.deadline();
            if (!due || *due > until) break;
            if (*due > now_.steady) now_ = now_ + (*due - now_.steady);
            sent(server_.on_timer(now_));
        }
        now_ = now_ + (until - now_.steady);
    }

    void sent(const std::vector<sip::transmission>& all) {
        for (const auto& one : all) {
            const auto m = sip::read_message(one.octets);
            fuzz::hold(m.has_value(), "what the server sends is a SIP message");
            if (m->method() == "NOTIFY" && m->is_request()) notify_ = one.octets;
            if (!m->is_response()) continue;
            if (m->has(header::sip_etag)) etag_ = m->value(header::sip_etag);
            const auto to = m->value(header::to);
            const auto tag = to.find(";tag=");
            if (m->method() != "SUBSCRIBE" || tag == std::string_view::npos) continue;
            tag_ = to.substr(tag + 5);
            call_id_ = m->value(header::call_id);
        }
    }

    sip::hop local_{sip::transport::udp, "192.0.2.9", 5060};
    sip::hop peer_{sip::transport::udp, "192.0.2.1", 5060};
    sip::instant now_{sip::time_point(1h),
                      sip::wall_time(std::chrono::sys_days(std::chrono::year(2026) / 3 / 1))};
    agent::presence_server server_{settings(), local_, sip::entropy(1)};
    int requests_ = 0;
    std::string tag_, call_id_, etag_, notify_;
};

} // namespace
} // namespace simplespec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    auto text = simplespec::fuzz::text_of(octets, size);
    simplespec::scene scene;
    for (int steps = 0; steps < 64; ++steps) {
        const auto end = text.find('\0');
        if (end != 0 && !text.empty()) scene.step(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    scene.end();
    return 0;
}
