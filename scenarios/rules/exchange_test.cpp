#include "scenarios/rules/exchange.hpp"

#include <gtest/gtest.h>

namespace simplespec::scenarios::testing_exchange {

namespace {

constexpr std::string_view client_host = "192.0.2.1";
constexpr std::string_view server_host = "192.0.2.9";

// Rows written one per line in the tests' own way.
std::string lines(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        auto line = text.substr(at, end - at);
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        if (!line.empty()) out.append(line).append("\r\n");
        at = end + 1;
    }
    return out;
}

std::string pidf(std::string_view entity, std::string_view basic) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                      "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"";
    out.append(entity).append("\"><tuple id=\"t1\"><status><basic>").append(basic);
    out.append("</basic></status><contact>sip:").append(entity.substr(entity.find(':') + 1));
    return out.append("</contact><timestamp>2026-01-01T00:00:00Z</timestamp></tuple></presence>\r\n");
}

passing request(std::string_view head, std::string body = {}, sip::duration after = 0s) {
    return {lines(head), std::move(body), false, after};
}
passing from_server(std::string_view head, std::string body = {}, sip::duration after = 0s) {
    return {lines(head), std::move(body), true, after};
}

passing publish(std::string_view branch, std::string_view cseq, std::string_view rows, std::string body,
                sip::duration after) {
    auto out = request(R"(PUBLISH sip:alice@example.com SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-BRANCH;rport
        Max-Forwards: 70
        From: <sip:alice@example.com>;tag=alice-7f3a91
        To: <sip:alice@example.com>
        Call-ID: pub-8842@192.0.2.1
        CSeq: NUMBER PUBLISH
        Event: presence)",
                       std::move(body), after);
    exchange one{{out}};
    one.replace(0, "BRANCH", branch).replace(0, "NUMBER", cseq);
    one.messages[0].head += lines(rows) + "Content-Length: #\r\n";
    return one.messages[0];
}

passing published(std::string_view branch, std::string_view cseq, std::string_view status,
                  std::string_view rows, sip::duration after) {
    exchange one{{from_server(R"(SIP/2.0 STATUS
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-BRANCH;rport=5060;received=192.0.2.1
        From: <sip:alice@example.com>;tag=alice-7f3a91
        To: <sip:alice@example.com>;tag=esc-55d0c2BRANCH
        Call-ID: pub-8842@192.0.2.1
        CSeq: NUMBER PUBLISH)",
                              {}, after)}};
    one.replace(0, "BRANCH", branch)
        .replace(0, "BRANCH", branch)
        .replace(0, "NUMBER", cseq)
        .replace(0, "STATUS", status);
    one.messages[0].head += lines(rows) + "Content-Length: #\r\n";
    return one.messages[0];
}

struct subscribe_style {
    std::string_view uri = "sip:bob@example.com";
    std::string_view event = "presence";
    std::string_view accept = "application/pidf+xml";
    std::string_view supported = "path";
    std::string_view require{};
};

passing subscribe(const subscribe_style& s, std::string_view branch, std::string_view cseq, bool in_dialog,
                  std::string_view expires, sip::duration after) {
    std::string head =
        "SUBSCRIBE " + std::string(in_dialog ? "sip:notifier@192.0.2.9:5060" : s.uri) + " SIP/2.0\n";
    head.append("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-")
        .append(branch)
        .append(";rport\nMax-Forwards: 70\n");
    head.append("From: <sip:alice@example.com>;tag=watcher-19ab44\nTo: <").append(s.uri).append(">");
    if (in_dialog) head.append(";tag=notifier-77e1");
    head.append("\nCall-ID: sub-3310@192.0.2.1\nCSeq: ").append(cseq).append(" SUBSCRIBE\n");
    head.append("Contact: <sip:alice@192.0.2.1:5060>\nEvent: ")
        .append(s.event)
        .append("\nAccept: ")
        .append(s.accept);
    head.append("\nSupported: ")
        .append(s.supported)
        .append("\nExpires: ")
        .append(expires)
        .append("\nContent-Length: #\n");
    return request(head, {}, after);
}

