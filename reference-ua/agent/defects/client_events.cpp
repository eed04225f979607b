// What a publisher and a subscriber do wrong: RFC 3903 sections 4 and 5, RFC 6665 section 4.1, RFC 4662, RFC
// 5839.
#include "agent/defects/edits.hpp"
#include "agent/handset_agent.hpp"
#include "sip/headers/via.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto client = defect_role::client;

bool names_tag(const passing& p) { return p.is("PUBLISH") && p.has(header::sip_if_match); }
bool has_body(const passing& p) { return !p.message().body().empty(); }
bool removes(const passing& p) { return names_tag(p) && p.value(header::expires) == "0"; }
bool refreshes(const passing& p) { return names_tag(p) && !has_body(p) && !removes(p); }
bool modifies(const passing& p) { return names_tag(p) && has_body(p); }
bool begins(const passing& p) { return p.is("PUBLISH") && !p.has(header::sip_if_match); }
bool in_dialog(const passing& p) { return p.is("SUBSCRIBE") && has_tag(p.value(header::to)); }

std::string branch_of(const sip::message& m) {
    const auto via = sip::parse_via(m.value(header::via));
    return via ? via->params.text("branch") : std::string();
}

// The first entity-tag that the server gave; what answers somebody else's request, behind another Via, gave none.
void learn_first_tag(passing& p) {
    if (p.answers == nullptr || p.message().count(header::via) != p.answers->count(header::via) ||
        branch_of(p.message()) != branch_of(*p.answers))
        return;
    auto& first = (*p.kept)["tag"];
    if (p.accepts("PUBLISH") && first.empty()) first = p.value(header::sip_etag);
}

