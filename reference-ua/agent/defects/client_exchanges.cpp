// What a client does wrong in the order of its messages, and with what it is told at the wrong moment: RFC
// 3903 sections 4 and 5, RFC 6665 sections 4.1 and 4.5.
#include "agent/defects/edits.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto client = defect_role::client;

bool refreshes(const passing& p) { return p.is("SUBSCRIBE") && has_tag(p.value(header::to)); }

bool is_list(const passing& p) {
    return p.accepts("NOTIFY") && p.answers != nullptr &&
           p.answers->value(header::content_type).starts_with("multipart/");
}

std::vector<defect> publications() {
    return {
        {"published-anew-before-the-answer",
         client,
         "RFC3903-4-6",
         "A PUBLISH that is not answered is followed by a new one, not by its copy",
         2,
         {.sent =
              [](passing& p) {
                  if (!p.is("PUBLISH")) return;
                  auto& copies = (*p.kept)[p.value(header::via)];
                  copies += "*";
                  if (copies.size() != 2) return;
                  p.replace(header::via, "branch=z9hG4bK", "branch=z9hG4bKanew");
                  p.set(header::cseq, std::to_string(p.number(header::cseq) + 1000) + " PUBLISH");
              }}},
        {"stale-tag-sent-again",
         client,
         "RFC3903-5-3",
         "Reads 412 as a failure of the server, and keeps its entity-tag",
         2,
         {.received =
              [](passing& p) {
                  if (p.answer_to("PUBLISH", 412)) p.status(500);
              }},
         {{"RFC3903-5-1", "it sends the same request again"},
          {"RFC3903-5-2", "which is no publication anew"},
          {"RFC3903-4.1-3", "the tag holds no more"}}},
        {"unknown-success-not-read",
         client,
         "RFC3261-8.1.3.2-1",
         "Takes a 299 for a failure of the server",
         2,
         {.received =
              [](passing& p) {
                  if (p.answer_to("PUBLISH", 299)) p.status(500);
              }}},
        {"published-length-short",
         client,
         "RFC3863-4.1-1",
         "Content-Length of PUBLISH ends its document before its end",
         1,
         {.sent =
              [](passing& p) {
                  const auto length = p.value(header::content_length);
                  if (p.is("PUBLISH") && !p.message().body().empty())
                      p.mangle("Content-Length: " + length,
                               "Content-Length: " + std::to_string(p.message().body().size() - 10));
              }},
         {{"RFC3261-20.14-1", "octets stand behind what it says is the body"}}},
        {"published-as-xpidf",
         client,
         "RFC3903-10.1-1",
         "Calls its document by the name of a draft",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH") && !p.message().body().empty())
                      p.set(header::content_type, "application/xpidf+xml");
              }}},
        {"published-note-before-tuple",
         client,
         "RFC3863-4.1.1-6",
         "A note on the presentity stands ahead of its tuples",
         1,
         {.sent =
              [](passing& p) {
                  const auto body = std::string(p.message().body());
                  const auto tuple = body.find("<tuple ");
                  if (p.is("PUBLISH") && tuple != std::string::npos)
                      p.body(body.substr(0, tuple) + "<note>Out</note>" + body.substr(tuple));
              }}},
        {"published-tuple-mandatory",
         client,
         "RFC3863-4.2.3-4",
         "Marks its tuple as one that must be understood",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH") && p.message().body().find(" xmlns=\"") != std::string_view::npos)
                      p.replace_in_body("<tuple ", "<tuple xmlns:p=\"urn:ietf:params:xml:ns:pidf\" "
                                                   "p:mustUnderstand=\"true\" ");
              }},
         {{"RFC3261-18.1.1-1", "the document grows when its size was looked at already"}}},
    };
}

std::vector<defect> subscriptions() {
    return {
        {"refresh-with-another-event-id",
         client,
         "RFC6665-4.5.2-5",
         "Refreshes with an Event id that its subscription has not",
         2,
         {.sent =
              [](passing& p) {
                  if (refreshes(p)) p.set(header::event, p.value(header::event) + ";id=again");
              }}},
        {"refresh-cseq-jumps",
         client,
         "RFC3261-12.2.1.1-2",
         "Sequence numbers of refreshes grow by three",
         2,
         {.sent =
              [](passing& p) {
                  if (refreshes(p))
                      p.set(header::cseq, std::to_string(p.number(header::cseq) + 2) + " SUBSCRIBE");
              }}},
        {"early-notify-refused",
         client,
         "RFC6665-4.1.2.4-5",
         "Refuses a NOTIFY that comes before the response to its SUBSCRIBE",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("NOTIFY") && p.answers != nullptr &&
                      (*p.kept)[p.value(header::call_id)].empty())
                      p.status(481);
              },
          .received =
              [](passing& p) {
                  if (p.answer_to("SUBSCRIBE", 200, 699)) (*p.kept)[p.value(header::call_id)] = "answered";
              }}},
        {"end-not-understood",
         client,
         "RFC6665-4.1.3-7",
         "Goes on with a subscription though it is told that its presentity is gone",
         2,
         {.received =
              [](passing& p) {
                  if (p.is("NOTIFY") && p.value(header::subscription_state) == "terminated;reason=noresource")
                      p.set(header::subscription_state, "active;expires=20");
              }},
         {{"RFC6665-4.1.3-17", "its refresh is a SUBSCRIBE as any other"},
          {"RFC6665-4.1.2.2-1", "and stands in the dialog of what has ended"}}},
        {"preamble-not-read",
         client,
         "RFC4662-4.3-1",
         "Refuses a multipart that does not begin with its boundary",
         1,
         {.sent =
              [](passing& p) {
                  if (is_list(p) && !p.answers->body().starts_with("--")) p.status(488);
              }}},
        {"quoted-boundary-not-read",
         client,
         "RFC4662-4.3-1",
         "Refuses a multipart whose boundary is in quotes",
         1,
         {.sent =
              [](passing& p) {
                  if (is_list(p) &&
                      p.answers->value(header::content_type).find("boundary=\"") != std::string_view::npos)
                      p.status(488);
              }}},
    };
}

} // namespace

std::vector<defect> client_exchange_defects() { return joined({publications(), subscriptions()}); }

} // namespace simplespec::agent
