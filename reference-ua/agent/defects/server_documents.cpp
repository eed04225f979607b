// What a presence agent does wrong in its documents: RFC 3863, and what stood on real wires.
#include "agent/defects/edits.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto server = defect_role::server;

// From the second one on, so that a watcher has seen a right one.
bool document(const passing& p) {
    return p.is("NOTIFY") && p.nth > 1 && p.value(header::content_type).starts_with("application/pidf+xml");
}
void change_document(passing& p, const std::function<std::string(std::string)>& change) {
    if (!document(p)) return;
    p.body(change(std::string(p.message().body())));
}

// The first element of this name, with all that is in it.
std::string element_of(const std::string& text, const std::string& name) {
    const auto inside = between(text, "<" + name, "</" + name + ">");
    return inside.empty() ? std::string() : "<" + name + inside + "</" + name + ">";
}

std::vector<defect> rows() {
    return {
        {"document-without-declaration",
         server,
         "RFC3863-4.1-1",
         "A document without an XML declaration",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("NOTIFY") && p.message().body().starts_with("<?xml"))
                      p.body(p.message().body().substr(p.message().body().find("?>") + 3));
              }}},
        {"document-not-well-formed",
         server,
         "RFC3863-4.1-1",
         "An attribute without quotes",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p, [](auto text) {
                      const auto entity = between(text, "entity=\"", "\"");
                      return replaced(text, "entity=\"" + entity + "\"", "entity=" + entity);
                  });
              }},
         {{"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"document-in-another-namespace",
         server,
         "RFC3863-4.1.1-1",
         "The namespace of a draft of the RFC",
         2,
         {.sent =
              [](passing& p) {
                  change_document(
                      p, [](auto text) { return replaced(text, "xml:ns:pidf\"", "xml:ns:cpim-pidf\""); });
              }},
         {{"RFC6665-4.2.2-2", "the change does not arrive"},
          {"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"document-without-entity",
         server,
         "RFC3863-4.1.1-4",
         "A document that does not say whose it is",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p, [](auto text) { return without_attribute(text, "presence", "entity"); });
              }},
         {{"RFC6665-4.2.2-2", "the change does not arrive"},
          {"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"document-names-the-watcher",
         server,
         "RFC3863-4.1.1-4",
         "entity names the watcher, not the presentity",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p, [&](auto text) {
                      return replaced(text, "entity=\"" + between(text, "entity=\"", "\"") + "\"",
                                      "entity=\"" + uri_in(p.value(header::to)) + "\"");
                  });
              }},
         {{"RFC6665-4.2.2-2", "the change does not arrive"},
          {"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"tuple-without-id",
         server,
         "RFC3863-4.1.2-1",
         "A tuple without an id",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p, [](auto text) { return without_attribute(text, "tuple", "id"); });
              }},
         {{"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"tuple-twice",
         server,
         "RFC3863-4.1.2-2",
         "One tuple twice",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p, [](auto text) {
                      const auto tuple = element_of(text, "tuple");
                      return replaced(text, tuple, tuple + tuple);
                  });
              }},
         {{"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"tuple-id-begins-with-a-digit",
         server,
         "RFC3863-4.1.2-4",
         "A tuple id that begins with a digit",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p,
                                  [](auto text) { return replaced(text, "<tuple id=\"", "<tuple id=\"1"); });
              }},
         {{"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"contact-before-status",
         server,
         "RFC3863-4.1.2-6",
         "contact ahead of status",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p, [](auto text) {
                      const auto contact = element_of(text, "contact");
                      if (contact.empty()) return text;
                      return replaced(replaced(text, contact, ""), "<status>", contact + "<status>");
                  });
              }},
         {{"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"status-empty",
         server,
         "RFC3863-4.1.3-1",
         "A status without a child",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p, [](auto text) { return replaced(text, element_of(text, "basic"), ""); });
              }},
         {{"RFC6665-4.2.2-2", "the change does not arrive"},
          {"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"basic-capitalized",
         server,
         "RFC3863-4.1.4-1",
         "Open with a capital letter",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p,
                                  [](auto text) { return replaced(text, "<basic>open<", "<basic>Open<"); });
              }},
         {{"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"priority-above-one",
         server,
         "RFC3863-4.1.5-1",
         "A contact of priority 10",
         2,
         {.sent =
              [](passing& p) {
                  change_document(
                      p, [](auto text) { return replaced(text, "<contact>", "<contact priority=\"10\">"); });
              }},
         {{"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"timestamp-without-zone",
         server,
         "RFC3863-4.1.7-1",
         "A timestamp in local time without saying so",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p, [](auto text) {
                      return replaced(text, "</tuple>", "<timestamp>2026-03-01T12:00:00</timestamp></tuple>");
                  });
              }},
         {{"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"timestamp-in-lower-case",
         server,
         "RFC3863-4.1.7-2",
         "t and z of a timestamp in lower case",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p, [](auto text) {
                      return replaced(text, "</tuple>",
                                      "<timestamp>2026-03-01t12:00:00z</timestamp></tuple>");
                  });
              }},
         {{"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"document-cut-off",
         server,
         "RFC3863-4.1-1",
         "A document that ends before its end",
         2,
         {.sent =
              [](passing& p) {
                  change_document(p, [](auto text) { return text.substr(0, text.size() / 2); });
              }},
         {{"RFC3863-4.1.2-6", "what was cut off is missing"},
          {"RFC6665-4.2.2-2", "the change does not arrive"},
          {"RFC5839-6.1-2", "the entity-tag is that of the right document"}}},
        {"devices-left-apart",
         server,
         "RFC3856-6.9-2",
         "Leaves it to the watcher to put together what several devices published",
         2,
         {.sent =
              [](passing& p) {
                  const std::string text(p.message().body());
                  const auto second = text.rfind("<tuple ");
                  if (!p.is("NOTIFY") || !text.starts_with("<?xml") || text.find("<tuple ") == second) return;
                  const auto part = "--device\r\nContent-Type: application/pidf+xml\r\n\r\n";
                  const auto end = text.find("</tuple>", second) + 8;
                  const auto first = text.find("<tuple ");
                  p.set(header::content_type, "multipart/mixed;boundary=device");
                  p.body(part + text.substr(0, second) + text.substr(end) + "\r\n" + part + text.substr(0, first) +
                         text.substr(second) + "\r\n--device--\r\n");
              }},
         {{"RFC3856-6.7-6", "no watcher asked for several documents"}}},
        {"unknown-element-refused",
         server,
         "RFC3863-4.2.3-1",
         "Refuses documents with elements that it does not know",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH") && p.answers != nullptr &&
                      p.answers->body().find("xmlns:") != std::string_view::npos)
                      p.status(400);
              }}},
    };
}

} // namespace

std::vector<defect> server_document_defects() { return rows(); }

} // namespace simplespec::agent