passing subscribed(const subscribe_style& s, std::string_view branch, std::string_view cseq,
                   std::string_view expires, sip::duration after) {
    std::string head = "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-";
    head.append(branch).append(
        ";rport=5060;received=192.0.2.1\nFrom: <sip:alice@example.com>;tag=watcher-19ab44\nTo: <");
    head.append(s.uri).append(">;tag=notifier-77e1\nCall-ID: sub-3310@192.0.2.1\nCSeq: ").append(cseq);
    head.append(" SUBSCRIBE\nContact: <sip:notifier@192.0.2.9:5060>\nExpires: ").append(expires).append("\n");
    if (!s.require.empty()) head.append("Require: ").append(s.require).append("\n");
    return from_server(head + "Content-Length: #\n", {}, after);
}

passing notify(const subscribe_style& s, std::string_view cseq, std::string_view state, std::string_view type,
               std::string body, sip::duration after) {
    std::string head =
        "NOTIFY sip:alice@192.0.2.1:5060 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK-ntfy";
    head.append(cseq).append("\nMax-Forwards: 70\nFrom: <").append(s.uri).append(">;tag=notifier-77e1\n");
    head.append("To: <sip:alice@example.com>;tag=watcher-19ab44\nCall-ID: sub-3310@192.0.2.1\nCSeq: ")
        .append(cseq);
    head.append(" NOTIFY\nContact: <sip:notifier@192.0.2.9:5060>\nEvent: ").append(s.event).append("\n");
    head.append("Subscription-State: ").append(state).append("\n");
    if (!s.require.empty()) head.append("Require: ").append(s.require).append("\n");
    if (!type.empty()) head.append("Content-Type: ").append(type).append("\n");
    return from_server(head + "Content-Length: #\n", std::move(body), after);
}

passing notified(const subscribe_style& s, std::string_view cseq, sip::duration after) {
    std::string head = "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK-ntfy";
    head.append(cseq).append("\nFrom: <").append(s.uri).append(">;tag=notifier-77e1\n");
    head.append("To: <sip:alice@example.com>;tag=watcher-19ab44\nCall-ID: sub-3310@192.0.2.1\nCSeq: ")
        .append(cseq);
    return request(head.append(" NOTIFY\nContent-Length: #\n"), {}, after);
}

std::string rlmi(std::string_view version, std::string_view full, bool carol) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<list xmlns=\"urn:ietf:params:xml:ns:rlmi\" "
        "uri=\"sip:friends@example.com\" version=\"";
    out.append(version).append("\" fullState=\"").append(full).append("\">");
    out += "<resource uri=\"sip:bob@example.com\"><instance id=\"b1\" state=\"active\" "
           "cid=\"bob1@example.com\"/></resource>";
    if (carol)
        out += "<resource uri=\"sip:carol@example.com\"><instance id=\"c1\" state=\"terminated\" "
               "reason=\"rejected\"/></resource>";
    return out + "</list>\r\n";
}

constexpr std::string_view related =
    "multipart/related;type=\"application/rlmi+xml\";start=\"<root@example.com>\";boundary=\"fr7\"";

std::string list_body(std::string_view version, std::string_view full, bool carol) {
    return "--fr7\r\nContent-ID: <root@example.com>\r\nContent-Type: application/rlmi+xml\r\n\r\n" +
           rlmi(version, full, carol) +
           "\r\n--fr7\r\nContent-ID: <bob1@example.com>\r\nContent-Type: application/pidf+xml\r\n\r\n" +
           pidf("sip:bob@example.com", "open") + "\r\n--fr7--\r\n";
}

void swap_first(std::string& text, std::string_view from, std::string_view to) {
    if (const auto at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
}

} // namespace

exchange& exchange::replace(std::size_t i, std::string_view from, std::string_view to) {
    auto& m = messages.at(i);
    const auto before = m.head + m.body;
    auto& where = m.head.find(from) != std::string::npos ? m.head : m.body;
    swap_first(where, from, to);
    EXPECT_NE(before, m.head + m.body) << "message " << i << " has no " << from;
    return *this;
}

exchange& exchange::drop(std::size_t i, std::string_view row) {
    auto& head = messages.at(i).head;
    const auto at = head.find("\r\n" + std::string(row));
    EXPECT_NE(at, std::string::npos) << "message " << i << " has no row " << row;
    if (at != std::string::npos) head.erase(at + 2, head.find("\r\n", at + 2) - at);
    return *this;
}

exchange& exchange::add(std::size_t i, std::string_view row) {
    auto& head = messages.at(i).head;
    const auto at = std::min(head.find("Content-Length:"), head.size());
    head.insert(at, std::string(row) + "\r\n");
    return *this;
}

