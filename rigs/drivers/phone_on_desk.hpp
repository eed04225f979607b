#pragma once
// For tests of drivers: a virtual phone of some model behind the web server of its make, without a wire
// between; and a web server by heart.
#include "rigs/drivers/http_session.hpp"
#include "rigs/phone/face.hpp"

namespace simplespec::rigs {

struct phone_on_desk {
    explicit phone_on_desk(const char* kind, const http_account& account = {}, bool ready = true)
        : phone(setup_of(kind), sip::entropy(1)), front(make_face(phone, account, ready, sip::entropy(2))) {
        phone.start(now);
    }
    static handset_setup setup_of(const char* kind) {
        handset_setup out;
        out.kind = *find_model(kind);
        out.person.aor = out.line.aor = "sip:joe@example.com";
        out.person.context_keys[0].use = handset::key_use::presence;
        out.line.server = {sip::transport::udp, "192.0.2.1", 5060};
        out.local = {sip::transport::udp, "192.0.2.9", 5060};
        return out;
    }

    http_session session(std::string user = "", std::string password = "") {
        const auto link =
            [this](const net::http_request& r) -> std::expected<net::http_response, net::http_failure> {
            auto answer = front->answer(now, r);
            if (answer.status == 0)
                return std::unexpected(net::http_failure{net::http_failure_kind::silent, "it was closed"});
            return answer;
        };
        return {link, std::move(user), std::move(password), sip::entropy(3)};
    }
    /// Until it has started again.
    void wait() {
        now = now + std::chrono::seconds(2);
        phone.on_timer(now);
    }
    bool lists_states() const { return phone.screen().what == handset::screen_kind::own_states; }
    bool selects(std::size_t row) const { return phone.screen().rows.at(row).selected; }

    sip::instant now{};
    virtual_handset phone;
    std::unique_ptr<face> front;
};

/// Targets without their query and what they answer, else 404; what was asked is kept.
struct pages_by_heart {
    std::map<std::string, net::http_response> known{};
    std::vector<std::string> asked{};

    http_session session(std::string user = "", std::string password = "") {
        const auto link =
            [this](const net::http_request& r) -> std::expected<net::http_response, net::http_failure> {
            asked.push_back(r.target);
            const auto found = known.find(r.target.substr(0, r.target.find('?')));
            return found == known.end() ? net::http_response{.status = 404} : found->second;
        };
        return {link, std::move(user), std::move(password), sip::entropy(3)};
    }
};

/// A phone that is off.
inline http_session nobody() {
    const auto link = [](const net::http_request&) -> std::expected<net::http_response, net::http_failure> {
        return std::unexpected(net::http_failure{net::http_failure_kind::unreachable, "nobody answers"});
    };
    return {link, "", "", sip::entropy(3)};
}

} // namespace simplespec::rigs
