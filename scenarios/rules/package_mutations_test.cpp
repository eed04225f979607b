// Broken on purpose: documents that count, conditions, lists over time, URI lists.
#include "scenarios/rules/mutation.hpp"

#include <array>

namespace simplespec::scenarios::testing_exchange {
namespace {

constexpr auto error = severity::error;
constexpr auto warning = severity::warning;
constexpr auto note = severity::note;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

void set_row(std::string& head, const std::string& name, const std::string& value) {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return;
    const auto from = at + name.size() + 4;
    head.replace(from, head.find("\r\n", from) - from, value);
}

// SUBSCRIBE (0, 1), NOTIFY (2, 3), NOTIFY (4, 5), refresh (6, 7), NOTIFY (8, 9): of another package than lists.
exchange counted(const std::string& event, const std::string& accept, const std::string& type,
                 const std::array<std::string, 3>& bodies) {
    auto e = listing();
    for (auto& m : e.messages) {
        replace_all(m.head, "Event: presence", "Event: " + event);
        replace_all(m.head, "Supported: eventlist", "Supported: path");
        replace_all(m.head, "Require: eventlist\r\n", "");
        set_row(m.head, "Accept", accept);
        set_row(m.head, "Content-Type", type);
    }
    e.messages[2].body = bodies[0];
    e.messages[4].body = bodies[1];
    e.messages[8].body = bodies[2];
    return e;
}

constexpr std::string_view xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n";

std::string pidf_full(std::string_view version) {
    return std::string(xml) +
           "<p:pidf-full xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:p=\"urn:ietf:params:xml:ns:pidf-diff\" "
           "entity=\"sip:friends@example.com\" version=\"" +
           std::string(version) +
           "\"><tuple id=\"t1\"><status><basic>open</basic></status></tuple></p:pidf-full>\r\n";
}
std::string pidf_diff(std::string_view version) {
    return std::string(xml) +
           "<p:pidf-diff xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:p=\"urn:ietf:params:xml:ns:pidf-diff\" "
           "entity=\"sip:friends@example.com\" version=\"" +
           std::string(version) +
           "\"><p:replace sel=\"*/tuple[@id='t1']/status/basic/text()\">closed</p:replace></p:pidf-diff>\r\n";
}
exchange partial() {
    return counted("presence", "application/pidf+xml;q=0.3, application/pidf-diff+xml;q=1", "application/pidf-diff+xml",
                   {pidf_full("1"), pidf_diff("2"), pidf_full("3")});
}

std::string dialog_info(std::string_view version) {
    return std::string(xml) + "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"" +
           std::string(version) +
           "\" state=\"" + (version == "1" ? "partial" : "full") +
           "\" entity=\"sip:friends@example.com\"><dialog id=\"d1\"><state>confirmed</state></dialog>"
           "</dialog-info>\r\n";
}
exchange dialogs() {
    return counted("dialog", "application/dialog-info+xml", "application/dialog-info+xml",
                   {dialog_info("0"), dialog_info("1"), dialog_info("2")});
}

std::string watcher_info(std::string_view version) {
    return std::string(xml) + "<watcherinfo xmlns=\"urn:ietf:params:xml:ns:watcherinfo\" version=\"" +
           std::string(version) +
           "\" state=\"full\"><watcher-list resource=\"sip:friends@example.com\" package=\"presence\"><watcher id=\"w1\" "
           "status=\"active\" event=\"approved\">sip:bob@example.com</watcher></watcher-list></watcherinfo>\r\n";
}
exchange voice_mail() {
    const std::string form = "application/simple-message-summary";
    const std::string head = "Messages-Waiting: yes\r\nMessage-Account: sip:friends@example.com\r\n";
    return counted("message-summary", form, form,
                   {head + "Voice-Message: 2/8 (0/2)\r\n",
                    head + "voice-message : 3/8\r\nFax-Message: 0/1\r\n\r\nFrom: <sip:carol@example.com>\r\n",
                    "messages-waiting: no\r\n"});
}
// The subscription ends, and is asked for again under the same Call-ID.
void end_and_ask_again(exchange& e) {
    e.replace(8, "active;expires=600", "terminated;reason=timeout");
    auto again = e.messages[0];
    again.after = 60s;
    replace_all(again.head, "z9hG4bK-s1", "z9hG4bK-s9");
    replace_all(again.head, "CSeq: 1", "CSeq: 3");
    e.messages.push_back(again);
}

exchange watchers() {
    return counted("presence.winfo", "application/watcherinfo+xml", "application/watcherinfo+xml",
                   {watcher_info("0"), watcher_info("1"), watcher_info("2")});
}

void move(exchange& e, std::size_t from, std::size_t to, sip::duration when) {
    for (; from < to; ++from) e.messages[from].after = when;
}

constexpr mutation of_packages[] = {
    {"partial-accept-without-pidf", partial, [](exchange& e) {
         e.replace(0, "application/pidf+xml;q=0.3, ", ""); }, error},
    {"partial-against-preference", partial, [](exchange& e) {
         e.replace(0, "q=0.3", "q=1").replace(0, "diff+xml;q=1", "diff+xml;q=0.1"); }, warning},
    {"partial-first-not-full", partial, [](exchange& e) { e.messages[2].body = pidf_diff("1"); }, error},
    {"partial-under-another-type", partial, [](exchange& e) { e.replace(2, "pidf-diff+xml", "pidf+xml"); }, error},
    {"partial-without-version", partial, [](exchange& e) { e.replace(2, " version=\"1\"", ""); }, error},
    {"partial-first-version", partial, [](exchange& e) { e.replace(2, " version=\"1\"", " version=\"0\""); }, error},
    {"partial-next-version", partial, [](exchange& e) { e.replace(4, " version=\"2\"", " version=\"3\""); }, error},
    {"partial-before-answer", partial, [](exchange& e) { e.erase(3); }, warning},
    {"partial-refreshed-not-full", partial, [](exchange& e) { e.messages[8].body = pidf_diff("3"); }, warning},
    {"partial-entity-differs", partial, [](exchange& e) { e.replace(4, "entity=\"sip:friends@", "entity=\"sip:foes@"); }, error},
    {"partial-patch", partial, [](exchange& e) { e.replace(4, "'t1'", "'t9'"); }, note},
    {"partial-patch", partial, [](exchange& e) { e.replace(4, "*/tuple", "*/q:tuple"); }, error, 0s,
     "partial-patch-prefix"},
    {"partial-patch", partial, [](exchange& e) {
         e.replace(4, "</p:replace>", "</p:replace><p:remove sel=\"*/tuple\" ws=\"after\"/>"); }, note, 0s,
     "partial-patch-white-space"},
    {"xml-form", partial, [](exchange& e) { e.replace(2, "version=\"1\">", "version=1>"); }, error, 0s,
     "xml-unquoted-attribute"},
    {"partial-document", partial, [](exchange& e) {
         e.messages[2].body.clear();
         e.messages[2].body = "<x/>"; }, note, 0s, "partial-root"},
    {"winfo-template-in-front", watchers, [](exchange& e) {
         e.replace(0, "presence.winfo", "winfo.presence"); }, note},
    {"winfo-without-expires", watchers, [](exchange& e) { e.drop(0, "Expires"); }, warning},
    {"winfo-not-full-after-subscribe", watchers, [](exchange& e) {
         e.replace(8, "state=\"full\"", "state=\"partial\""); }, note},
    {"winfo-too-often", watchers, [](exchange& e) { move(e, 4, 6, 2s); }, note},
    {"winfo-first-version", watchers, [](exchange& e) { e.replace(2, "version=\"0\"", "version=\"1\""); }, note},
    {"counted-next-version", watchers, [](exchange& e) {
         e.replace(4, " version=\"1\"", " version=\"3\""); }, error},
    {"dialog-without-expires", dialogs, [](exchange& e) { e.drop(0, "Expires"); }, warning},
    {"accept-without-dialog-info", dialogs, [](exchange& e) {
         e.replace(0, "application/dialog-info+xml", "text/plain"); }, error},
    {"dialogs-not-full-after-subscribe", dialogs, [](exchange& e) {
         e.replace(8, "state=\"full\"", "state=\"partial\""); }, warning},
    {"dialogs-full-unasked", dialogs, [](exchange& e) {
         e.replace(4, "state=\"partial\"", "state=\"full\""); }, note},
    {"dialog-info-attributes", dialogs, [](exchange& e) {
         e.replace(2, " entity=\"sip:friends@example.com\"", ""); }, note},
    {"dialog-info-first-version", dialogs, [](exchange& e) { e.replace(2, "version=\"0\"", "version=\"1\""); }, note},
    {"dialog-id-repeated", dialogs, [](exchange& e) {
         e.replace(2, "</dialog-info>", "<dialog id=\"d1\"><state>early</state></dialog></dialog-info>"); }, error},
    {"dialog-state-unknown", dialogs, [](exchange& e) { e.replace(2, "confirmed", "talking"); }, note},
    {"dialog-info-schema", dialogs, [](exchange& e) {
         e.replace(2, "<state>", "<duration>x</duration><state>"); }, warning},
    {"max-rate-form", subscribing, [](exchange& e) {
         e.replace(0, "Event: presence", "Event: presence;max-rate=often"); }, note},
    {"rate-in-notify", subscribing, [](exchange& e) {
         e.replace(2, "Event: presence", "Event: presence;max-rate=0.1"); }, note},
    {"faster-than-max-rate", watchers, [](exchange& e) {
         e.replace(2, "active;", "active;max-rate=0.01;"); }, error},
    {"summary-of-another-type", voice_mail, [](exchange& e) {
         e.drop(0, "Accept").replace(2, "application/simple-message-summary", "text/plain"); }, error},
    {"summary-account-in-brackets", voice_mail, [](exchange& e) {
         e.replace(2, "Account: sip:friends@example.com", "Account: <sip:friends@example.com>"); }, error},
    {"summary-count-too-large", voice_mail, [](exchange& e) { e.replace(2, "2/8", "4294967296/8"); }, error},
    {"summary-headers-at-first", voice_mail, [](exchange& e) {
         e.replace(2, "(0/2)", "(0/2)\r\n\r\nFrom: <sip:carol@example.com>"); }, error},
    {"summary-call-id-again", voice_mail, end_and_ask_again, error},
    {"summary-too-often", voice_mail, [](exchange& e) {
         e.messages[4].after = e.messages[5].after = 500ms; }, warning},
    {"summary-grammar", voice_mail, [](exchange& e) { e.replace(2, "Waiting: yes", "Waiting: 2"); }, error},
    {"min-rate-form", subscribing, [](exchange& e) {
         e.replace(0, "Event: presence", "Event: presence;min-rate=often"); }, error},
    {"min-rate-of-zero", subscribing, [](exchange& e) {
         e.replace(4, "Event: presence", "Event: presence;min-rate=0"); }, error},
    {"max-rate-quenches", subscribing, [](exchange& e) {
         e.replace(0, "Event: presence", "Event: presence;max-rate=0.00001");
         e.replace(2, "active;", "active;max-rate=0.00001;"); }, error},
};

// The tag of the state that the subscriber has, in every NOTIFY.
exchange conditional() {
    auto e = subscribing();
    for (const std::size_t i : {2U, 6U, 10U}) e.add(i, "SIP-ETag: state-" + std::to_string(i));
    return e;
}
// A first SUBSCRIBE whose condition holds: its NOTIFY has no body.
exchange poll() {
    auto e = conditional();
    e.add(0, "Suppress-If-Match: state-2").drop(2, "Content-Type");
    e.messages[2].body.clear();
    return e;
}
// A refresh whose condition holds: 204 and no NOTIFY.
exchange suppressed() {
    auto e = conditional();
    e.add(4, "Suppress-If-Match: state-2").replace(5, "200 OK", "204 No Notification");
    return e.erase(6).erase(6);
}

constexpr mutation of_conditions[] = {
    {"condition-altered", suppressed, [](exchange& e) { e.replace(4, "state-2", "STATE-2"); }, note},
    {"star-not-met", suppressed, [](exchange& e) {
         e.replace(4, "state-2", "*").replace(5, "204 No Notification", "200 OK"); }, note},
    {"entity-tag-left-out", conditional, [](exchange& e) { e.drop(6, "SIP-ETag"); }, warning},
    {"entity-tag-of-two-states", conditional, [](exchange& e) { e.replace(6, "state-6", "state-2"); }, warning},
    {"body-not-suppressed", conditional, [](exchange& e) { e.add(0, "Suppress-If-Match: state-2"); }, error},
    {"suppressed-without-entity-tag", poll, [](exchange& e) { e.drop(2, "SIP-ETag"); }, warning},
    {"suppressed-with-type", poll, [](exchange& e) { e.add(2, "Content-Type: application/pidf+xml"); }, note},
    {"notified-after-204", conditional, [](exchange& e) {
         e.add(4, "Suppress-If-Match: state-2").replace(5, "200 OK", "204 No Notification")
             .replace(6, "state-6", "state-2"); }, error},
    {"204-without-expires", suppressed, [](exchange& e) { e.drop(5, "Expires"); }, note},
};

// A list that the SUBSCRIBE itself brings.
exchange by_uri_list() {
    auto e = listing();
    e.add(0, "Require: recipient-list-subscribe").add(0, "Content-Type: application/resource-lists+xml");
    e.add(0, "Content-Disposition: recipient-list");
    e.messages[0].body = std::string(xml) +
                         "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list><entry "
                         "uri=\"sip:bob@example.com\"/><entry uri=\"sip:carol@example.com\"/></list></resource-lists>\r\n";
    return e;
}
void in_list(exchange& e, std::string_view more) { e.replace(0, "</list>", std::string(more) + "</list>"); }

// Through a proxy that stays in the way.
exchange routed() {
    auto e = subscribing();
    e.add(0, "Record-Route: <sip:192.0.2.5;lr>").add(1, "Record-Route: <sip:192.0.2.5;lr>");
    for (const std::size_t i : {2U, 6U, 10U}) e.add(i, "Route: <sip:192.0.2.5;lr>");
    return e;
}
exchange routed_strictly() {
    auto e = routed();
    e.replace(0, ";lr>", ">").replace(1, ";lr>", ">");
    for (const std::size_t i : {2U, 6U, 10U})
        e.replace(i, "NOTIFY sip:alice@192.0.2.1:5060", "NOTIFY sip:192.0.2.5")
            .replace(i, "Route: <sip:192.0.2.5;lr>", "Route: <sip:alice@192.0.2.1:5060>");
    return e;
}

constexpr mutation of_messages[] = {
    {"rport-form", publishing, [](exchange& e) { e.replace(1, "rport=5060", "rport=http"); }, error},
    {"userhash-unasked", challenged, [](exchange& e) { e.replace(2, "qop=auth,", "qop=auth, userhash=true,"); }, note},
    {"accepted-without-target", subscribing, [](exchange& e) { e.replace(1, "Contact: <sip:", "Contact: <http:"); }, warning},
    {"notify-with-another-tag", subscribing, [](exchange& e) { e.replace(2, ";tag=notifier-77e1", ";tag=notifier-88e1"); },
     warning},
    {"cnonce-unasked", challenged, [](exchange& e) { e.replace(1, ", qop=\"auth\"", ""); }, error},
    {"presence-target-not-sip", subscribing, [](exchange& e) {
         e.replace(0, "SUBSCRIBE sip:bob@", "SUBSCRIBE pres:bob@"); }, note},
    {"presence-default-lengthened", subscribing, [](exchange& e) {
         e.drop(0, "Expires").replace(1, "Expires: 600", "Expires: 7200"); }, note},
    {"entity-scheme", publishing, [](exchange& e) {
         e.replace(0, "entity=\"sip:alice@example.com\"", "entity=\"http://example.com/alice\""); }, note},
    {"namespace-not-absolute", publishing, [](exchange& e) {
         e.replace(0, "entity=\"sip:alice", "xmlns:x=\"lunch\" entity=\"sip:alice"); }, error},
    {"route-set-loose", routed, [](exchange& e) { e.drop(2, "Route"); }, warning},
    {"route-set-strict", routed_strictly, [](exchange& e) { e.drop(2, "Route"); }, warning},
};

constexpr mutation of_lists[] = {
    {"list-part-not-accepted", listing, [](exchange& e) {
         e.replace(2, "Content-Type: application/pidf+xml", "Content-Type: text/plain"); }, note},
    {"part-field-twice", listing, [](exchange& e) {
         e.replace(2, "Content-ID: <bob1@example.com>", "Content-ID: <bob1@example.com>\r\nContent-ID: <bob2@example.com>"); },
     note},
    {"content-id-twice", listing, [](exchange& e) { e.replace(2, "<bob1@example.com>", "<root@example.com>"); }, note},
    {"boundary-of-nested-multipart", listing, [](exchange& e) {
         e.replace(2, "Content-Type: application/pidf+xml", "Content-Type: multipart/mixed;boundary=\"fr7\""); }, note},
    {"boundary-padded", listing, [](exchange& e) { e.replace(2, "--fr7--\r\n", "--fr7--  \r\n"); }, error},
    {"list-left-out", listing, [](exchange& e) {
         set_row(e.messages[4].head, "Content-Type", "application/pidf+xml");
         e.messages[4].body = subscribing().messages[2].body; }, error},
    {"list-begun-later", listing, [](exchange& e) {
         set_row(e.messages[2].head, "Content-Type", "application/pidf+xml");
         e.messages[2].body = subscribing().messages[2].body; }, error},
    {"refresh-without-eventlist", listing, [](exchange& e) {
         e.replace(6, "Supported: eventlist", "Supported: path"); }, note},
    {"required-eventlist-refused", listing, [](exchange& e) { status(e, 3, "420 Bad Extension"); }, note},
    {"421-not-followed", subscribing, [](exchange& e) {
         status(e, 1, "421 Extension Required");
         e.add(1, "Require: eventlist"); }, note},
    {"instance-reason-unknown", listing, [](exchange& e) {
         e.replace(2, "reason=\"rejected\"", "reason=\"bored\""); }, note},
    {"list-version-range", listing, [](exchange& e) { e.replace(2, "version=\"0\"", "version=\"4294967296\""); }, note},
    {"list-name-language", listing, [](exchange& e) {
         e.replace(2, "<resource uri=\"sip:bob@example.com\">",
                   "<resource uri=\"sip:bob@example.com\"><name xml:lang=\"deutsch_!\">Bob</name>"); }, error},
    {"instances-several", listing, [](exchange& e) {
         e.replace(2, "</resource>", "<instance id=\"b2\" state=\"active\" cid=\"bob1@example.com\"/></resource>"); },
     note},
    {"cid-decorated", listing, [](exchange& e) { e.replace(2, "cid=\"bob1@", "cid=\"cid:bob1@"); }, note},
    {"instance-with-duration", listing, [](exchange& e) {
         e.replace(2, "state=\"active\"", "state=\"active\" expires=\"60\""); }, note},
    {"uri-list-not-required", by_uri_list, [](exchange& e) { e.drop(0, "Require"); }, error},
    {"uri-list-not-disposed", by_uri_list, [](exchange& e) { e.drop(0, "Content-Disposition"); }, note},
    {"uri-list-in-refresh", by_uri_list, [](exchange& e) {
         e.add(6, "Content-Type: application/resource-lists+xml").messages[6].body = e.messages[0].body; }, warning},
    {"uri-list-in-refresh-taken", by_uri_list, [](exchange& e) {
         e.add(6, "Content-Type: application/resource-lists+xml").messages[6].body = e.messages[0].body; }, note},
    {"list-management-purpose", by_uri_list, [](exchange& e) {
         e.add(2, "Call-Info: <http://example.com/list.xml>;purpose=manage-list"); }, warning},
    {"rls-services-document", by_uri_list, [](exchange& e) {
         e.replace(0, "application/resource-lists+xml", "application/rls-services+xml");
         e.messages[0].body = std::string(xml) +
                              "<rls-services xmlns=\"urn:ietf:params:xml:ns:rls-services\"><service/></rls-services>\r\n"; },
     error},
    {"uri-list-nested", by_uri_list, [](exchange& e) { in_list(e, "<list/>"); }, warning},
    {"uri-list-with-entry-ref", by_uri_list, [](exchange& e) { in_list(e, "<entry-ref ref=\"a/b\"/>"); }, warning},
    {"resource-lists-document", by_uri_list, [](exchange& e) { in_list(e, "<entry uri=\"sip:bob@example.com\"/>"); },
     error, 0s, "list-entry-twice"},
    {"resource-lists-document", by_uri_list, [](exchange& e) {
         in_list(e, "<entry-ref ref=\"a\"/><entry-ref ref=\"a\"/>"); }, error, 0s, "list-entry-ref-twice"},
    {"resource-lists-document", by_uri_list, [](exchange& e) { in_list(e, "<entry-ref ref=\"/a\"/>"); }, error, 0s,
     "list-entry-ref-absolute"},
    {"resource-lists-document", by_uri_list, [](exchange& e) {
         in_list(e, "<external anchor=\"http://x/a\"/><external anchor=\"http://x/a\"/>"); }, error, 0s,
     "list-external-twice"},
    {"resource-lists-document", by_uri_list, [](exchange& e) { in_list(e, "<external anchor=\"ftp://x/a\"/>"); }, error,
     0s, "list-anchor-not-http"},
    {"resource-lists-document", by_uri_list, [](exchange& e) {
         in_list(e, "<list name=\"a\"/><list name=\"a\"/>"); }, error, 0s, "list-name-twice"},
};

} // namespace

std::vector<mutation> package_mutations() {
    std::vector<mutation> out;
    for (const auto& m : of_packages) out.push_back(m);
    for (const auto& m : of_conditions) out.push_back(m);
    for (const auto& m : of_messages) out.push_back(m);
    for (const auto& m : of_lists) out.push_back(m);
    return out;
}

} // namespace simplespec::scenarios::testing_exchange