exchange& exchange::erase(std::size_t i) {
    messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(i));
    return *this;
}

exchange& exchange::repeat(std::size_t i, sip::duration later) {
    auto again = messages.at(i);
    again.after += later;
    messages.insert(messages.begin() + static_cast<std::ptrdiff_t>(i) + 1, again);
    return *this;
}

exchange publishing() {
    const auto body = pidf("sip:alice@example.com", "open");
    return {{publish("p1", "1", "Expires: 600\nContent-Type: application/pidf+xml", body, 0s),
             published("p1", "1", "200 OK", "Expires: 600\nSIP-ETag: tag-one", 0s),
             publish("p2", "2", "SIP-If-Match: tag-one\nExpires: 600", {}, 10s),
             published("p2", "2", "200 OK", "Expires: 600\nSIP-ETag: tag-two", 10s),
             publish("p3", "3", "SIP-If-Match: tag-two\nExpires: 0", {}, 20s),
             published("p3", "3", "200 OK", "Expires: 0\nSIP-ETag: tag-three", 20s)}};
}

exchange challenged() {
    const auto body = pidf("sip:alice@example.com", "open");
    constexpr std::string_view rows = "Expires: 600\nContent-Type: application/pidf+xml";
    constexpr std::string_view challenge =
        R"(WWW-Authenticate: Digest realm="example.com", nonce="n0nce", opaque="op", qop="auth", algorithm=MD5)";
    constexpr std::string_view given =
        R"(Authorization: Digest username="alice", realm="example.com", nonce="n0nce", uri="sip:alice@example.com", )"
        R"(response="0123456789abcdef0123456789abcdef", algorithm=MD5, opaque="op", qop=auth, nc=00000001, cnonce="cn")";
    return {{publish("c1", "1", rows, body, 0s), published("c1", "1", "401 Unauthorized", challenge, 0s),
             publish("c2", "2", std::string(given) + "\n" + std::string(rows), body, 1s),
             published("c2", "2", "200 OK", "Expires: 600\nSIP-ETag: tag-one", 1s)}};
}

exchange subscribing() {
    const subscribe_style s;
    const auto open = pidf("sip:bob@example.com", "open");
    const auto closed = pidf("sip:bob@example.com", "closed");
    return {{subscribe(s, "s1", "1", false, "600", 0s), subscribed(s, "s1", "1", "600", 0s),
             notify(s, "1", "active;expires=600", "application/pidf+xml", open, 0s), notified(s, "1", 0s),
             subscribe(s, "s2", "2", true, "600", 300s), subscribed(s, "s2", "2", "600", 300s),
             notify(s, "2", "active;expires=600", "application/pidf+xml", closed, 300s),
             notified(s, "2", 300s), subscribe(s, "s3", "3", true, "0", 400s),
             subscribed(s, "s3", "3", "0", 400s),
             notify(s, "3", "terminated;reason=timeout", "application/pidf+xml", closed, 402s),
             notified(s, "3", 402s)}};
}

exchange listing() {
    const subscribe_style s{"sip:friends@example.com", "presence",
                            "application/pidf+xml, application/rlmi+xml, multipart/related", "eventlist",
                            "eventlist"};
    return {{subscribe(s, "s1", "1", false, "600", 0s), subscribed(s, "s1", "1", "600", 0s),
             notify(s, "1", "active;expires=600", related, list_body("0", "true", true), 0s),
             notified(s, "1", 0s),
             notify(s, "2", "active;expires=580", related, list_body("1", "false", false), 20s),
             notified(s, "2", 20s), subscribe(s, "s2", "2", true, "600", 40s),
             subscribed(s, "s2", "2", "600", 40s),
             notify(s, "3", "active;expires=600", related, list_body("2", "true", true), 40s),
             notified(s, "3", 40s)}};
}

exchange watching() {
    const subscribe_style s{"sip:alice@example.com", "presence.winfo", "application/watcherinfo+xml"};
    std::string body =
        "<?xml version=\"1.0\"?>\r\n<watcherinfo xmlns=\"urn:ietf:params:xml:ns:watcherinfo\" version=\"0\" "
        "state=\"full\"><watcher-list resource=\"sip:alice@example.com\" package=\"presence\">"
        "<watcher id=\"w1\" status=\"active\" event=\"approved\">sip:bob@example.com</watcher>"
        "</watcher-list></watcherinfo>\r\n";
    return {{subscribe(s, "s1", "1", false, "600", 0s), subscribed(s, "s1", "1", "600", 0s),
             notify(s, "1", "active;expires=600", "application/watcherinfo+xml", body, 0s),
             notified(s, "1", 0s)}};
}

