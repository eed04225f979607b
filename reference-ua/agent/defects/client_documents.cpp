// What a publisher does wrong in its documents: RFC 3863.
#include "agent/defects/edits.hpp"

namespace simplespec::agent {
namespace {

constexpr auto client = defect_role::client;

void change_document(passing& p, const std::function<std::string(std::string)>& change) {
    if (p.is("PUBLISH") && !p.message().body().empty()) p.body(change(std::string(p.message().body())));
}

std::vector<defect> documents() {
    return {
        {"published-without-declaration",
         client,
         "RFC3863-4.1-1",
         "Publishes a document without an XML declaration",
         1,
         {.sent =
              [](passing& p) {
                  change_document(p, [](std::string text) { return text.substr(text.find("?>") + 3); });
              }}},
        {"published-not-well-formed",
         client,
         "RFC3863-4.1-1",
         "Publishes a document with an attribute without quotes",
         1,
         {.sent =
              [](passing& p) {
                  change_document(p, [](std::string text) {
                      const auto entity = between(text, "entity=\"", "\"");
                      return replaced(text, "entity=\"" + entity + "\"", "entity=" + entity);
                  });
              }}},
        {"published-in-another-namespace",
         client,
         "RFC3863-4.1.1-1",
         "Publishes in the namespace of a draft",
         1,
         {.sent =
              [](passing& p) {
                  change_document(p, [](std::string text) {
                      return replaced(text, "xml:ns:pidf\"", "xml:ns:cpim-pidf\"");
                  });
              }}},
        {"published-without-entity",
         client,
         "RFC3863-4.1.1-4",
         "Publishes a document that does not say whose it is",
         1,
         {.sent =
              [](passing& p) {
                  change_document(
                      p, [](std::string text) { return without_attribute(text, "presence", "entity"); });
              }}},
        {"published-tuple-without-id",
         client,
         "RFC3863-4.1.2-1",
         "Publishes a tuple without an id",
         1,
         {.sent =
              [](passing& p) {
                  change_document(p, [](std::string text) { return without_attribute(text, "tuple", "id"); });
              }}},
        {"published-tuple-id-a-number",
         client,
         "RFC3863-4.1.2-4",
         "Publishes a tuple whose id is a number",
         1,
         {.sent =
              [](passing& p) {
                  change_document(
                      p, [](std::string text) { return replaced(text, "<tuple id=\"", "<tuple id=\"7"); });
              }}},
        {"published-basic-capitalized",
         client,
         "RFC3863-4.1.4-1",
         "Publishes Open with a capital letter",
         1,
         {.sent =
              [](passing& p) {
                  change_document(p, [](std::string text) { return replaced(text, ">open<", ">Open<"); });
              }}},
        {"published-timestamp-without-zone",
         client,
         "RFC3863-4.1.7-1",
         "Publishes its local time without a zone",
         1,
         {.sent =
              [](passing& p) {
                  change_document(
                      p, [](std::string text) { return replaced(text, "Z</timestamp>", "</timestamp>"); });
              }}},
        {"published-priority-above-one",
         client,
         "RFC3863-4.1.5-1",
         "Publishes a contact of priority 10",
         1,
         {.sent =
              [](passing& p) {
                  change_document(p, [](std::string text) {
                      return replaced(text, "priority=\"1\"", "priority=\"10\"");
                  });
              }}},
    };
}

} // namespace

std::vector<defect> client_document_defects() { return documents(); }

} // namespace simplespec::agent
