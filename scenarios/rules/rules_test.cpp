// Each rule's own test: it is silent on the valid exchange and speaks on the mutated one.
#include "scenarios/rules/mutation.hpp"
#include "scenarios/rules/proof.hpp"
#include "scenarios/rules/rule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

namespace simplespec::scenarios::testing_exchange {
namespace {

constexpr auto error = severity::error;
constexpr auto warning = severity::warning;
constexpr auto note = severity::note;

exchange tcp() { return over_tcp(subscribing()); }

// What a PUBLISH that is rejected is answered with.
exchange rejected(std::string_view line) {
    auto e = publishing();
    status(e, 5, line);
    e.drop(5, "SIP-ETag").drop(5, "Expires");
    return e;
}

// The notifier's part after the first NOTIFY was refused.
exchange refused() {
    auto e = subscribing();
    for (int i = 0; i < 4; ++i) e.erase(8);
    e.erase(4).erase(4);
    return e;
}

constexpr mutation table[] = {
    // RFC 2617, RFC 7616, RFC 8760
    {"authentication-info-differs", challenged, [](exchange& e) {
         e.add(3, "Authentication-Info: qop=auth, rspauth=\"x\", cnonce=\"another\", nc=00000001"); }},
    {"authentication-info-incomplete", challenged, [](exchange& e) {
         e.add(3, "Authentication-Info: qop=auth, cnonce=\"cn\", nc=00000001"); }},
    {"authentication-info-qop", challenged, [](exchange& e) {
         e.add(3, "Authentication-Info: qop=auth-int, rspauth=\"x\", cnonce=\"cn\", nc=00000001"); }, warning},
    {"basic-requested", challenged, [](exchange& e) { e.replace(1, "Digest", "Basic"); }},
    {"basic-sent", challenged, [](exchange& e) { e.replace(2, "Digest", "Basic"); }},
    {"challenge-without-qop", challenged, [](exchange& e) { e.replace(1, ", qop=\"auth\"", ""); }},
    {"challenge-without-realm", challenged, [](exchange& e) {
         e.replace(1, "realm=\"example.com\", ", ""); }, note},
    {"challenge-without-nonce", challenged, [](exchange& e) { e.replace(1, "nonce=\"n0nce\", ", ""); }, note},
    {"challenge-not-quoted", challenged, [](exchange& e) { e.replace(1, "\"n0nce\"", "n0nce"); }},
    {"challenges-alike", challenged, [](exchange& e) {
         e.add(1, R"(WWW-Authenticate: Digest realm="example.com", nonce="b", qop="auth", algorithm=MD5)"); }},
    {"credentials-incomplete", challenged, [](exchange& e) {
         e.replace(2, "username=\"alice\", ", ""); }, note},
    {"uri-not-quoted", challenged, [](exchange& e) {
         e.replace(2, "uri=\"sip:alice@example.com\"", "uri=sip:alice@example.com"); }},
    {"qop-not-answered", challenged, [](exchange& e) {
         e.replace(2, ", qop=auth, nc=00000001, cnonce=\"cn\"", ""); }},
    {"qop-not-offered", challenged, [](exchange& e) { e.replace(2, "qop=auth", "qop=auth-int"); }},
    {"qop-without-cnonce", challenged, [](exchange& e) { e.replace(2, ", cnonce=\"cn\"", ""); }},
    {"cnonce-without-qop", challenged, [](exchange& e) { e.replace(2, " qop=auth,", ""); }},
    {"nc-form", challenged, [](exchange& e) { e.replace(2, "nc=00000001", "nc=1"); }},
    {"nc-not-first", challenged, [](exchange& e) { e.replace(2, "nc=00000001", "nc=00000002"); }, note},
    {"algorithm-differs", challenged, [](exchange& e) {
         e.replace(2, "algorithm=MD5", "algorithm=SHA-256"); }, note},
    {"response-length", challenged, [](exchange& e) { e.replace(2, "0123456789abcdef", ""); }, note},
    {"opaque-not-returned", challenged, [](exchange& e) {
         e.replace(2, "opaque=\"op\"", "opaque=\"other\""); }, note},
    {"retry-without-new-cseq", challenged, [](exchange& e) { e.replace(2, "CSeq: 2", "CSeq: 1"); }},
    {"rejected-credentials-again", challenged, [](exchange& e) {
         const auto& head = e.messages[2].head;
         const auto from = head.find("Authorization");
         e.add(0, head.substr(from, head.find("\r\nExpires") - from)); }},
    // RFC 3261 section 7
    {"not-a-message", publishing, [](exchange& e) { e.messages[0].head = "what is this\r\n"; }, warning},
    {"message-grammar", publishing, [](exchange& e) {
         e.add(0, "Broken header"); }, error, 0s, "header-without-colon"},
    {"sip-version", publishing, [](exchange& e) { e.replace(0, "SIP/2.0\r\n", "SIP/2.1\r\n"); }},
    {"request-uri-characters", publishing, [](exchange& e) {
         e.replace(0, "sip:alice@example.com", "<sip:alice@example.com>"); }},
    {"single-field-repeated", publishing, [](exchange& e) { e.add(0, "Call-ID: another@192.0.2.1"); }},
    {"authentication-rows-combined", challenged, [](exchange& e) {
         e.replace(1, "algorithm=MD5", "algorithm=MD5, Digest realm=\"example.com\", nonce=\"b\""); }},
    {"parameter-repeated", publishing, [](exchange& e) { e.replace(0, ";rport", ";rport;RPORT"); }},
    {"body-without-content-type", publishing, [](exchange& e) { e.drop(0, "Content-Type"); }},
    {"chunked-transfer", publishing, [](exchange& e) { e.add(0, "Transfer-Encoding: chunked"); }},
    {"stream-without-content-length", tcp, [](exchange& e) { e.drop(1, "Content-Length"); }},
    {"content-length-not-a-number", publishing, [](exchange& e) {
         e.replace(0, "Content-Length: #", "Content-Length: x"); }},
    {"content-length-false", publishing, [](exchange& e) {
         e.replace(0, "Content-Length: #", "Content-Length: 4000"); }},
    // RFC 3261 section 8.1
    {"request-without-to", publishing, [](exchange& e) { e.drop(0, "To"); }},
    {"request-without-from", publishing, [](exchange& e) { e.drop(0, "From"); }},
    {"request-without-cseq", publishing, [](exchange& e) { e.drop(0, "CSeq"); }},
    {"request-without-call-id", publishing, [](exchange& e) { e.drop(0, "Call-ID"); }},
    {"request-without-via", publishing, [](exchange& e) { e.drop(0, "Via"); }},
    {"request-without-max-forwards", publishing, [](exchange& e) { e.drop(0, "Max-Forwards"); }},
    {"from-without-tag", publishing, [](exchange& e) { e.replace(0, ";tag=alice-7f3a91", ""); }},
    {"tag-without-randomness", publishing, [](exchange& e) { e.replace(0, ";tag=alice-7f3a91", ";tag=1"); }},
    {"cseq-method-differs", publishing, [](exchange& e) {
         e.replace(0, "CSeq: 1 PUBLISH", "CSeq: 1 SUBSCRIBE"); }},
    {"cseq-too-large", publishing, [](exchange& e) { e.replace(0, "CSeq: 1 ", "CSeq: 2147483648 "); }},
    {"max-forwards-not-70", publishing, [](exchange& e) {
         e.replace(0, "Max-Forwards: 70", "Max-Forwards: 69"); }, warning},
    {"via-protocol", publishing, [](exchange& e) { e.replace(0, "Via: SIP/2.0/", "Via: SIP/3.0/"); }},
    {"via-transport-differs", publishing, [](exchange& e) {
         e.replace(0, "SIP/2.0/UDP", "SIP/2.0/TCP"); }, warning},
    {"branch-missing", publishing, [](exchange& e) { e.replace(0, ";branch=z9hG4bK-p1", ""); }},
    {"branch-without-cookie", publishing, [](exchange& e) { e.replace(0, "z9hG4bK-p1", "p1"); }},
    {"branch-twice", publishing, [](exchange& e) {
         e.replace(0, "Via: ", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKtwice1\r\nVia: SIP/2.0/UDP "
                               "192.0.2.1;branch=z9hG4bKtwice1\r\nVia: "); }},
    {"branch-reused", publishing, [](exchange& e) { e.replace(2, "z9hG4bK-p2", "z9hG4bK-p1"); }},
    {"contact-missing", subscribing, [](exchange& e) { e.drop(0, "Contact"); }},
    {"contact-several", subscribing, [](exchange& e) { e.add(0, "Contact: <sip:b@192.0.2.1>"); }},
    {"contact-not-sip", subscribing, [](exchange& e) {
         e.replace(0, "<sip:alice@192.0.2.1:5060>", "<pres:alice@192.0.2.1>"); }},
    {"contact-not-sips", subscribing, [](exchange& e) { e.replace(0, "SUBSCRIBE sip:", "SUBSCRIBE sips:"); }},
    {"request-uri-not-to", publishing, [](exchange& e) {
         e.replace(0, "PUBLISH sip:alice", "PUBLISH sip:al"); }, warning},
    {"udp-above-1300-octets", publishing, [](exchange& e) {
         e.messages[0].body += std::string(1300, ' '); }, warning},
    {"sips-without-tls", publishing, [](exchange& e) {
         e.replace(0, "PUBLISH sip:", "PUBLISH sips:"); }, warning},
    {"register-uri-with-user", registering, [](exchange& e) {
         e.replace(0, "REGISTER sip:", "REGISTER sip:alice@"); }},
    {"register-address-not-sip", registering, [](exchange& e) {
         e.replace(0, "To: <sip:alice@example.com>", "To: <pres:alice@example.com>"); }},
    {"contact-host-elsewhere", subscribing, [](exchange& e) {
         e.replace(2, "notifier@192.0.2.9:5060", "pres.example.com"); }, note},
    {"user-phone-without-number", publishing, [](exchange& e) {
         e.replace(0, "sip:alice@example.com", "sip:alice@example.com;user=phone"); }, note},
    // RFC 3261 section 8.2
    {"response-without-via", publishing, [](exchange& e) { e.drop(1, "Via"); }},
    {"response-without-from", publishing, [](exchange& e) { e.drop(1, "From"); }},
    {"response-without-to", publishing, [](exchange& e) { e.drop(1, "To"); }},
    {"response-without-call-id", publishing, [](exchange& e) { e.drop(1, "Call-ID"); }},
    {"response-without-cseq", publishing, [](exchange& e) { e.drop(1, "CSeq"); }},
    {"response-without-to-tag", publishing, [](exchange& e) { e.replace(1, ";tag=esc-55d0c2p1", ""); }},
    {"to-tag-not-copied", subscribing, [](exchange& e) { e.replace(5, "notifier-77e1", "another-77e1"); }},
    {"to-tag-unstable", publishing, [](exchange& e) {
         e.repeat(1, 1s).replace(2, "esc-55d0c2p1", "esc-other-tag"); }},
    {"to-not-copied", publishing, [](exchange& e) { e.replace(1, "To: <sip:alice@", "To: <sip:bob@"); }},
    {"from-not-copied", publishing, [](exchange& e) {
         e.replace(1, "tag=alice-7f3a91", "tag=other-7f3a91"); }},
    {"call-id-not-copied", publishing, [](exchange& e) { e.replace(1, "pub-8842", "pub-8843"); }},
    {"cseq-not-copied", publishing, [](exchange& e) { e.replace(1, "CSeq: 1", "CSeq: 9"); }},
    {"vias-not-copied", publishing, [](exchange& e) { e.replace(1, ";rport=5060", ";rport=5060;extra=1"); }},
    {"from-tag-as-to-tag", publishing, [](exchange& e) {
         e.replace(1, "esc-55d0c2p1", "alice-7f3a91"); }, note},
    {"405-without-allow", publishing, [](exchange& e) { e = rejected("405 Method Not Allowed"); }},
    {"420-without-unsupported", publishing, [](exchange& e) { e = rejected("420 Bad Extension"); }},
    {"420-names-another-option", publishing, [](exchange& e) {
         e = rejected("420 Bad Extension"); e.add(5, "Unsupported: foo"); }},
    {"421-without-require", publishing, [](exchange& e) { e = rejected("421 Extension Required"); }},
    {"415-without-accept", publishing, [](exchange& e) { e = rejected("415 Unsupported Media Type"); }},
    {"401-without-challenge", publishing, [](exchange& e) { e = rejected("401 Unauthorized"); }},
    {"407-without-challenge", publishing, [](exchange& e) {
         e = rejected("407 Proxy Authentication Required"); }},
    {"extension-not-supported", publishing, [](exchange& e) { e.add(1, "Require: eventlist"); }},
    {"provisional-to-non-invite", publishing, [](exchange& e) { status(e, 1, "183 Session Progress"); }},
    {"100-too-early", publishing, [](exchange& e) { status(e, 1, "100 Trying"); }},
    {"no-response", tcp, [](exchange& e) { e.erase(11); }, error, 500s},
    {"408-to-non-invite", publishing, [](exchange& e) { e = rejected("408 Request Timeout"); }, warning},
    {"final-response-changed", publishing, [](exchange& e) {
         e.repeat(1, 1s); status(e, 2, "500 Server Internal Error"); }},
    {"options-without-lists", registering, [](exchange& e) { e.drop(3, "Allow:"); }, warning},
    {"binding-without-expires", registering, [](exchange& e) { e.replace(1, ";expires=600", ""); }},
    {"register-423-without-minimum", registering, [](exchange& e) {
         status(e, 1, "423 Interval Too Brief"); }},
    {"record-route-in-register", registering, [](exchange& e) {
         e.add(1, "Record-Route: <sip:192.0.2.9;lr>"); }},
    // RFC 3261 section 12
    {"notify-without-to-tag", subscribing, [](exchange& e) { e.replace(2, ";tag=watcher-19ab44", ""); }},
    {"accepted-without-contact", subscribing, [](exchange& e) { e.drop(1, "Contact"); }},
    {"record-route-not-copied", subscribing, [](exchange& e) {
         e.add(0, "Record-Route: <sip:192.0.2.5;lr>"); }},
    {"cseq-not-increasing", subscribing, [](exchange& e) { e.replace(6, "CSeq: 2", "CSeq: 0"); }},
    {"cseq-gap", subscribing, [](exchange& e) { e.replace(6, "CSeq: 2", "CSeq: 5"); }, warning},
    {"dialog-uri-changed", subscribing, [](exchange& e) {
         e.replace(6, "From: <sip:bob@", "From: <sip:bill@"); }},
    {"notify-from-subscriber-itself", subscribing, [](exchange& e) {
         e.erase(0).erase(0).replace(0, "From: <sip:bob@", "From: <sip:alice@"); }, warning},
    {"notify-not-to-remote-target", subscribing, [](exchange& e) {
         e.replace(6, "NOTIFY sip:alice@192.0.2.1", "NOTIFY sip:a@192.0.2.1"); }},
    {"refresh-not-to-remote-target", subscribing, [](exchange& e) {
         e.replace(4, "SUBSCRIBE sip:notifier@", "SUBSCRIBE sip:bob@"); }},
    {"route-without-route-set", subscribing, [](exchange& e) {
         e.add(2, "Route: <sip:192.0.2.5;lr>"); }, warning},
    {"notify-without-contact", subscribing, [](exchange& e) { e.drop(2, "Contact"); }, warning},
    {"old-cseq-accepted", subscribing, [](exchange& e) {
         e.replace(4, "CSeq: 2", "CSeq: 0").replace(5, "CSeq: 2", "CSeq: 0");
         std::swap(e.messages[5], e.messages[8]); std::swap(e.messages[7], e.messages[8]); }, warning},
    // RFC 3261 sections 17 and 18
    {"retransmission-differs", publishing, [](exchange& e) {
         e.repeat(0, 1s).replace(1, "Expires: 600", "Expires: 601"); }, note},
    {"retransmission-on-stream", tcp, [](exchange& e) { e.repeat(0, 1s); }, note},
    {"retransmission-too-early", publishing, [](exchange& e) { e.repeat(0, 200ms); }, warning},
    {"retransmission-after-final", publishing, [](exchange& e) {
         e.repeat(0, 4s); std::swap(e.messages[1], e.messages[2]); }, warning},
    {"response-to-wrong-port", publishing, [](exchange& e) { e.replace(1, "rport=5060", "rport=5061"); }},
    {"received-missing", publishing, [](exchange& e) {
         e.replace(0, "192.0.2.1:5060", "192.0.2.77:5060").replace(1, "192.0.2.1:5060", "192.0.2.77:5060")
             .replace(1, ";received=192.0.2.1", ""); }},
    {"received-wrong", publishing, [](exchange& e) {
         e.replace(1, "received=192.0.2.1", "received=192.0.2.7"); }},
    // RFC 3261 section 20
    {"request-uri-form", publishing, [](exchange& e) {
         e.replace(0, "PUBLISH sip:alice@example.com", "PUBLISH sip:alice@"); }},
    {"via-form", publishing, [](exchange& e) {
         e.replace(0, "SIP/2.0/UDP 192.0.2.1", "SIP/2.0/UDP,192.0.2.1"); }},
    {"from-form", publishing, [](exchange& e) {
         e.replace(0, "From: <sip:alice@example.com>", "From: <sip:alice@example.com"); }},
    {"to-form", publishing, [](exchange& e) {
         e.replace(0, "To: <sip:alice@example.com>", "To: \"a <sip:alice@example.com>"); }},
    {"call-id-form", publishing, [](exchange& e) {
         e.replace(0, "pub-8842@192.0.2.1", "pub 8842@192.0.2.1"); }},
    {"cseq-form", publishing, [](exchange& e) { e.replace(0, "CSeq: 1 PUBLISH", "CSeq: one PUBLISH"); }},
    {"contact-form", subscribing, [](exchange& e) {
         e.replace(0, "<sip:alice@192.0.2.1:5060>", "<sip:alice@192.0.2.1:5060"); }},
    {"route-form", publishing, [](exchange& e) { e.add(0, "Route: sip:192.0.2.5;lr"); }},
    {"record-route-form", subscribing, [](exchange& e) { e.add(2, "Record-Route: sip:192.0.2.5;lr"); }},
    {"max-forwards-form", publishing, [](exchange& e) {
         e.replace(0, "Max-Forwards: 70", "Max-Forwards: many"); }},
    {"expires-form", publishing, [](exchange& e) { e.replace(0, "Expires: 600", "Expires: 10m"); }},
    {"min-expires-form", publishing, [](exchange& e) {
         e = rejected("423 Interval Too Brief"); e.add(5, "Min-Expires: x"); }},
    {"reply-to-form", publishing, [](exchange& e) { e.add(0, "Reply-To: <>"); }},
    {"proxy-require-form", publishing, [](exchange& e) { e.add(0, "Proxy-Require: a b"); }},
    {"priority-form", publishing, [](exchange& e) { e.add(0, "Priority: a b"); }},
    {"user-agent-form", publishing, [](exchange& e) { e.add(0, "User-Agent: PBX-1(2.0)"); }},
    {"server-form", publishing, [](exchange& e) { e.add(1, "Server: a/"); }},
    {"warning-form", publishing, [](exchange& e) { e.add(1, "Warning: 399 a x"); }},
    {"timestamp-form", publishing, [](exchange& e) { e.add(0, "Timestamp: now"); }},
    {"www-authenticate-form", challenged, [](exchange& e) { e.replace(1, "algorithm=MD5", "algorithm"); }},
    {"proxy-authenticate-form", publishing, [](exchange& e) {
         e = rejected("407 Proxy Authentication Required"); e.add(5, "Proxy-Authenticate: Digest realm"); }},
    {"authorization-form", challenged, [](exchange& e) { e.replace(2, "qop=auth", "qop=auth,auth-int"); }},
    {"proxy-authorization-form", publishing, [](exchange& e) {
         e.add(0, "Proxy-Authorization: Digest uri=sip:a@b"); }},
    {"authentication-info-form", publishing, [](exchange& e) {
         e.add(1, "Authentication-Info: nextnonce"); }},
    {"accept-encoding-form", subscribing, [](exchange& e) { e.add(0, "Accept-Encoding: gzip;"); }},
    {"accept-language-form", subscribing, [](exchange& e) { e.add(0, "Accept-Language: en_GB"); }},
    {"content-encoding-form", publishing, [](exchange& e) { e.add(0, "Content-Encoding: a;b"); }},
    {"content-language-form", publishing, [](exchange& e) { e.add(0, "Content-Language: e4"); }},
    {"content-disposition-form", publishing, [](exchange& e) {
         e.add(0, "Content-Disposition: render;"); }},
    {"mime-version-form", publishing, [](exchange& e) { e.add(0, "MIME-Version: 1"); }},
    {"subject-form", publishing, [](exchange& e) { e.add(0, "Subject: bell\x07"); }},
    {"organization-form", publishing, [](exchange& e) { e.add(0, "Organization: \xC3"); }},
    {"extension-form", publishing, [](exchange& e) { e.add(0, "X-Any: \xFF"); }},
    {"suppress-if-match-form", subscribing, [](exchange& e) { e.add(0, "Suppress-If-Match: \"a\""); }},
    {"retry-after-form", publishing, [](exchange& e) {
         e = rejected("503 Service Unavailable"); e.add(5, "Retry-After: soon"); }},
    {"supported-form", subscribing, [](exchange& e) { e.replace(0, "Supported: path", "Supported: a b"); }},
    {"require-form", publishing, [](exchange& e) { e.add(0, "Require: a=b"); }},
    {"unsupported-form", publishing, [](exchange& e) {
         e = rejected("420 Bad Extension"); e.add(5, "Unsupported: a b"); }},
    {"allow-form", registering, [](exchange& e) {
         e.replace(3, "Allow: PUBLISH, SUBSCRIBE", "Allow: PUBLISH SUBSCRIBE"); }},
    {"accept-form", registering, [](exchange& e) {
         e.replace(3, "Accept: application/pidf+xml", "Accept: pidf+xml"); }},
    {"content-type-form", publishing, [](exchange& e) {
         e.replace(0, "Content-Type: application/pidf+xml", "Content-Type: pidf"); }},
    {"date-form", registering, [](exchange& e) { e.replace(1, "GMT", "UTC"); }},
    {"address-without-brackets", publishing, [](exchange& e) {
         e.replace(0, "To: <sip:alice@example.com>", "To: sip:alice@example.com?Subject=x"); }},
    {"event-form", publishing, [](exchange& e) { e.replace(0, "Event: presence", "Event: presence."); }},
    {"allow-events-form", registering, [](exchange& e) {
         e.replace(3, "Allow-Events: presence, ", "Allow-Events: presence "); }},
    {"subscription-state-form", subscribing, [](exchange& e) {
         e.replace(2, "active;expires=600", "active expires=600"); }},
    // RFC 3581
    {"rport-with-value", publishing, [](exchange& e) { e.replace(0, ";rport", ";rport=5060"); }},
    {"rport-without-received", publishing, [](exchange& e) { e.replace(1, ";received=192.0.2.1", ""); }},
    {"rport-another-port", publishing, [](exchange& e) { e.replace(1, "rport=5060", "rport=5061"); }},
    {"rport-left-empty", publishing, [](exchange& e) { e.replace(1, "rport=5060", "rport"); }, warning},
    {"response-from-elsewhere", publishing, [](exchange& e) {
         e.messages[1].source = {sip::transport::udp, "192.0.2.9", 5070}; }},
    // RFC 3856, RFC 3857
    {"accept-without-pidf", subscribing, [](exchange& e) {
         e.replace(0, "Accept: application/pidf+xml", "Accept: text/plain"); }},
    {"accept-without-watcherinfo", watching, [](exchange& e) {
         e.replace(0, "Accept: application/watcherinfo+xml", "Accept: text/plain"); }},
    {"presence-body-not-accepted", subscribing, [](exchange& e) {
         e.replace(2, "Content-Type: application/pidf+xml", "Content-Type: text/xml"); }},
    {"presence-body-not-default", subscribing, [](exchange& e) {
         e.drop(0, "Accept").replace(2, "Content-Type: application/pidf+xml", "Content-Type: text/xml"); }},
    {"notify-body-not-accepted", watching, [](exchange& e) {
         e.replace(2, "Content-Type: application/watcherinfo+xml", "Content-Type: text/xml"); }},
    {"notify-body-not-default", watching, [](exchange& e) {
         e.drop(0, "Accept").replace(2, "Content-Type: application/watcherinfo+xml", "Content-Type: text/xml"); }},
    {"notify-too-often", listing, [](exchange& e) {
         auto more = e.messages[4];
         more.after = 22s;
         e.messages.insert(e.messages.begin() + 6, more);
         e.replace(6, "ntfy2", "ntfyX").replace(6, "CSeq: 2", "CSeq: 3"); }, warning},
    {"presence-event-parameter", subscribing, [](exchange& e) {
         e.replace(0, "Event: presence", "Event: presence;foo=bar"); }, note},
    // RFC 3903
    {"publish-without-event", publishing, [](exchange& e) { e.drop(0, "Event"); }},
    {"presence-for-another-package", publishing, [](exchange& e) {
         e.replace(0, "Event: presence", "Event: dialog"); }, warning},
    {"publish-several-events", publishing, [](exchange& e) {
         e.replace(0, "Event: presence", "Event: presence, dialog"); }},
    {"sip-if-match-several", publishing, [](exchange& e) {
         e.replace(2, "SIP-If-Match: tag-one", "SIP-If-Match: tag-one, b"); }},
    {"sip-if-match-form", publishing, [](exchange& e) { e.replace(2, "tag-one", "\"tag-one\""); }},
    {"sip-etag-form", publishing, [](exchange& e) { e.replace(1, "tag-one", "\"tag-one\""); }},
    {"initial-publish-without-body", publishing, [](exchange& e) { e.messages[0].body.clear(); }},
    {"removal-with-body", publishing, [](exchange& e) {
         e.add(4, "Content-Type: text/plain").messages[4].body = "x"; }},
    {"removal-without-sip-if-match", publishing, [](exchange& e) { e.drop(4, "SIP-If-Match"); }},
    {"stale-entity-tag-sent", publishing, [](exchange& e) {
         e.replace(4, "SIP-If-Match: tag-two", "SIP-If-Match: tag-one"); }, warning},
    {"publish-overlapping", publishing, [](exchange& e) { e.erase(1); }, warning},
    {"resent-after-412", publishing, [](exchange& e) {
         status(e, 3, "412 Conditional Request Failed");
         e.replace(4, "tag-two", "tag-one"); }},
    {"shorter-than-min-expires", publishing, [](exchange& e) {
         status(e, 3, "423 Interval Too Brief");
         e.add(3, "Min-Expires: 900").replace(4, "Expires: 0", "Expires: 700"); }, note},
    {"publish-200-without-expires", publishing, [](exchange& e) { e.drop(1, "Expires"); }},
    {"publish-200-without-etag", publishing, [](exchange& e) { e.drop(1, "SIP-ETag"); }},
    {"publish-200-several-etags", publishing, [](exchange& e) { e.replace(1, "tag-one", "tag-one, tag-b"); }},
    {"publish-lifetime-lengthened", publishing, [](exchange& e) {
         e.replace(1, "Expires: 600", "Expires: 601"); }, note},
    {"entity-tag-kept", publishing, [](exchange& e) { e.replace(3, "tag-two", "tag-one"); }},
    {"entity-tag-reused", publishing, [](exchange& e) { e.replace(5, "tag-three", "tag-one"); }},
    {"stale-entity-tag-accepted", publishing, [](exchange& e) { e.replace(4, "tag-two", "tag-one"); }},
    {"412-without-condition", publishing, [](exchange& e) {
         status(e, 1, "412 Conditional Request Failed"); }, warning},
    {"423-to-removal", publishing, [](exchange& e) { e = rejected("423 Interval Too Brief"); }, note},
    {"423-without-min-expires", publishing, [](exchange& e) { e = rejected("423 Interval Too Brief"); }},
    {"423-minimum-not-above", publishing, [](exchange& e) {
         status(e, 1, "423 Interval Too Brief"); e.add(1, "Min-Expires: 60"); }, note},
    {"publish-record-route", publishing, [](exchange& e) { e.add(1, "Record-Route: <sip:192.0.2.5;lr>"); }},
    {"publish-without-event-accepted", publishing, [](exchange& e) { e.drop(0, "Event"); }},
    {"489-without-allow-events", publishing, [](exchange& e) { e = rejected("489 Bad Event"); }},
    {"empty-initial-publish-accepted", publishing, [](exchange& e) { e.messages[0].body.clear(); }, warning},
    {"503-without-retry-after", publishing, [](exchange& e) {
         e = rejected("503 Service Unavailable"); }, warning},
    // RFC 4662
    {"eventlist-required-in-subscribe", listing, [](exchange& e) {
         e.add(0, "Require: eventlist"); }, warning},
    {"eventlist-supported-elsewhere", listing, [](exchange& e) {
         e.add(2, "Supported: eventlist"); }, warning},
    {"accept-without-multipart", listing, [](exchange& e) { e.replace(0, ", multipart/related", ""); }},
    {"accept-without-rlmi", listing, [](exchange& e) { e.replace(0, ", application/rlmi+xml", ""); }},
    {"list-notify-without-require", listing, [](exchange& e) { e.drop(2, "Require"); }},
    {"list-answer-without-require", listing, [](exchange& e) { e.drop(1, "Require"); }},
    {"list-not-supported", listing, [](exchange& e) {
         e.replace(0, "Supported: eventlist", "Supported: path"); }, note},
    {"list-root-not-rlmi", subscribing, [](exchange& e) { e.add(2, "Require: eventlist"); }},
    {"list-first-version", listing, [](exchange& e) { e.replace(2, "version=\"0\"", "version=\"1\""); }},
    {"list-next-version", listing, [](exchange& e) { e.replace(4, "version=\"1\"", "version=\"3\""); }},
    {"list-first-not-full", listing, [](exchange& e) {
         e.replace(2, "fullState=\"true\"", "fullState=\"false\""); }},
    {"list-refreshed-not-full", listing, [](exchange& e) {
         e.replace(8, "fullState=\"true\"", "fullState=\"false\""); }},
    {"list-without-uri", listing, [](exchange& e) { e.replace(2, " uri=\"sip:friends@example.com\"", ""); }},
    {"list-without-version", listing, [](exchange& e) { e.replace(2, " version=\"0\"", ""); }},
    {"list-without-full-state", listing, [](exchange& e) { e.replace(2, " fullState=\"true\"", ""); }},
    {"list-uri-differs", listing, [](exchange& e) {
         e.replace(2, "uri=\"sip:friends@example.com\"", "uri=\"sip:f@example.com\""); }, note},
    {"resource-without-uri", listing, [](exchange& e) {
         e.replace(2, "<resource uri=\"sip:bob@example.com\">", "<resource>"); }},
    {"instance-vanished", listing, [](exchange& e) {
         e.replace(8, "<instance id=\"b1\" state=\"active\" cid=\"bob1@example.com\"/>", ""); }, warning},
    {"instance-state-unknown", listing, [](exchange& e) {
         e.replace(2, "state=\"active\"", "state=\"kActive\""); }},
    {"instance-without-cid", listing, [](exchange& e) { e.replace(2, " cid=\"bob1@example.com\"", ""); }},
    {"instance-without-reason", listing, [](exchange& e) { e.replace(2, " reason=\"rejected\"", ""); }},
    {"instance-id-repeated", listing, [](exchange& e) {
         e.replace(2, "</resource>", "<instance id=\"b1\" state=\"pending\"/></resource>"); }, note},
    {"instance-cid-dangles", listing, [](exchange& e) { e.replace(2, "cid=\"bob1@", "cid=\"bob2@"); }},
    {"list-cid-dangles", listing, [](exchange& e) {
         e.replace(2, "fullState=\"true\"", "fullState=\"true\" cid=\"x@y\""); }},
    {"part-unreferenced", listing, [](exchange& e) {
         e.replace(2, "<bob1@example.com>", "<bob2@example.com>"); }, note},
    {"rlmi-schema", listing, [](exchange& e) {
         e.replace(2, "<instance id=\"b1\"", "<instance"); }, error, 0s, "schema-rlmi"},
    // RFC 5839
    {"suppress-if-match-several", subscribing, [](exchange& e) { e.add(0, "Suppress-If-Match: a, b"); }},
    {"204-unasked", subscribing, [](exchange& e) { e.replace(5, "200 OK", "204 No Notification"); }},
    {"204-outside-dialog", subscribing, [](exchange& e) { e.replace(1, "200 OK", "204 No Notification"); }},
    {"star-as-entity-tag", subscribing, [](exchange& e) { e.add(2, "SIP-ETag: *"); }, note},
    // RFC 6665 sections 3 and 8
    {"subscribe-event", subscribing, [](exchange& e) { e.drop(0, "Event"); }},
    {"notify-event", subscribing, [](exchange& e) { e.drop(2, "Event"); }},
    {"subscribe-without-expires", subscribing, [](exchange& e) { e.drop(0, "Expires"); }, warning},
    {"subscribe-2xx-without-expires", subscribing, [](exchange& e) { e.drop(1, "Expires"); }},
    {"subscription-lengthened", subscribing, [](exchange& e) {
         e.replace(1, "Expires: 600", "Expires: 601"); }},
    {"refresh-lengthened", subscribing, [](exchange& e) { e.replace(5, "Expires: 600", "Expires: 601"); }},
    {"event-in-response", subscribing, [](exchange& e) { e.add(1, "Event: presence"); }},
    {"event-in-other-request", registering, [](exchange& e) { e.add(0, "Event: presence"); }},
    {"subscription-state-elsewhere", subscribing, [](exchange& e) {
         e.add(1, "Subscription-State: active;expires=600"); }},
    {"notify-without-state", subscribing, [](exchange& e) { e.drop(2, "Subscription-State"); }},
    {"subscription-state-unknown", subscribing, [](exchange& e) { e.replace(2, "active;", "waiting;"); }},
    {"state-without-expires", subscribing, [](exchange& e) { e.replace(2, "active;expires=600", "active"); }},
    {"state-expires-no-number", subscribing, [](exchange& e) { e.replace(2, "expires=600", "expires=ten"); }},
    {"state-retry-after-no-number", subscribing, [](exchange& e) {
         e.replace(10, "timeout", "timeout;retry-after=soon"); }},
    {"terminated-with-expires", subscribing, [](exchange& e) {
         e.replace(10, "timeout", "timeout;expires=0"); }, warning},
    {"terminated-without-reason", subscribing, [](exchange& e) {
         e.replace(10, ";reason=timeout", ""); }, warning},
    {"202-generated", subscribing, [](exchange& e) { e.replace(1, "200 OK", "202 Accepted"); }},
    {"notify-answer-with-body", subscribing, [](exchange& e) {
         e.add(3, "Content-Type: text/plain").messages[3].body = "x"; }, note},
    // RFC 6665 section 4
    {"notify-another-package", subscribing, [](exchange& e) {
         e.replace(2, "Event: presence", "Event: dialog"); }},
    {"notify-another-event-id", subscribing, [](exchange& e) {
         e.replace(2, "Event: presence", "Event: presence;id=1"); }},
    {"notify-lengthens", subscribing, [](exchange& e) { e.replace(2, "expires=600", "expires=700"); }},
    {"remaining-time-not-counted", listing, [](exchange& e) { e.replace(4, "expires=580", "expires=600"); }},
    {"longer-than-default", subscribing, [](exchange& e) {
         e.erase(0).erase(0).replace(0, "expires=600", "expires=7200"); }, warning},
    {"notify-missing", subscribing, [](exchange& e) {
         while (e.messages.size() > 2) e.erase(2); }, error, 32s},
    {"end-not-notified", subscribing, [](exchange& e) {
         while (e.messages.size() > 4) e.erase(4); }, warning, 632s},
    {"notify-after-refusal", refused, [](exchange& e) { status(e, 3, "481 Subscription Does Not Exist"); }},
    {"notify-after-end", refused, [](exchange& e) {
         e.replace(2, "active;expires=600", "terminated;reason=noresource"); }},
    {"unsubscribe-not-terminated", subscribing, [](exchange& e) {
         e.replace(10, "terminated;reason=timeout", "active;expires=0"); }, note},
    {"lapsed-with-another-reason", subscribing, [](exchange& e) {
         e.replace(10, "timeout", "giveup"); }, warning},
    {"423-unasked", subscribing, [](exchange& e) {
         status(e, 9, "423 Interval Too Brief"); e.add(9, "Min-Expires: 60"); }, note},
    {"423-without-minimum", subscribing, [](exchange& e) { status(e, 1, "423 Interval Too Brief"); }, note},
    {"407-to-subscribe", subscribing, [](exchange& e) {
         status(e, 1, "407 Proxy Authentication Required"); }, note},
    {"unmatched-notify-accepted", subscribing, [](exchange& e) {
         e.replace(2, ";tag=watcher-19ab44", "").replace(3, ";tag=watcher-19ab44", ";tag=new-tag-4444"); }, warning},
    {"refresh-another-event-id", subscribing, [](exchange& e) {
         e.replace(4, "Event: presence", "Event: presence;id=2"); }, warning},
    {"subscribe-after-end", subscribing, [](exchange& e) {
         e.replace(2, "active;expires=600", "terminated;reason=noresource"); }, warning},
    // Documents
    {"mime-form", listing, [](exchange& e) {
         e.replace(2, "application/rlmi+xml\r\n", "application/rlmi+xml;;charset=utf-8\r\n"); },
     error, 0s, "media-type-empty-parameter"},
    {"xml-form", publishing, [](exchange& e) {
         e.replace(0, "id=\"t1\"", "id=t1"); }, error, 0s, "xml-unquoted-attribute"},
    {"pidf-declaration-missing", publishing, [](exchange& e) {
         auto& body = e.messages[0].body;
         body.erase(0, body.find("?>") + 2); }},
    {"pidf-encoding-missing", publishing, [](exchange& e) {
         e.replace(0, " encoding=\"UTF-8\"", ""); }, warning},
    {"presence-let-in-without-document", subscribing, [](exchange& e) {
         e.replace(2, "active;expires=600", "pending;expires=600");
         e.messages[6].body.clear();
         e.drop(6, "Content-Type"); }, warning},
    {"pidf-of-the-watcher", subscribing, [](exchange& e) {
         e.replace(2, "entity=\"sip:bob@example.com\"", "entity=\"pres:alice@example.com\""); }},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "<tuple id=\"t1\">", "<tuple>"); }, error, 0s, "pidf-tuple-without-id"},
    {"watcherinfo-document", watching, [](exchange& e) {
         e.replace(2, "<watcher-list ", "<watcher-list order=\"1\" "); }, warning, 0s, "schema-watcherinfo"},
    {"watcherinfo-document", watching, [](exchange& e) {
         e.replace(2, "status=\"active\"", "status=\"here\""); }, warning, 0s, "winfo-watcher-word"},
    {"watcherinfo-document", watching, [](exchange& e) {
         e.replace(2, "status=\"active\"", ""); }, error, 0s, "winfo-watcher-attributes"},
    {"watcherinfo-document", watching, [](exchange& e) {
         e.replace(2, "package=\"presence\"", ""); }, error, 0s, "winfo-list-attributes"},
    {"watcherinfo-document", watching, [](exchange& e) {
         e.replace(2, "version=\"0\"", ""); }, error, 0s, "winfo-version"},
};

