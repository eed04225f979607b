// Broken on purpose: what publishers, subscribers and UACs do over several transactions.
#include "scenarios/rules/mutation.hpp"

namespace simplespec::scenarios::testing_exchange {
namespace {

constexpr auto error = severity::error;
constexpr auto warning = severity::warning;
constexpr auto note = severity::note;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// The second PUBLISH modifies.
exchange modifying() {
    auto e = publishing();
    e.messages[2].body = e.messages[0].body;
    e.add(2, "Content-Type: application/pidf+xml");
    return e;
}

// A SUBSCRIBE (12) in a dialog of its own after the subscription ended, its 200 (13), NOTIFY (14, 15).
exchange asking_again() {
    auto e = subscribing();
    for (std::size_t i = 0; i < 4; ++i) {
        auto m = e.messages[i];
        m.after = 403s;
        for (const auto& [from, to] : {std::pair{"sub-3310", "sub-3311"},
                                       {"19ab44", "22cd55"},
                                       {"77e1", "88f2"},
                                       {"z9hG4bK-s1", "z9hG4bK-s9"},
                                       {"z9hG4bK-ntfy1", "z9hG4bK-ntfy9"}})
            replace_all(m.head, from, to);
        e.messages.push_back(std::move(m));
    }
    return e;
}

// A refresh that fails, and a new SUBSCRIBE (6) of the same Call-ID.
void lose_and_ask_again(exchange& e) {
    status(e, 5, "481 Subscription Does Not Exist");
    while (e.messages.size() > 6) e.erase(6);
    auto again = e.messages[0];
    again.after = 301s;
    replace_all(again.head, "z9hG4bK-s1", "z9hG4bK-s9");
    replace_all(again.head, "CSeq: 1", "CSeq: 3");
    e.messages.push_back(again);
}

// A CANCEL (1) for message 0.
void cancel(exchange& e, std::string_view method) {
    auto m = e.messages[0];
    replace_all(m.head, std::string(method) + " sip:", "CANCEL sip:");
    replace_all(m.head, " " + std::string(method) + "\r\n", " CANCEL\r\n");
    m.body.clear();
    e.messages.insert(e.messages.begin() + 1, m);
}

void later(exchange& e, std::size_t from, sip::duration by) {
    for (; from < e.messages.size(); ++from) e.messages[from].after += by;
}

void with_state(exchange& e, std::size_t i) {
    e.messages[i].body = e.messages[0].body;
    e.add(i, "Content-Type: application/pidf+xml");
}

constexpr mutation of_publishers[] = {
    {"route-from-publish-answer", publishing, [](exchange& e) {
         e.add(1, "Record-Route: <sip:192.0.2.5;lr>").add(2, "Route: <sip:192.0.2.5;lr>"); }, error},
    {"publish-answer-taken-for-dialog", publishing, [](exchange& e) {
         e.replace(2, "To: <sip:alice@example.com>", "To: <sip:alice@example.com>;tag=esc-55d0c2p1"); }, note},
    {"refresh-without-sip-if-match", publishing, [](exchange& e) { e.drop(2, "SIP-If-Match"); }, warning},
    {"refreshed-tag-not-replaced", publishing, [](exchange& e) {
         e.replace(4, "SIP-If-Match: tag-two", "SIP-If-Match: tag-one"); }, warning},
    {"modified-tag-not-replaced", modifying, [](exchange& e) {
         e.replace(4, "SIP-If-Match: tag-two", "SIP-If-Match: tag-one"); }, warning},
    {"published-anew", publishing, [](exchange& e) { e.drop(2, "SIP-If-Match"); with_state(e, 2); }, warning},
    {"not-anew-after-412", publishing, [](exchange& e) {
         status(e, 3, "412 Conditional Request Failed"); e.replace(4, "tag-two", "tag-one"); }, warning},
    {"refused-tag-used-again", publishing, [](exchange& e) {
         status(e, 3, "412 Conditional Request Failed"); e.replace(4, "tag-two", "tag-one"); }, error},
    {"entity-tag-altered", publishing, [](exchange& e) { e.replace(2, "tag-one", "TAG-ONE"); }, note},
    {"publication-refreshed-late", publishing, [](exchange& e) { later(e, 2, 700s); }, note},
    {"publish-before-retry-after", publishing, [](exchange& e) {
         status(e, 3, "503 Service Unavailable"); e.add(3, "Retry-After: 60").replace(4, "tag-two", "tag-one"); }, note},
    {"service-before-retry-after", publishing, [](exchange& e) {
         status(e, 3, "503 Service Unavailable"); e.add(3, "Retry-After: 60").replace(4, "tag-two", "tag-one"); },
     warning},
    {"tuple-ids-replaced", modifying, [](exchange& e) { e.replace(2, "id=\"t1\"", "id=\"t2\""); }, warning},
    {"tuple-id-changed", modifying, [](exchange& e) { e.replace(2, "id=\"t1\"", "id=\"t2\""); }, warning},
    {"publish-answer-with-body", publishing, [](exchange& e) {
         e.add(1, "Content-Type: text/plain").messages[1].body = "x"; }, note},
    {"field-foreign-to-publish", publishing, [](exchange& e) { e.add(0, "Reply-To: <sip:a@example.com>"); }, note},
    {"publish-method-case", publishing, [](exchange& e) {
         e.replace(0, "PUBLISH sip:", "Publish sip:").replace(0, "1 PUBLISH", "1 Publish"); }, note},
    {"publish-lifetime-not-chosen", publishing, [](exchange& e) {
         e.drop(0, "Expires").replace(1, "Expires: 600", "Expires: 0"); }, note},
};

constexpr mutation of_subscribers[] = {
    {"asked-again-after-rejected", asking_again, [](exchange& e) { e.replace(10, "timeout", "rejected"); }, warning},
    {"asked-again-after-noresource", asking_again, [](exchange& e) {
         e.replace(10, "timeout", "noresource"); }, warning},
    {"asked-again-after-invariant", asking_again, [](exchange& e) {
         e.replace(10, "timeout", "invariant"); }, warning},
    {"asked-before-retry-after", asking_again, [](exchange& e) {
         e.replace(10, "reason=timeout", "retry-after=60"); }, warning},
    {"asked-before-probation-ends", asking_again, [](exchange& e) {
         e.replace(10, "timeout", "probation;retry-after=60"); }, warning},
    {"asked-too-early-after-giveup", asking_again, [](exchange& e) {
         e.replace(10, "timeout", "giveup;retry-after=60"); }, warning},
    {"old-dialog-after-deactivated", asking_again, [](exchange& e) {
         e.replace(10, "timeout", "deactivated").replace(12, "sub-3311", "sub-3310"); }, warning},
    {"old-call-id-after-failure", subscribing, lose_and_ask_again, note},
    {"refreshed-after-terminated", subscribing, [](exchange& e) {
         e.replace(6, "active;expires=600", "terminated;reason=noresource"); }, error},
    {"refreshed-after-lapse", subscribing, [](exchange& e) { later(e, 4, 400s); }, note},
    {"contact-expires-in-subscribe", subscribing, [](exchange& e) {
         e.replace(0, "<sip:alice@192.0.2.1:5060>", "<sip:alice@192.0.2.1:5060>;expires=60"); }, note},
    {"option-tag-for-events", subscribing, [](exchange& e) {
         e.replace(0, "Supported: path", "Supported: events"); }, note},
    {"early-notify-refused", subscribing, [](exchange& e) {
         std::swap(e.messages[1], e.messages[2]); std::swap(e.messages[2], e.messages[3]);
         status(e, 2, "481 Subscription Does Not Exist"); }, error},
    {"own-package-refused", subscribing, [](exchange& e) { status(e, 3, "489 Bad Event"); }, warning},
    {"last-notify-refused", subscribing, [](exchange& e) {
         status(e, 11, "481 Subscription Does Not Exist"); }, note},
    {"notify-answered-late", subscribing, [](exchange& e) { e.messages[3].after = 9s; }, warning},
    {"subscribe-answered-late", subscribing, [](exchange& e) {
         for (std::size_t i = 1; i < 4; ++i) e.messages[i].after = 9s; }, warning},
    {"notify-in-another-dialog", subscribing, [](exchange& e) {
         e.replace(6, "notifier-77e1", "notifier-9999"); }, note},
    {"fetch-not-terminated", subscribing, [](exchange& e) {
         e.replace(0, "Expires: 600", "Expires: 0").replace(1, "Expires: 600", "Expires: 0"); }, note},
    {"package-not-in-allow-events", subscribing, [](exchange& e) { e.add(1, "Allow-Events: dialog"); }, error},
    {"gruu-dialog-reused", subscribing, [](exchange& e) {
         e.replace(1, "192.0.2.9:5060", "192.0.2.9:5060;gr=abc").replace(4, "Event: presence", "Event: dialog"); },
     error},
    {"subscribe-cancelled", subscribing, [](exchange& e) { cancel(e, "SUBSCRIBE"); }, warning},
    {"487-to-subscribe", subscribing, [](exchange& e) { status(e, 1, "487 Request Terminated"); }, error},
    {"second-dialog-accepted", subscribing, [](exchange& e) {
         e.replace(6, "notifier-77e1", "notifier-9999").replace(7, "notifier-77e1", "notifier-9999"); }, note},
};

constexpr mutation of_clients[] = {
    {"retried-without-credentials", challenged, [](exchange& e) { e.drop(2, "Authorization"); }, warning},
    {"407-answered-with-authorization", challenged, [](exchange& e) {
         e.replace(1, "401 Unauthorized", "407 Proxy Authentication Required")
             .replace(1, "WWW-Authenticate", "Proxy-Authenticate"); }, warning},
    {"retry-differs", challenged, [](exchange& e) { e.replace(2, "CSeq: 2", "CSeq: 3"); }, warning},
    {"too-large-again", publishing, [](exchange& e) {
         status(e, 1, "413 Request Entity Too Large"); with_state(e, 2); }, warning},
    {"refused-type-again", publishing, [](exchange& e) {
         status(e, 1, "415 Unsupported Media Type"); e.add(1, "Accept: application/rlmi+xml"); with_state(e, 2); },
     warning},
    {"refused-option-again", publishing, [](exchange& e) {
         status(e, 1, "420 Bad Extension");
         e.add(0, "Require: foo").add(1, "Unsupported: foo").add(2, "Require: foo"); }, warning},
    {"register-cseq-not-next", registering, [](exchange& e) {
         auto m = e.messages[0];
         replace_all(m.head, "CSeq: 1", "CSeq: 3");
         replace_all(m.head, "branch=z9hG4bK-", "branch=z9hG4bK-2");
         e.messages.push_back(m); }, warning},
    {"register-answered-6xx", registering, [](exchange& e) { status(e, 1, "603 Decline"); }, error},
    {"register-with-to-tag", registering, [](exchange& e) {
         e.replace(0, "To: <sip:alice@example.com>", "To: <sip:alice@example.com>;tag=a7b8c9d0"); }, error},
    {"non-invite-cancelled", publishing, [](exchange& e) { cancel(e, "PUBLISH"); }, warning},
    {"content-not-encoded", publishing, [](exchange& e) { e.add(0, "Content-Encoding: gzip"); }, error},
    {"retransmission-after-timer-f", publishing, [](exchange& e) {
         while (e.messages.size() > 1) e.erase(1);
         e.repeat(0, 40s); }, warning},
};

} // namespace

std::vector<mutation> behaviour_mutations() {
    std::vector<mutation> out;
    for (const auto& m : of_publishers) out.push_back(m);
    for (const auto& m : of_subscribers) out.push_back(m);
    for (const auto& m : of_clients) out.push_back(m);
    return out;
}

} // namespace simplespec::scenarios::testing_exchange
