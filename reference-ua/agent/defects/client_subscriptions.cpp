// What a subscriber does wrong with the NOTIFYs and the responses that it is told by: RFC 6665 section 4.1,
// RFC 5839 section 5.
#include "agent/defects/edits.hpp"
#include "agent/handset_agent.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto client = defect_role::client;

} // namespace

std::vector<defect> client_subscription_defects() {
    return {
        {"only-the-answering-branch-believed",
         client,
         "RFC6665-4.1.4-1",
         "Refuses NOTIFYs whose tag is not that of the response",
         1,
         {.sent =
              [](passing& p) {
                  const auto& tag = (*p.kept)["tag"];
                  if (!p.accepts("NOTIFY") || p.answers == nullptr || tag.empty()) return;
                  if (parameter(p.answers->value(header::from), "tag") != tag) p.status(481);
              },
          .received =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE")) (*p.kept)["tag"] = parameter(p.value(header::to), "tag");
              }}},
        {"204-read-as-200",
         client,
         "RFC6665-4.1.2.2-5",
         "Waits for a NOTIFY after a 204, and gives up when none comes",
         2,
         {.received =
              [](passing& p) {
                  if (p.answer_to("SUBSCRIBE", 204)) p.start_line("SIP/2.0 200 OK");
              }},
         {{"RFC5839-5.2-2", "what was given up is not refreshed"}}},
        {"204-read-as-the-end",
         client,
         "RFC5839-5.2-2",
         "Takes a 204 to a refresh for the end of the subscription",
         2,
         {.received =
              [](passing& p) {
                  if (p.answer_to("SUBSCRIBE", 204)) p.status(481);
              }},
         {{"RFC6665-4.1.2.2-5", "and subscribes anew"}}},
        {"repeated-entity-tag-refused",
         client,
         "RFC5839-5.3-2",
         "Refuses a NOTIFY whose entity-tag it has seen before",
         3,
         {.sent =
              [](passing& p) {
                  if (!p.accepts("NOTIFY") || p.answers == nullptr) return;
                  const auto tag = std::string(p.answers->value(header::sip_etag));
                  auto& seen = (*p.kept)["seen"];
                  const auto& last = (*p.kept)["last"];
                  if (!tag.empty() && tag != last && seen.find("," + tag + ",") != std::string::npos)
                      p.status(400);
                  seen += "," + tag + ",";
                  (*p.kept)["last"] = tag;
              }}},
    };
}

} // namespace simplespec::agent
