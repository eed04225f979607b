// What a notifier does wrong in NOTIFY: RFC 6665 section 4.2.2, RFC 3856 section 6, RFC 3261 section 8.1.
#include "agent/defects/edits.hpp"
#include "agent/server_settings.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto server = defect_role::server;

bool over(const passing& p) { return p.head(header::subscription_state) == "terminated"; }

void change_state(passing& p, const std::function<std::string(std::string)>& change) {
    if (p.is("NOTIFY")) p.set(header::subscription_state, change(p.value(header::subscription_state)));
}

// The right one comes behind it, so that nothing else is missed.
void precede_with(passing& p, void (*spoil)(passing&)) {
    if (!p.is("NOTIFY") || p.value(header::event) != "presence" || p.has(header::require)) return;
    auto wrong = p;
    wrong.replace(header::via, "branch=z9hG4bK", "branch=z9hG4bKwrong");
    spoil(wrong);
    p.precede(std::string(wrong.message().octets()));
}

std::vector<defect> states() {
    return {
        {"active-without-expires",
         server,
         "RFC6665-4.2.2-7",
         "active without the time that is left",
         1,
         {.sent =
              [](passing& p) { change_state(p, [](const auto& s) { return without_parameter(s, "expires"); }); }}},
        {"remaining-time-not-counted",
         server,
         "RFC6665-4.2.2-7",
         "Tells the time that was granted, not the time that is left",
         2,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY") && p.subscribe != nullptr)
                      change_state(p, [&](const auto& s) {
                          return with_parameter(s, "expires", p.subscribe->value(header::expires));
                      });
              }}},
        {"absolute-expires",
         server,
         "RFC6665-4.2.2-9",
         "Tells the time of the end, not the time that is left",
         1,
         {.sent =
              [](passing& p) {
                  change_state(p, [](const auto& s) { return with_parameter(s, "expires", "1293840000"); });
              }}},
        {"notify-lengthens",
         server,
         "RFC6665-4.2.2-9",
         "NOTIFY grants a minute more than the 200 did",
         1,
         {.sent =
              [](passing& p) {
                  change_state(p, [](const auto& s) {
                      const auto left = parameter(s, "expires");
                      return left.empty()
                                 ? s
                                 : with_parameter(s, "expires", std::to_string(std::stol(left) + 60));
                  });
              }},
         {{"RFC6665-4.2.2-7", "it is not the time that is left"}}},
        {"state-expires-no-number",
         server,
         "RFC6665-8.4-G1",
         "expires parameter without a value",
         1,
         {.sent =
              [](passing& p) {
                  change_state(p, [](const auto& s) { return with_parameter(s, "expires", "never"); });
              }},
         {{"RFC6665-4.2.2-9", "what is not told cannot be compared with what was granted"}}},
        {"state-parameter-twice",
         server,
         "RFC3261-7.3.1-5",
         "expires parameter twice in Subscription-State",
         1,
         {.sent =
              [](passing& p) {
                  change_state(p, [](const auto& s) {
                      const auto left = parameter(s, "expires");
                      return left.empty() ? s : s + ";expires=" + left;
                  });
              }}},
    };
}

std::vector<defect> presence_of_notifies() {
    return {
        {"polite-refusal-shows",
         server,
         "RFC6665-6.2-2",
         "Whom the owner refuses politely sees a subscription that nobody decides on",
         1,
         {.server =
              [](server_settings& s) {
                  for (auto& one : s.accounts)
                      if (one.policy == watcher_policy::polite_block) one.policy = watcher_policy::pending;
              }},
         {{"RFC3856-6.6.2-4", "it is to see an active one"}}},
        {"first-notify-missing",
         server,
         "RFC6665-4.2.1.2-1",
         "No NOTIFY until something changes",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY") && p.nth == 1 && !over(p)) p.drop();
              }},
         {{"RFC3856-6.6.2-4", "nor is there one for whom the owner refuses politely"},
          {"RFC6665-4.2.2-1", "nor one at the end of its time, where nothing had changed"}}},
        {"refresh-not-notified",
         server,
         "RFC6665-4.2.1.2-1",
         "No NOTIFY after a refresh",
         2,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY") && !over(p) && p.subscribe != nullptr &&
                      has_tag(p.subscribe->value(header::to)))
                      p.drop();
              }},
         {{"RFC6665-4.2.2-1", "the same, said of every 2xx"},
          {"RFC5839-6.3-4", "nor after one that is conditional"},
          {"RFC6665-4.2.2-2", "what changed meanwhile is not told"}}},
        {"unsubscribe-not-notified",
         server,
         "RFC6665-4.2.2-1",
         "No NOTIFY after a SUBSCRIBE with Expires 0",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY") && over(p) && p.subscribe != nullptr &&
                      p.subscribe->value(header::expires) == "0")
                      p.drop();
              }}},
        {"notify-after-refusal",
         server,
         "RFC6665-4.2.2-4",
         "A NOTIFY answered 481 does not end the subscription",
         2,
         {.received =
              [](passing& p) {
                  if (p.answer_to("NOTIFY", 481)) p.start_line("SIP/2.0 200 OK");
              }}},
        {"event-missing-in-notify",
         server,
         "RFC6665-3.2.1-1",
         "The second NOTIFY has no Event",
         2,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY") && p.nth > 1 && !p.has(header::require) &&
                      p.value(header::event) == "presence")
                      p.remove(header::event);
              }},
         {{"RFC6665-3.2.1-2", "no package is not that of the subscription"}}},
        {"notify-names-another-package",
         server,
         "RFC6665-3.2.1-2",
         "The second NOTIFY names the package dialog",
         2,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY") && p.nth > 1 && !p.has(header::require) &&
                      p.value(header::event) == "presence")
                      p.replace(header::event, "presence", "dialog");
              }}},
        {"event-id-not-repeated",
         server,
         "RFC6665-4.5.2-4",
         "NOTIFY without the id of the Event of its SUBSCRIBE",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY")) p.set(header::event, without_parameter(p.value(header::event), "id"));
              }}},
        {"body-not-accepted",
         server,
         "RFC3856-6.7-6",
         "Tells a change in a kind of body that the watcher does not accept",
         2,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY") && p.nth > 1 &&
                      p.value(header::content_type).starts_with("application/pidf+xml"))
                      p.set(header::content_type, "application/xpidf+xml");
              }},
         {{"RFC3856-6.7-7", "nor is it what comes without Accept"}}},
        {"subscription-state-in-publish-answer",
         server,
         "RFC6665-8.2.3-1",
         "Tells a Subscription-State in the 200 to PUBLISH",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH")) p.add(header::subscription_state, "active");
              }}},
        {"event-in-publish-answer",
         server,
         "RFC6665-8.2.1-4",
         "Event in the 200 to PUBLISH",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH")) p.add(header::event, "presence");
              }}},
        {"conditional-notify-suppressed-at-first",
         server,
         "RFC5839-6.3-3",
         "204 to a SUBSCRIBE outside of a dialog",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE") && p.answers != nullptr &&
                      !has_tag(p.answers->value(header::to)))
                      p.start_line("SIP/2.0 204 No Notification");
              }}},
    };
}