exchange registering() {
    constexpr std::string_view rest = R"(
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-METHOD;rport
        Max-Forwards: 70
        From: <sip:alice@example.com>;tag=reg-5577aa
        To: <sip:alice@example.com>
        Call-ID: reg-1@192.0.2.1
        CSeq: 1 METHOD
        Content-Length: #)";
    exchange out{{request("REGISTER sip:example.com SIP/2.0" + std::string(rest)),
                  from_server("SIP/2.0 200 OK" + std::string(rest)),
                  request("OPTIONS sip:example.com SIP/2.0" + std::string(rest)),
                  from_server("SIP/2.0 200 OK" + std::string(rest))}};
    for (std::size_t i = 0; i < 4; ++i) {
        const std::string_view method = i < 2 ? "REGISTER" : "OPTIONS";
        out.replace(i, "METHOD", method).replace(i, "METHOD", method);
        if (i % 2 == 1)
            out.drop(i, "Max-Forwards")
                .replace(i, ";rport", ";rport=5060;received=192.0.2.1")
                .replace(i, "To: <sip:alice@example.com>", "To: <sip:alice@example.com>;tag=srv-90cc1d");
        if (i >= 2) out.replace(i, "Call-ID: reg-1", "Call-ID: opt-1");
    }
    out.add(0, "Contact: <sip:alice@192.0.2.1:5060>").add(0, "Expires: 600");
    out.add(1, "Contact: <sip:alice@192.0.2.1:5060>;expires=600")
        .add(1, "Date: Sat, 13 Nov 2010 23:29:00 GMT");
    out.add(3, "Allow: PUBLISH, SUBSCRIBE, OPTIONS")
        .add(3, "Accept: application/pidf+xml")
        .add(3, "Accept-Encoding: identity");
    out.add(3, "Accept-Language: en")
        .add(3, "Supported: eventlist")
        .add(3, "Allow-Events: presence, presence.winfo");
    return out;
}

std::vector<judgement> judge_all(const exchange& e, judge_settings settings, sip::duration end) {
    judge j(catalogue::built_in(), std::move(settings));
    const sip::instant start{};
    std::size_t index = 0;
    sip::duration last = 0s;
    for (const auto& m : e.messages) {
        auto head = m.head;
        if (const auto at = head.find("Content-Length: #"); at != std::string::npos)
            head.replace(at + 16, 1, std::to_string(m.body.size()));
        sip::hop client{m.via, std::string(client_host), 5060};
        sip::hop server{m.via, std::string(server_host), 5060};
        observed seen{index++, start + m.after, m.from_server ? server : client,
                      m.from_server ? client : server, sip::read_message(head + "\r\n" + m.body)};
        if (!m.source.host.empty()) seen.source = m.source;
        seen.deviates = m.deviates;
        j.on_message(seen);
        last = std::max(last, m.after);
    }
    j.on_time(start + std::max(end, last));
    j.at_end(start + std::max(end, last));
    return j.take();
}

exchange over_tcp(exchange e) {
    for (auto& m : e.messages) {
        m.via = sip::transport::tcp;
        swap_first(m.head, "SIP/2.0/UDP", "SIP/2.0/TCP");
    }
    return e;
}

TEST(exchange, valid_ones_draw_nothing) {
    for (const auto& [name, e] : {std::pair{"publishing", publishing()},
                                  {"challenged", challenged()},
                                  {"subscribing", subscribing()},
                                  {"listing", listing()},
                                  {"watching", watching()},
                                  {"registering", registering()},
                                  {"tcp", over_tcp(subscribing())}})
        for (const auto& j : judge_all(e, {}, 500s))
            ADD_FAILURE() << name << " message " << j.record.message << ": " << j.record.rule << " "
                          << j.record.requirement << " " << j.record.what << " (expected "
                          << j.record.expected << ", got " << j.record.actual << ")";
}

} // namespace simplespec::scenarios::testing_exchange
