// What a resource list server does wrong: RFC 4662, with RFC 2387 and RFC 2046 around it.
#include "agent/defects/edits.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto server = defect_role::server;

bool list(const passing& p) {
    return p.is("NOTIFY") && p.value(header::content_type).starts_with("multipart/related");
}
void change_list(passing& p, const std::function<std::string(std::string)>& change) {
    if (list(p)) p.body(change(std::string(p.message().body())));
}
void change_type(passing& p, const std::function<std::string(std::string)>& change) {
    if (list(p)) p.set(header::content_type, change(p.value(header::content_type)));
}
// Another version of the list; not of the XML declaration.
std::string with_version(const std::string& text, long (*change)(long)) {
    const auto version =
        between(text.substr(std::min(text.find("<list"), text.size())), " version=\"", "\" fullState");
    return replaced(text, " version=\"" + version + "\" full",
                    " version=\"" + std::to_string(change(std::atol(version.c_str()))) + "\" full");
}

std::vector<defect> multiparts() {
    return {
        {"list-notify-without-require",
         server,
         "RFC4662-4.1-5",
         "NOTIFY of a list without Require: eventlist",
         1,
         {.sent =
              [](passing& p) {
                  if (list(p)) p.remove(header::require);
              }}},
        {"list-root-is-no-list",
         server,
         "RFC4662-5.1-1",
         "The root of the multipart says it is a presence document",
         2,
         {.sent =
              [](passing& p) {
                  if (p.nth > 1)
                      change_list(p, [](auto text) {
                          return replaced(text, "application/rlmi+xml", "application/pidf+xml");
                      });
              }},
         {{"RFC3863-4.1.1-1", "a list is no presence document"}, {"RFC4662-4.5-2", "so there is no list"}}},
        {"multipart-without-boundary",
         server,
         "RFC2046-5.1.1-1",
         "multipart/related without its boundary",
         1,
         {.sent =
              [](passing& p) {
                  change_type(p, [](auto value) { return value.substr(0, value.find(";boundary")); });
              }}},
        {"content-type-with-two-semicolons",
         server,
         "RFC3261-25.1-2",
         "Two semicolons in a row in Content-Type",
         1,
         {.sent =
              [](passing& p) {
                  change_type(p, [](auto value) { return replaced(value, ";start", ";;start"); });
              }},
         {{"RFC2046-5.1.1-1", "what stands behind it is not read"}}},
        {"type-not-quoted",
         server,
         "RFC3261-25.1-2",
         "type=application/rlmi+xml without quotes",
         1,
         {.sent =
              [](passing& p) {
                  change_type(p, [](auto value) {
                      return replaced(value, "\"application/rlmi+xml\"", "application/rlmi+xml");
                  });
              }},
         {{"RFC2046-5.1.1-1", "what stands behind it is not read"}}},
        {"multipart-not-closed",
         server,
         "RFC2046-5.1.1-12",
         "The last delimiter is missing",
         1,
         {.sent =
              [](passing& p) { change_list(p, [](auto text) { return text.substr(0, text.size() - 4); }); }}},
    };
}