std::vector<defect> publications() {
    return {
        {"publish-without-event",
         client,
         "RFC3903-4.1-1",
         "PUBLISH without Event",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.remove(header::event);
              }}},
        {"publish-of-two-events",
         client,
         "RFC3903-4.1-1",
         "PUBLISH for two packages",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.set(header::event, "presence, dialog");
              }},
         {{"RFC6665-8.4-G1", "Event is no list"}}},
        {"first-publication-names-a-tag",
         client,
         "RFC3903-4.2-1",
         "The first PUBLISH has an entity-tag of an earlier life",
         1,
         {.sent =
              [](passing& p) {
                  if (begins(p)) p.add(header::sip_if_match, "earlier");
              }},
         {{"RFC3903-5-2", "what follows a 412 is no publication anew"}}},
        {"first-publication-without-body",
         client,
         "RFC3903-4.2-3",
         "The first PUBLISH has no body",
         1,
         {.sent =
              [](passing& p) {
                  if (!begins(p)) return;
                  p.remove(header::content_type);
                  p.body("");
              }},
         {{"RFC3903-10.1-1", "no document is no presence document"}}},
        {"refresh-forgets-the-tag",
         client,
         "RFC3903-4.3-3",
         "Publishes afresh instead of refreshing a second time",
         3,
         {.sent =
              [](passing& p) {
                  auto& body = (*p.kept)["body"];
                  if (has_body(p) && p.is("PUBLISH")) body = p.message().body();
                  if (!refreshes(p) || p.nth < 3) return;
                  p.remove(header::sip_if_match);
                  p.add(header::content_type, "application/pidf+xml");
                  p.body(body);
              }},
         {{"RFC3903-4.2-2", "the tag was still good"}}},
        {"refresh-with-first-tag",
         client,
         "RFC3903-4.3-3",
         "Refreshes with the entity-tag of the first response for ever",
         3,
         {.sent =
              [](passing& p) {
                  if (refreshes(p)) p.set(header::sip_if_match, (*p.kept)["tag"]);
              },
          .received = learn_first_tag},
         {{"RFC3903-4.1-3", "the tag was replaced by another one"}}},
        {"modification-forgets-the-tag",
         client,
         "RFC3903-4.4-4",
         "Publishes a second change as a new publication",
         3,
         {.sent =
              [](passing& p) {
                  if (modifies(p) && p.nth > 2) p.remove(header::sip_if_match);
              }},
         {{"RFC3903-4.2-2", "the tag was still good"}, {"RFC3903-4.4-1", "no tag is not the last tag"}}},
        {"modification-without-body",
         client,
         "RFC3903-4.4-2",
         "Publishes a change without a document",
         2,
         {.sent =
              [](passing& p) {
                  if (!modifies(p)) return;
                  p.remove(header::content_type);
                  p.body("");
              }},
         {{"RFC3903-10.4-1", "no document has no tuple"}, {"RFC3903-10.4-2", "no document has no tuple"}}},
        {"modification-with-first-tag",
         client,
         "RFC3903-4.4-4",
         "Modifies with the entity-tag of the first response for ever",
         3,
         {.sent =
              [](passing& p) {
                  if (modifies(p)) p.set(header::sip_if_match, (*p.kept)["tag"]);
              },
          .received = learn_first_tag},
         {{"RFC3903-4.1-3", "the tag was replaced by another one"}}},
        {"removal-without-tag",
         client,
         "RFC3903-4.5-1",
         "Removes its publication without its entity-tag",
         2,
         {.sent =
              [](passing& p) {
                  if (removes(p)) p.remove(header::sip_if_match);
              }}},
        {"removal-with-body",
         client,
         "RFC3903-4.5-2",
         "Removes its publication with a document",
         2,
         {.sent =
              [](passing& p) {
                  auto& body = (*p.kept)["body"];
                  if (has_body(p) && p.is("PUBLISH")) body = p.message().body();
                  if (!removes(p)) return;
                  p.add(header::content_type, "application/pidf+xml");
                  p.body(body);
              }}},
        {"two-tags-at-once",
         client,
         "RFC3903-4.1-2",
         "Names two entity-tags",
         2,
         {.sent =
              [](passing& p) {
                  if (removes(p)) p.set(header::sip_if_match, p.value(header::sip_if_match) + ", other");
              }},
         {{"RFC3903-4.5-1", "it is not the tag that was given"}}},
        {"entity-tag-in-quotes",
         client,
         "RFC3903-12-G1",
         "Sends entity-tags back in quotes",
         2,
         {.sent =
              [](passing& p) {
                  if (removes(p)) p.set(header::sip_if_match, "\"" + p.value(header::sip_if_match) + "\"");
              }},
         {{"RFC3903-4.5-1", "it is not the tag that was given"}}},
        {"entity-tag-in-lower-case",
         client,
         "RFC3903-4.1-3",
         "Sends entity-tags back in lower case",
         2,
         {.sent =
              [](passing& p) {
                  if (names_tag(p))
                      p.set(header::sip_if_match, sip::lowercase(p.value(header::sip_if_match)));
              }}},
        {"route-from-record-route",
         client,
         "RFC3903-4-3",
         "Makes a Route of the Record-Route of a response to PUBLISH",
         2,
         {.sent =
              [](passing& p) {
                  const auto& route = (*p.kept)["route"];
                  if (p.is("PUBLISH") && !route.empty()) p.add(header::route, route);
              },
          .received =
              [](passing& p) {
                  if (p.accepts("PUBLISH") && p.has(header::record_route))
                      (*p.kept)["route"] = p.value(header::record_route);
              }}},
    };
}

