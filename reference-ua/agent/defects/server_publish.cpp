// What an event state compositor does wrong: RFC 3903 sections 6, 7 and 14.
#include "agent/defects/edits.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto server = defect_role::server;

// Instead of a refusal.
void take_publish(passing& p, std::string_view expires) {
    p.status(200);
    p.add(header::expires, expires);
    p.add(header::sip_etag, "taken-" + parameter(p.value(header::from), "tag"));
}

// The entity-tag on the wire is another one than the compositor's own.
void rename_tag(passing& p, const std::string& on_the_wire) {
    (*p.kept)[on_the_wire] = p.value(header::sip_etag);
    p.set(header::sip_etag, on_the_wire);
}
void know_tag(passing& p) {
    if (!p.is("PUBLISH")) return;
    const auto found = p.kept->find(p.value(header::sip_if_match));
    if (found != p.kept->end() && !found->first.empty()) p.set(header::sip_if_match, found->second);
}

std::string if_match(const passing& p) {
    return p.answers == nullptr ? std::string() : std::string(p.answers->value(header::sip_if_match));
}
// The answered request is a refresh, a modification; else 0 of Expires removed it.
bool updates(const passing& p) {
    return p.accepts("PUBLISH") && !if_match(p).empty() && p.number(header::expires) > 0;
}
bool has_body(const passing& p) { return p.answers != nullptr && !p.answers->body().empty(); }

// RFC 3903 section 6 steps 1 to 5: what is to be refused.
std::vector<defect> acceptance() {
    return {
        {"publish-without-event-accepted",
         server,
         "RFC3903-6-7",
         "Takes a PUBLISH without Event for one of presence",
         1,
         {.received =
              [](passing& p) {
                  if (p.is("PUBLISH") && !p.has(header::event)) p.add(header::event, "presence");
              }}},
        {"missing-event-is-a-bad-request",
         server,
         "RFC3903-6-7",
         "Answers a PUBLISH without Event with 400",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("PUBLISH", 489) && p.answers != nullptr && !p.answers->has(header::event))
                      p.status(400);
              }}},
        {"publication-for-strangers-accepted",
         server,
         "RFC3903-6-6",
         "Takes publications for domains that it does not serve",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("PUBLISH", 404) && p.answers != nullptr &&
                      p.answers->request_uri().find("@elsewhere.invalid") != std::string_view::npos)
                      take_publish(p, "600");
              }}},
        {"unknown-package-accepted",
         server,
         "RFC3903-6-8",
         "Takes publications of packages that it does not know",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("PUBLISH", 489) && p.answers != nullptr && p.answers->has(header::event))
                      take_publish(p, "600");
              }}},
        {"unknown-package-is-a-bad-event-code",
         server,
         "RFC3903-6-8",
         "Answers an unknown package with 415",
         1,
         {.sent =
              [](passing& p) {
                  if (!p.answer_to("PUBLISH", 489) || p.answers == nullptr || !p.answers->has(header::event))
                      return;
                  p.status(415);
                  p.add(header::accept, "application/pidf+xml");
              }}},
        {"two-entity-tags-taken",
         server,
         "RFC3903-6-10",
         "Takes the first of two entity-tags",
         2,
         {.received =
              [](passing& p) {
                  const auto tags = p.value(header::sip_if_match);
                  if (tags.find(',') != std::string::npos)
                      p.set(header::sip_if_match, tags.substr(0, tags.find(',')));
                  else if (p.message().count(header::sip_if_match) > 1)
                      p.set(header::sip_if_match, tags);
              }}},
        {"stale-entity-tag-starts-anew",
         server,
         "RFC3903-6-11",
         "Takes a modification with an entity-tag that it does not know for a new publication",
         3,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("PUBLISH", 412)) take_publish(p, "600");
              }},
         {{"RFC3903-6-20", "what was removed is asked for again by its tag"},
          {"RFC3903-6-4", "the second of two requests in flight has a stale tag"}}},
        {"stale-entity-tag-is-not-found",
         server,
         "RFC3903-6-11",
         "Answers an entity-tag that matches nothing with 404",
         3,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("PUBLISH", 412)) p.status(404);
              }},
         {{"RFC3903-6-20", "what was removed is asked for again by its tag"},
          {"RFC3903-6-4", "the second of two requests in flight has a stale tag"}}},
        {"entity-tag-of-anybody-accepted",
         server,
         "RFC3903-6-11",
         "Takes an entity-tag that was given to another resource",
         2,
         {.sent =
              [](passing& p) {
                  const auto whose =
                      p.answers == nullptr ? std::string() : std::string(p.answers->request_uri());
                  if (p.accepts("PUBLISH")) (*p.kept)[p.value(header::sip_etag)] = whose;
                  const auto known = p.kept->find(if_match(p));
                  if (p.answer_to("PUBLISH", 412) && known != p.kept->end() && known->second != whose)
                      take_publish(p, "600");
              }}},
        {"brief-publication-without-minimum",
         server,
         "RFC3903-6-17",
         "423 without Min-Expires",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("PUBLISH", 423)) p.remove(header::min_expires);
              }}},
        {"unknown-document-accepted",
         server,
         "RFC3903-6-18",
         "Takes any kind of body, and lets nobody see it",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("PUBLISH", 415) && p.answers != nullptr &&
                      !p.answers->has(header::content_encoding))
                      take_publish(p, "600");
              }}},
        {"unknown-encoding-accepted",
         server,
         "RFC3261-8.2.3-1",
         "Takes a document in an encoding that it does not know",
         1,
         {.received =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.remove(header::content_encoding);
              }}},
    };
}