std::vector<mutation> all_mutations() {
    std::vector<mutation> out(std::begin(table), std::end(table));
    for (const auto& more : {behaviour_mutations(), document_mutations(), package_mutations()})
        out.insert(out.end(), more.begin(), more.end());
    return out;
}

std::string said(const std::vector<judgement>& all) {
    std::string out;
    for (const auto& j : all)
        out += "  message " + std::to_string(j.record.message) + ": " + j.record.rule + " (" +
               std::string(name(j.record.level)) + ", " + j.record.requirement + ") " + j.record.what + ": " +
               j.record.actual + "\n";
    return out;
}

std::string_view code_of(const mutation& m) { return m.code.empty() ? m.rule : m.code; }

const rule* rule_named(std::string_view name) {
    const auto all = all_rules();
    const auto at = std::ranges::find(all, name, &rule::name);
    return at == all.end() ? nullptr : &*at;
}

class each_rule : public testing::TestWithParam<mutation> {};

TEST_P(each_rule, is_silent_on_the_valid_and_speaks_on_the_mutated) {
    const auto& p = GetParam();
    const auto code = code_of(p);
    auto e = p.valid();
    for (const auto& j : judge_all(e)) EXPECT_NE(j.record.rule, code) << "on the valid exchange";
    p.mutate(e);
    const auto all = judge_all(e, {}, p.end);
    const auto found = std::ranges::find_if(all, [&](const judgement& j) { return j.record.rule == code; });
    ASSERT_NE(found, all.end()) << "found instead:\n" << said(all);
    EXPECT_EQ(name(found->record.level), name(p.weight)) << said(all);
    EXPECT_FALSE(found->record.what.empty());
    const auto* by = rule_named(p.rule);
    ASSERT_NE(by, nullptr);
    EXPECT_TRUE(found->record.requirement == by->requirement ||
                std::ranges::count(by->also, found->record.requirement) != 0)
        << found->record.requirement << " is not declared by " << p.rule;
}

