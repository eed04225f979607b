// What a publisher does wrong in its documents, and a watcher in reading them: RFC 3863 and RFC 4662.
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

void misread_document(passing& p, const std::function<std::string(std::string)>& change) {
    if (p.is("NOTIFY") && p.value(sip::header::content_type).starts_with("application/pidf+xml"))
        p.body(change(std::string(p.message().body())));
}

std::vector<defect> readings() {
    return {
        {"no-priority-read-as-the-highest",
         client,
         "RFC3863-4.1.5-2",
         "Takes a contact without a priority for the one to prefer",
         1,
         {.received =
              [](passing& p) {
                  misread_document(
                      p, [](std::string text) { return replaced(text, "<contact>", "<contact priority=\"1\">"); });
              }}},
        {"tuple-note-not-read",
         client,
         "RFC3863-4.2.3-2",
         "Does not read the notes of tuples, which nobody marked as mandatory",
         1,
         {.received =
              [](passing& p) {
                  misread_document(p, [](std::string text) {
                      return replaced(replaced(text, "<note>", "<unread xmlns=\"urn:x\">"), "</note>", "</unread>");
                  });
              }}},
        {"extension-read-in-part",
         client,
         "RFC3863-4.3.3-1",
         "Reads what it knows of an extension, though another part of it is mandatory and unknown",
         1,
         {.received =
              [](passing& p) {
                  misread_document(p, [](std::string text) {
                      return replaced(replaced(text, "<x:extension>", ""), "</x:extension>", "");
                  });
              }}},
        {"second-notifier-of-a-list-taken",
         client,
         "RFC4662-4.7-1",
         "Answers the NOTIFY of a second notifier that its SUBSCRIBE to a list was forked to",
         2,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("NOTIFY", 481) && p.subscribe != nullptr &&
                      p.answers->has(sip::header::require))
                      p.status(200);
              }}},
    };
}

} // namespace

std::vector<defect> client_document_defects() { return joined({documents(), readings()}); }

} // namespace simplespec::agent