// Steps 4 to 6: what is stored, and what the 200 says of it.
std::vector<defect> success() {
    return {
        {"record-route-in-publish",
         server,
         "RFC3903-6-2",
         "Copies Record-Route into the response to PUBLISH",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH") && p.answers != nullptr && p.answers->has(header::record_route))
                      p.add(header::record_route, p.answers->value(header::record_route));
              }}},
        {"publish-contact-required-to-be-known",
         server,
         "RFC3903-6-3",
         "Refuses a PUBLISH that has a Contact",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH") && p.answers != nullptr && p.answers->has(header::contact))
                      p.status(403);
              }}},
        {"entity-tags-alike",
         server,
         "RFC3903-6-27",
         "Gives every first publication the same entity-tag",
         2,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH") && if_match(p).empty()) rename_tag(p, "first");
              },
          .received = know_tag},
         {{"RFC3903-6-28", "a tag in use twice was assigned before"},
          {"RFC3903-6-20", "which of the two is removed nobody can say"}}},
        {"entity-tags-come-again",
         server,
         "RFC3903-6-28",
         "Uses an entity-tag again after three others",
         4,
         {.sent =
              [](passing& p) {
                  if (!p.accepts("PUBLISH")) return;
                  auto& last = (*p.kept)["\n"];
                  last = last == "a" ? "b" : last == "b" ? "c" : "a";
                  rename_tag(p, "tag-" + last);
              },
          .received = know_tag}},
        {"refresh-keeps-entity-tag",
         server,
         "RFC3903-6-26",
         "A refresh leaves the entity-tag as it was",
         2,
         {.sent =
              [](passing& p) {
                  if (updates(p) && !has_body(p)) rename_tag(p, if_match(p));
              },
          .received = know_tag},
         {{"RFC3903-6-11", "the tag from before the refresh still matches"}}},
        {"modification-keeps-entity-tag",
         server,
         "RFC3903-6-26",
         "A modification leaves the entity-tag as it was",
         2,
         {.sent =
              [](passing& p) {
                  if (updates(p) && has_body(p)) rename_tag(p, if_match(p));
              },
          .received = know_tag},
         {{"RFC3903-6-11", "the tag from before the modification still matches"},
          {"RFC3903-6-4", "so does that of a request in flight"}}},
        {"publish-lengthened",
         server,
         "RFC3903-6-13",
         "Grants publications more time than was asked for",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH") && p.number(header::expires) > 0)
                      p.set(header::expires, std::to_string(p.number(header::expires) + 60));
              }}},
        {"publish-outlives-its-lifetime",
         server,
         "RFC3903-6-11",
         "Keeps a publication longer than it says",
         2,
         {.sent =
              [](passing& p) {
                  const long asked = p.answers == nullptr
                                         ? 0
                                         : std::atol(std::string(p.answers->value(header::expires)).c_str());
                  if (p.accepts("PUBLISH") && asked > 0) p.set(header::expires, std::to_string(asked));
              },
          .received =
              [](passing& p) {
                  if (p.is("PUBLISH") && p.number(header::expires) >= 60) p.set(header::expires, "7200");
              }},
         {{"RFC6665-4.2.2-2", "the watcher is not told of an end that did not come"}}},
        {"lifetime-without-expires-is-none",
         server,
         "RFC3903-6-14",
         "A PUBLISH without Expires is stored for no time at all",
         1,
         {.received =
              [](passing& p) {
                  if (p.is("PUBLISH") && !p.has(header::expires)) p.add(header::expires, "0");
              }}},
        {"removed-state-stays",
         server,
         "RFC3903-6-20",
         "Says that state is removed and keeps it",
         2,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH") && p.answers != nullptr &&
                      p.answers->value(header::expires) == "0")
                      p.set(header::expires, "0");
              },
          .received =
              [](passing& p) {
                  if (p.is("PUBLISH") && p.value(header::expires) == "0" && p.has(header::sip_if_match))
                      p.set(header::expires, "600");
              }},
         {{"RFC3903-6-11", "the tag of what was removed still matches"}}},
        {"interval-zero-stores-a-body",
         server,
         "RFC3903-6-21",
         "Stores a body that comes with Expires 0",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH") && p.answers != nullptr &&
                      p.answers->value(header::expires) == "0")
                      p.set(header::expires, "0");
              },
          .received =
              [](passing& p) {
                  if (p.is("PUBLISH") && p.value(header::expires) == "0" && !p.has(header::sip_if_match))
                      p.set(header::expires, "600");
              }}},
        {"publish-answer-without-expires",
         server,
         "RFC3903-6-24",
         "200 to PUBLISH without Expires",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH")) p.remove(header::expires);
              }},
         {{"RFC3903-6-14", "the lifetime that was chosen is not told"}}},
        {"refresh-answer-without-expires",
         server,
         "RFC3903-6-24",
         "200 to a refresh without Expires",
         2,
         {.sent =
              [](passing& p) {
                  if (updates(p)) p.remove(header::expires);
              }}},
        {"publish-answer-without-entity-tag",
         server,
         "RFC3903-6-25",
         "200 to PUBLISH without SIP-ETag",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH")) p.remove(header::sip_etag);
              }},
         {{"RFC3261-7.3.2-1", "one scenario reads that tag to judge another field"}}},
        {"refresh-answer-without-entity-tag",
         server,
         "RFC3903-6-25",
         "200 to a refresh without SIP-ETag",
         2,
         {.sent =
              [](passing& p) {
                  if (updates(p)) p.remove(header::sip_etag);
              }},
         {{"RFC3903-6-26", "no tag is no new tag"}}},
        {"publish-answer-with-two-entity-tags",
         server,
         "RFC3903-6-25",
         "Two rows of SIP-ETag in one 200",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH")) p.add(header::sip_etag, "second");
              }},
         {{"RFC3261-7.3.1-3", "SIP-ETag is no list"}}},
        {"refused-body-replaces-state",
         server,
         "RFC3903-6-5",
         "A modification that it refuses removes what was there",
         2,
         {.sent =
              [](passing& p) {
                  auto& spoilt = (*p.kept)[if_match(p)];
                  if (p.answer_to("PUBLISH", 400, 415) && !p.answer_to("PUBLISH", 412) &&
                      !if_match(p).empty() && !p.answer_to("PUBLISH", 401) && !p.answer_to("PUBLISH", 403))
                      spoilt = "gone";
                  else if (p.accepts("PUBLISH") && spoilt == "gone")
                      p.status(412);
              }}},
    };
}

} // namespace

std::vector<defect> server_publish_defects() { return joined({acceptance(), success()}); }

} // namespace simplespec::agent
