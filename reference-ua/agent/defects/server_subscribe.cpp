// What a notifier does wrong in its answers to SUBSCRIBE, and with its dialogs: RFC 6665 section 4.2.1, RFC
// 3261 section 12.
#include "agent/defects/edits.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto server = defect_role::server;

bool refreshes(const passing& p) { return p.answers != nullptr && has_tag(p.answers->value(header::to)); }
void take_subscribe(passing& p) {
    p.status(200);
    p.add(header::expires, "600");
    p.add(header::contact, "<sip:" + sip::hostport(p.from) + ">");
}

std::vector<defect> answers() {
    return {
        {"subscribe-answer-without-expires",
         server,
         "RFC6665-3.1.1-2",
         "200 to SUBSCRIBE without Expires",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE")) p.remove(header::expires);
              }},
         {{"RFC6665-3.1.1-4", "what is not told cannot be compared with what was asked"},
          {"RFC6665-4.2.1.4-1", "nor after a refresh"}}},
        {"refresh-of-subscription-answered-without-expires",
         server,
         "RFC6665-3.1.1-2",
         "200 to a refreshing SUBSCRIBE without Expires",
         2,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE") && refreshes(p)) p.remove(header::expires);
              }},
         {{"RFC6665-4.2.1.4-1", "what is not told cannot be compared with what was asked"}}},
        {"cancel-of-a-subscribe-not-answered",
         server,
         "RFC6665-4.6-1",
         "Does not answer CANCEL of a SUBSCRIBE",
         1,
         {.received =
              [](passing& p) {
                  if (p.is("SUBSCRIBE")) (*p.kept)[p.value(header::call_id)] = "asked";
                  if (p.is("CANCEL") && p.kept->contains(p.value(header::call_id))) p.drop();
              }}},
        {"subscription-lengthened",
         server,
         "RFC6665-3.1.1-4",
         "Grants subscriptions more time than was asked for",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE") && !refreshes(p)) p.set(header::expires, "3601");
              }},
         {{"RFC6665-4.2.1.1-5", "the same, said of the answer"}}},
        {"refresh-lengthened",
         server,
         "RFC6665-4.2.1.4-1",
         "Grants a refresh more time than it asks for",
         2,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE") && refreshes(p)) p.set(header::expires, "7200");
              }}},
        {"subscribe-answered-202",
         server,
         "RFC6665-8.3.1-2",
         "Answers SUBSCRIBE with 202",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("SUBSCRIBE", 200)) p.start_line("SIP/2.0 202 Accepted");
              }}},
        {"event-in-response",
         server,
         "RFC6665-8.2.1-4",
         "Copies Event into the 200 to SUBSCRIBE",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE")) p.add(header::event, "presence");
              }}},
        {"subscription-state-in-response",
         server,
         "RFC6665-8.2.3-1",
         "Tells the Subscription-State in the 200 already",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE")) p.add(header::subscription_state, "active;expires=600");
              }}},
        {"stranger-may-watch",
         server,
         "RFC3856-6.6.1-1",
         "Lets somebody without an account watch",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("SUBSCRIBE", 401) && p.answers != nullptr &&
                      p.answers->value(header::event) == "presence" &&
                      p.value(header::from).find("stranger") != std::string::npos)
                      take_subscribe(p);
              }}},
        {"refresh-not-authenticated",
         server,
         "RFC3856-6.6.1-1",
         "Accepts a refresh without credentials",
         2,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("SUBSCRIBE", 401) && refreshes(p)) take_subscribe(p);
              }}},
        {"list-answer-without-require",
         server,
         "RFC4662-4.1-4",
         "200 to a list subscription without Require: eventlist",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE")) p.remove(header::require);
              }}},
    };
}

std::vector<defect> dialogs() {
    return {
        {"record-route-not-copied",
         server,
         "RFC3261-12.1.1-1",
         "200 to SUBSCRIBE without the Record-Route of the request",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE")) p.remove(header::record_route);
              }}},
        {"route-set-not-used",
         server,
         "RFC3261-12.1.1-3",
         "NOTIFY without the Route that the Record-Route made",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY")) p.remove(header::route);
              }},
         {{"RFC3261-12.2.1.1-4", "no Route is not the route set either"}}},
        {"subscription-without-contact",
         server,
         "RFC3261-12.1.1-2",
         "200 to SUBSCRIBE without Contact",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE")) p.remove(header::contact);
              }}},
        {"notify-to-address-of-record",
         server,
         "RFC3261-12.2.1.1-3",
         "NOTIFY names the watcher's address-of-record, not its Contact",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY")) p.start_line("NOTIFY " + uri_in(p.value(header::to)) + " SIP/2.0");
              }},
         {{"RFC3261-12.2.2-4", "a target that is not used is not refreshed"}}},
        {"unknown-dialog-accepted",
         server,
         "RFC3261-12.2.2-1",
         "Takes a refresh of a subscription that it does not have",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("SUBSCRIBE", 481)) take_subscribe(p);
              }},
         {{"RFC6665-4.2.2-4", "a subscription that a 481 ended is unknown as well"},
          {"RFC6665-4.2.2-3", "so is one whose NOTIFY nobody answered"}}},
        {"old-cseq-accepted",
         server,
         "RFC3261-12.2.2-2",
         "Takes a refresh with a sequence number lower than the last",
         3,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("SUBSCRIBE", 500) && refreshes(p)) take_subscribe(p);
              }}},
        {"target-not-refreshed",
         server,
         "RFC3261-12.2.2-4",
         "Goes on sending NOTIFY to the first Contact",
         2,
         {.sent =
              [](passing& p) {
                  if (!p.is("NOTIFY")) return;
                  auto& first = (*p.kept)[p.value(header::call_id)];
                  if (first.empty()) first = p.message().request_uri();
                  p.start_line("NOTIFY " + first + " SIP/2.0");
              }}},
        {"refused-refresh-moves-the-target",
         server,
         "RFC3261-12.2.2-5",
         "A refresh that it refuses changes where NOTIFY goes",
         2,
         {.sent =
              [](passing& p) {
                  auto& moved = (*p.kept)[p.value(header::call_id)];
                  if (p.answer_to("SUBSCRIBE", 400, 699) && !p.answer_to("SUBSCRIBE", 401) && refreshes(p))
                      moved = uri_in(p.answers->value(header::contact));
                  if (p.is("NOTIFY") && !moved.empty()) p.start_line("NOTIFY " + moved + " SIP/2.0");
              }}},
    };
}

} // namespace

std::vector<defect> server_subscribe_defects() { return joined({answers(), dialogs()}); }

} // namespace simplespec::agent
