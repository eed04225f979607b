// What a server does wrong in the order and on the ways of its messages: RFC 3261 sections 8, 12 and 18, RFC
// 6665 section 4.2.
#include "agent/defects/edits.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto server = defect_role::server;

std::vector<defect> responses() {
    return {
        {"refused-method-without-allow",
         server,
         "RFC3261-8.2.1-1",
         "405 to a method that it does not know, without the ones that it does",
         1,
         {.sent =
              [](passing& p) {
                  const auto status = p.message().is_response() ? p.message().status() : 0;
                  if (status == 405 || status == 501) p.status(405);
              }}},
        {"response-to-another-port",
         server,
         "RFC3261-18.2.2-2",
         "Sends a response to the port above the one in the Via",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().is_response() && p.answers != nullptr && !sip::reliable(p.to.via) &&
                      p.answers->value(header::via).find(";rport") == std::string_view::npos)
                      p.to.port = static_cast<std::uint16_t>(p.to.port + 1);
              }}},
        {"list-for-whom-it-is-not-meant",
         server,
         "RFC3261-8.2.4-1",
         "Applies the extension of lists though the watcher does not support it",
         1,
         {.received =
              [](passing& p) {
                  if (p.is("SUBSCRIBE") && !p.has(header::supported)) p.add(header::supported, "eventlist");
              }}},
    };
}

std::vector<defect> dialogs() {
    return {
        {"notify-cseq-jumps",
         server,
         "RFC3261-12.2.1.1-2",
         "Sequence numbers of NOTIFY grow by two",
         2,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY"))
                      p.set(header::cseq, std::to_string(2 * p.number(header::cseq)) + " NOTIFY");
              }}},
        {"notify-cseq-stands",
         server,
         "RFC3261-12.2.1.1-2",
         "Two NOTIFYs with one sequence number",
         2,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY") && p.nth == 2 && p.before != nullptr)
                      p.set(header::cseq, p.before->value(header::cseq));
              }}},
        {"notify-behind-the-end",
         server,
         "RFC6665-4.2.1-1",
         "Behind a NOTIFY that ends the subscription comes one that says it is active",
         2,
         {.sent =
              [](passing& p) {
                  if (!p.is("NOTIFY") || p.head(header::subscription_state) != "terminated") return;
                  if (p.value(header::event) != "presence" || p.has(header::require)) return;
                  auto next = p;
                  next.replace(header::via, "branch=z9hG4bK", "branch=z9hG4bKbehind");
                  next.set(header::cseq, std::to_string(p.number(header::cseq) + 1) + " NOTIFY");
                  next.set(header::subscription_state, "active;expires=60");
                  p.trail(std::string(next.message().octets()));
              }},
         {{"RFC6665-4.2.2-7", "no time is left that it could state"},
          {"RFC6665-4.2.2-9", "nor was any granted"},
          {"RFC3856-6.10-1", "it comes at once"}}},
    };
}

void drop(passing& p, std::string_view element, std::string_view attribute) {
    if (p.is("NOTIFY") && p.value(header::content_type).starts_with("application/watcherinfo+xml"))
        p.body(without_attribute(p.message().body(), element, attribute));
}

std::vector<defect> watchers() {
    return {
        {"watcherinfo-without-version",
         server,
         "RFC3858-3-1",
         "A watcherinfo document without its version",
         1,
         {.sent = [](passing& p) { drop(p, "watcherinfo", "version"); }},
         {{"RFC3858-3-S1", "the schema asks for it"}}},
        {"watcherinfo-without-package",
         server,
         "RFC3858-3-3",
         "A list of watchers that does not say which package they watch",
         1,
         {.sent = [](passing& p) { drop(p, "watcher-list", "package"); }},
         {{"RFC3858-3-S1", "the schema asks for it"}}},
        {"watcher-without-id",
         server,
         "RFC3858-3-4",
         "A watcher without an id",
         1,
         {.sent = [](passing& p) { drop(p, "watcher ", "id"); }}},
    };
}

} // namespace

std::vector<defect> server_exchange_defects() { return joined({responses(), dialogs(), watchers()}); }

} // namespace simplespec::agent