// RFC 3261 section 8.1.1, which a notifier's own requests are held to.
std::vector<defect> requests() {
    return {
        {"notify-without-from-tag",
         server,
         "RFC3261-8.1.1.3-1",
         "NOTIFY without a From tag",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY")) p.set(header::from, without_tag(p.value(header::from)));
              }}},
        {"notify-without-to-tag",
         server,
         "RFC3261-12.2.1.1-1",
         "Sends NOTIFY first without the tag of its watcher",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY"))
                      precede_with(p,
                                   [](passing& m) { m.set(header::to, without_tag(m.value(header::to))); });
              }},
         {{"RFC3261-12.2.1.1-2", "the right one behind it has the same number"}}},
        {"notify-from-its-watcher",
         server,
         "RFC3261-12.2.1.1-1",
         "NOTIFY names the watcher in From as well",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY"))
                      p.set(header::from, "<" + uri_in(p.value(header::to)) +
                                              ">;tag=" + parameter(p.value(header::from), "tag"));
              }}},
        {"notify-cseq-counts-down",
         server,
         "RFC3261-12.2.1.1-2",
         "Sequence numbers that fall",
         2,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY"))
                      p.set(header::cseq, std::to_string(1000 - p.number(header::cseq)) + " NOTIFY");
              }},
         {{"RFC6665-4.2.2-3", "a watcher answers what is out of order with 500, so that none is unanswered"}}},
        {"notify-cseq-too-large",
         server,
         "RFC3261-8.1.1.5-2",
         "Sequence numbers begin at 3000000000",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY"))
                      p.set(header::cseq, std::to_string(p.number(header::cseq) + 3000000000L) + " NOTIFY");
              }}},
        {"notify-without-call-id",
         server,
         "RFC3261-8.1.1-1",
         "Sends NOTIFY first without Call-ID",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY")) precede_with(p, [](passing& m) { m.remove(header::call_id); });
              }},
         {{"RFC6665-4.2.2-4", "the wrong one is refused, and the right one follows"}}},
        {"notify-without-max-forwards",
         server,
         "RFC3261-8.1.1.6-1",
         "NOTIFY without Max-Forwards",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY")) p.remove(header::max_forwards);
              }}},
        {"notify-branch-without-cookie",
         server,
         "RFC3261-8.1.1.7-3",
         "Branches as before RFC 3261",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY")) p.replace(header::via, "z9hG4bK", "");
              }}},
        {"notify-with-two-events",
         server,
         "RFC3261-7.3.1-3",
         "Two rows of Event in NOTIFY",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY")) p.add(header::event, p.value(header::event));
              }},
         {{"RFC6665-3.2.1-1", "two rows are not exactly one package"}}},
        {"target-in-brackets",
         server,
         "RFC3261-7.1-2",
         "Request-URI of NOTIFY in angle brackets",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY"))
                      p.start_line("NOTIFY <" + std::string(p.message().request_uri()) + "> SIP/2.0");
              }},
         {{"RFC3261-12.2.1.1-3", "it is not the Contact any more"},
          {"RFC3261-25.1-2", "no URI is in brackets"}}},
        {"contact-without-brackets",
         server,
         "RFC3261-20.10-1",
         "Contact with a question mark but without brackets",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY")) p.set(header::contact, uri_in(p.value(header::contact)) + "?subject=x");
              }},
         {{"RFC6665-4.5.1-1", "a URI of which a part is read as a parameter is no GRUU"}}},
        {"body-without-content-type",
         server,
         "RFC3261-20.15-1",
         "A change is told in a body without Content-Type",
         2,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY") && p.nth > 1 && !p.has(header::require)) p.remove(header::content_type);
              }}},
        {"header-name-with-a-blank",
         server,
         "RFC3261-25.1-2",
         "A header field name of two words",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY")) p.mangle("User-Agent:", "User Agent:");
              }}},
    };
}

} // namespace

std::vector<defect> server_notify_defects() { return joined({states(), presence_of_notifies(), requests()}); }

} // namespace simplespec::agent