std::vector<defect> lists() {
    return {
        {"list-without-uri",
         server,
         "RFC4662-5.2-1",
         "A list that does not say its URI",
         2,
         {.sent =
              [](passing& p) {
                  if (p.nth > 1)
                      change_list(p, [](auto text) { return without_attribute(text, "list", "uri"); });
              }}},
        {"list-without-version",
         server,
         "RFC4662-5.2-1",
         "A list without its version",
         2,
         {.sent =
              [](passing& p) {
                  if (p.nth > 1)
                      change_list(p, [](auto text) { return without_attribute(text, "list", "version"); });
              }}},
        {"list-without-full-state",
         server,
         "RFC4662-5.2-1",
         "A list without fullState",
         2,
         {.sent =
              [](passing& p) {
                  if (p.nth > 1)
                      change_list(p, [](auto text) { return without_attribute(text, "list", "fullState"); });
              }},
         {{"RFC4662-5.2-7", "what has no fullState is not full"}}},
        {"list-begins-at-one",
         server,
         "RFC4662-5.2-3",
         "Counts versions from 1",
         1,
         {.sent =
              [](passing& p) {
                  change_list(p, [](auto text) { return with_version(text, [](long v) { return v + 1; }); });
              }}},
        {"list-version-stands",
         server,
         "RFC4662-5.2-4",
         "Every document has version 0",
         2,
         {.sent =
              [](passing& p) {
                  change_list(p, [](auto text) { return with_version(text, [](long) { return 0L; }); });
              }}},
        {"list-version-jumps",
         server,
         "RFC4662-5.2-4",
         "The version grows by two",
         2,
         {.sent =
              [](passing& p) {
                  change_list(p, [](auto text) { return with_version(text, [](long v) { return v * 2; }); });
              }}},
        {"first-list-is-partial",
         server,
         "RFC4662-5.2-6",
         "The first document calls itself partial",
         1,
         {.sent =
              [](passing& p) {
                  if (p.nth == 1)
                      change_list(p, [](auto text) {
                          return replaced(text, "fullState=\"true\"", "fullState=\"false\"");
                      });
              }}},
        {"list-after-refresh-is-partial",
         server,
         "RFC4662-5.2-7",
         "The document after a refresh calls itself partial",
         2,
         {.sent =
              [](passing& p) {
                  if (p.nth > 1)
                      change_list(p, [](auto text) {
                          return replaced(text, "fullState=\"true\"", "fullState=\"false\"");
                      });
              }}},
        {"resource-without-uri",
         server,
         "RFC4662-5.3-1",
         "A resource without a URI",
         2,
         {.sent =
              [](passing& p) {
                  if (p.nth > 1)
                      change_list(p, [](auto text) { return without_attribute(text, "resource", "uri"); });
              }}},
        {"instance-state-left-open",
         server,
         "RFC4662-5.1-3",
         "A state of an instance that the schema does not know",
         1,
         {.sent =
              [](passing& p) {
                  change_list(p, [](auto text) {
                      return replaced(text, "state=\"active\"", "state=\"StrUtils::kActive\"");
                  });
              }}},
        {"instance-without-id",
         server,
         "RFC4662-5.1-3",
         "An instance without an id",
         1,
         {.sent =
              [](passing& p) {
                  change_list(p, [](auto text) { return without_attribute(text, "instance", "id"); });
              }}},
        {"list-not-well-formed",
         server,
         "RFC4662-5.1-3",
         "An attribute of the list without quotes",
         1,
         {.sent =
              [](passing& p) {
                  change_list(
                      p, [](auto text) { return replaced(text, "fullState=\"true\"", "fullState=true"); });
              }}},
        {"active-instance-without-cid",
         server,
         "RFC4662-5.5-7",
         "An active instance that points to no document",
         1,
         {.sent =
              [](passing& p) {
                  change_list(p, [](auto text) { return without_attribute(text, "instance", "cid"); });
              }}},
        {"instance-cid-leads-nowhere",
         server,
         "RFC4662-5.5-10",
         "A cid that no part has",
         1,
         {.sent =
              [](passing& p) {
                  change_list(p, [](auto text) { return replaced(text, " cid=\"", " cid=\"no"); });
              }}},
        {"list-cid-leads-nowhere",
         server,
         "RFC4662-5.2-10",
         "The list points to a part that is not there",
         1,
         {.sent =
              [](passing& p) {
                  change_list(p, [](auto text) {
                      return replaced(text, "fullState=", "cid=\"nobody@nowhere\" fullState=");
                  });
              }}},
        {"terminated-instance-without-reason",
         server,
         "RFC4662-5.5-5",
         "A terminated instance that does not say why",
         1,
         {.sent =
              [](passing& p) {
                  change_list(p, [](auto text) {
                      return replaced(text, "state=\"active\"", "state=\"terminated\"");
                  });
              }}},
    };
}

} // namespace

std::vector<defect> server_list_defects() { return joined({multiparts(), lists()}); }

} // namespace simplespec::agent