INSTANTIATE_TEST_SUITE_P(table, each_rule, testing::ValuesIn(all_mutations()), [](const auto& info) {
    std::string out(info.param.rule);
    if (!info.param.code.empty()) out += "-" + std::string(info.param.code) + "-" + std::to_string(info.index);
    std::ranges::replace(out, '-', '_');
    return out;
});

TEST(rules, each_has_a_mutation_and_a_verified_or_weightless_requirement) {
    std::set<std::string_view> mutated, known;
    for (const auto& m : all_mutations()) mutated.insert(m.rule);
    for (const auto& r : all_rules()) {
        EXPECT_TRUE(known.insert(r.name).second) << r.name << " stands twice";
        EXPECT_TRUE(mutated.contains(r.name)) << r.name << " has no mutated message that draws it";
        ASSERT_NE(catalogue::built_in().find(r.requirement), nullptr) << r.name << " cites " << r.requirement;
    }
    for (const auto name : mutated) EXPECT_TRUE(known.contains(name)) << name << " is no rule";
    EXPECT_GE(known.size(), 120U);
}

// How sure the judge is of a rule's finding; nothing where the rule is silent.
std::string weight_of(std::string_view rule, const exchange& e) {
    for (const auto& j : judge_all(e))
        if (j.record.rule == rule) return std::string(name(j.record.level));
    return {};
}