std::vector<defect> subscriptions_of_clients() {
    return {
        {"subscribe-without-event",
         client,
         "RFC6665-3.1.2-1",
         "SUBSCRIBE without Event",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("SUBSCRIBE")) p.remove(header::event);
              }}},
        {"subscribe-to-two-events",
         client,
         "RFC6665-3.1.2-1",
         "SUBSCRIBE to two packages",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("SUBSCRIBE")) p.set(header::event, "presence, dialog");
              }},
         {{"RFC6665-8.4-G1", "Event is no list"}}},
        {"accept-without-pidf",
         client,
         "RFC3856-6.5-3",
         "Accept without the document that presence is told in",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("SUBSCRIBE"))
                      p.replace(header::accept, "application/pidf+xml, application/pidf-diff+xml", "text/xml");
              }}},
        {"accept-without-multipart",
         client,
         "RFC4662-4.3-3",
         "Supports lists, and does not accept multipart/related",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("SUBSCRIBE")) p.replace(header::accept, ", multipart/related", "");
              }}},
        {"accept-without-rlmi",
         client,
         "RFC4662-4.3-4",
         "Supports lists, and does not accept their documents",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("SUBSCRIBE")) p.replace(header::accept, ", application/rlmi+xml", "");
              }}},
        {"two-conditions",
         client,
         "RFC5839-5.2-1",
         "Two entity-tags in Suppress-If-Match",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("SUBSCRIBE")) p.add(header::suppress_if_match, "a, b");
              }},
         {{"RFC5839-7.3-G1", "the grammar has one"},
          {"RFC3261-7.3.1-3", "where it has one to name already, they stand in two rows"}}},
        {"refresh-not-to-the-contact",
         client,
         "RFC3261-12.2.1.1-3",
         "Sends refreshes to the address that it first subscribed to",
         2,
         {.sent =
              [](passing& p) {
                  if (in_dialog(p)) p.start_line("SUBSCRIBE " + uri_in(p.value(header::to)) + " SIP/2.0");
              }}},
        {"refresh-with-another-from",
         client,
         "RFC3261-12.2.1.1-1",
         "From of a refresh names somebody else",
         2,
         {.sent =
              [](passing& p) {
                  if (in_dialog(p)) p.replace(header::from, "sip:", "sip:not-");
              }}},
        {"refresh-cseq-falls",
         client,
         "RFC3261-12.2.1.1-2",
         "Sequence numbers of refreshes fall",
         2,
         {.sent =
              [](passing& p) {
                  if (p.is("SUBSCRIBE"))
                      p.set(header::cseq, std::to_string(1000 - p.number(header::cseq)) + " SUBSCRIBE");
              }},
         {{"RFC3261-22.2-3", "so does that of a retry with credentials"}}},
        {"unknown-subscription-accepted",
         client,
         "RFC6665-4.1.3-1",
         "Answers a NOTIFY that it knows nothing of with 200",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("NOTIFY", 481)) p.status(200);
              }},
         {{"RFC4662-4.7-1", "the NOTIFY of a second notifier is one of them"}}},
        {"notify-answered-202",
         client,
         "RFC6665-8.3.1-2",
         "Answers the second NOTIFY with 202",
         2,
         {.sent =
              [](passing& p) {
                  if (p.accepts("NOTIFY") && p.nth > 1) p.start_line("SIP/2.0 202 Accepted");
              }},
         {{"RFC4662-4.3-1", "a scenario of lists wants 200"},
          {"RFC6665-4.1.3-19", "so does one of refreshes"}}},
        {"event-in-answer-to-notify",
         client,
         "RFC6665-8.2.1-4",
         "Event in the 200 to NOTIFY",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("NOTIFY")) p.add(header::event, "presence");
              }}},
        {"state-in-subscribe",
         client,
         "RFC6665-8.2.3-1",
         "Subscription-State in SUBSCRIBE",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("SUBSCRIBE")) p.add(header::subscription_state, "active;expires=600");
              }}},
        {"notify-answer-with-another-from",
         client,
         "RFC3261-8.2.6.2-1",
         "From of an answer to NOTIFY has lost its tag",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("NOTIFY")) p.set(header::from, without_tag(p.value(header::from)));
              }}},
        {"notify-answer-without-to-tag",
         client,
         "RFC3261-8.2.6.2-3",
         "To of an answer to NOTIFY has lost its tag",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("NOTIFY")) p.set(header::to, without_tag(p.value(header::to)));
              }}},
        {"unreadable-body-accepted",
         client,
         "RFC3261-8.2.3-1",
         "Answers a NOTIFY whose body it cannot read with 200",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("NOTIFY", 415)) p.status(200);
              }}},
        {"unreadable-body-refused-without-accept",
         client,
         "RFC3261-8.2.3-2",
         "415 to NOTIFY without Accept",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("NOTIFY", 415)) p.remove(header::accept);
              }}},
        {"unreadable-body-not-answered",
         client,
         "RFC3261-8.2.3-1",
         "Does not answer a NOTIFY whose body it cannot read",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("NOTIFY", 415)) p.drop();
              }}},
        {"ended-subscription-refreshed",
         client,
         "RFC6665-4.1.2.2-1",
         "Goes on refreshing a subscription that is gone",
         3,
         {.received =
              [](passing& p) {
                  if (p.answer_to("SUBSCRIBE", 481)) p.status(500);
              },
          .handset = [](handset_settings& s) { s.retry = std::chrono::seconds(3); }}},
    };
}

} // namespace

std::vector<defect> client_event_defects() { return joined({publications(), subscriptions_of_clients()}); }

} // namespace simplespec::agent