TEST(rules, sequence_numbers_prove_more_where_nothing_is_lost) {
    const auto jump = [](exchange e) { return e.replace(6, "CSeq: 2", "CSeq: 5"); };
    EXPECT_EQ(weight_of("cseq-gap", jump(subscribing())), name(warning));
    EXPECT_EQ(weight_of("cseq-gap", jump(tcp())), name(error));
    auto elsewhere = tcp(); // another connection may have carried what is missing
    elsewhere.messages[6].source = {sip::transport::tcp, "192.0.2.9", 40123};
    EXPECT_EQ(weight_of("cseq-gap", jump(elsewhere)), name(warning));

    auto again = subscribing();
    again.replace(6, "CSeq: 2", "CSeq: 1").replace(7, "CSeq: 2", "CSeq: 1");
    again.messages[6].body = again.messages[2].body;
    EXPECT_EQ(weight_of("cseq-not-increasing", again), name(warning)) << "the same, tried elsewhere";
    again.messages[6].body += "\r\n";
    EXPECT_EQ(weight_of("cseq-not-increasing", again), name(error)) << "another one";
}

// proofs.txt says what the mutated messages above prove, and nothing else.
TEST(rules, proofs_are_what_the_mutated_messages_draw) {
    std::set<std::string> seen;
    for (const auto& m : all_mutations()) {
        auto e = m.valid();
        m.mutate(e);
        for (const auto& j : judge_all(e, {}, m.end))
            if (j.record.rule == code_of(m)) seen.insert(j.record.requirement + " " + std::string(code_of(m)));
    }
    std::set<std::string> written;
    for (const auto& p : proofs()) written.insert(p.requirement + " " + p.by);
    std::string whole;
    for (const auto& line : seen) whole += line + "\n";
    for (const auto& line : seen) EXPECT_TRUE(written.contains(line))
            << "proofs.txt has no line: " << line << " (all of them are now in " << testing::TempDir() << "proofs.txt)";
    for (const auto& line : written) EXPECT_TRUE(seen.contains(line)) << "no longer proven: " << line;
    if (seen != written) std::ofstream(testing::TempDir() + "proofs.txt") << whole;
}

TEST(rules, whatever_a_reader_may_cite_is_in_the_catalogue) {
    for (const auto& r : all_rules())
        for (const auto id : r.also) EXPECT_NE(catalogue::built_in().find(id), nullptr) << r.name << ": " << id;
}

} // namespace
} // namespace simplespec::scenarios::testing_exchange
