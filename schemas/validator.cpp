#include "schemas/validator.hpp"

#include "schemas/store.hpp"

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <tuple>

namespace simplespec::schemas {
namespace {

struct releases {
    void operator()(xmlDoc* p) const { xmlFreeDoc(p); }
    void operator()(xmlParserCtxt* p) const { xmlFreeParserCtxt(p); }
    void operator()(xmlSchema* p) const { xmlSchemaFree(p); }
    void operator()(xmlSchemaParserCtxt* p) const { xmlSchemaFreeParserCtxt(p); }
    void operator()(xmlSchemaValidCtxt* p) const { xmlSchemaFreeValidCtxt(p); }
};
template <class T>
using owned = std::unique_ptr<T, releases>;

std::string_view text_of(const xmlChar* text) {
    return text == nullptr ? std::string_view{} : std::string_view(reinterpret_cast<const char*>(text));
}

/// What one reading of a document knows: where it starts, and what was found in it.
struct reading {
    const format_row* row;
    std::string_view octets;
    std::size_t most;
    bool document_type = false;
    sip::findings found;
    const void* facet_of = nullptr; ///< the node whose facet was the last finding
    std::string fatal{};            ///< the first thing that makes the text no XML; the later ones follow from it
    int fatal_line = 1;
    int fatal_column = 1;
};

// A document type is refused before any of it is read: no entities, no external subset.
void on_document_type(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
    auto* parser = static_cast<xmlParserCtxt*>(context);
    static_cast<reading*>(parser->_private)->document_type = true;
    xmlStopParser(parser);
}

void on_flaw(void* context, xmlError* error) {
    auto& r = *static_cast<reading*>(static_cast<xmlParserCtxt*>(context)->_private);
    if (error->level != XML_ERR_FATAL || !r.fatal.empty() || error->message == nullptr) return;
    r.fatal = error->message;
    r.fatal_line = std::max(1, error->line);
    r.fatal_column = std::max(1, error->int2);
}

// Notes on each element where its start tag ends, in octets: libxml2 itself keeps only the line.
void on_start_element(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int namespaces,
                      const xmlChar** bindings, int attributes, int defaulted, const xmlChar** values) {
    auto* parser = static_cast<xmlParserCtxt*>(context);
    xmlSAX2StartElementNs(context, name, prefix, uri, namespaces, bindings, attributes, defaulted, values);
    if (parser->node == nullptr || parser->input == nullptr) return;
    const auto at = static_cast<std::uintptr_t>(parser->input->cur - parser->input->base) + parser->input->consumed;
    parser->node->_private = reinterpret_cast<void*>(at);
}

std::size_t line_of(std::string_view octets, std::size_t offset) {
    const auto before = octets.substr(0, std::min(offset, octets.size()));
    return 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
}

std::size_t offset_of(std::string_view octets, const xmlNode* node) {
    if (node != nullptr && node->type == XML_ATTRIBUTE_NODE) node = node->parent;
    if (node == nullptr || node->type != XML_ELEMENT_NODE) return 0;
    const auto end = reinterpret_cast<std::uintptr_t>(node->_private);
    const auto start = octets.rfind('<', std::min<std::size_t>(end, octets.size()));
    return start == std::string_view::npos ? 0 : start;
}

/// libxml2's sentence without its line end, and without the namespaces in braces, which name what the place shows.
std::string tidy(std::string_view message) {
    std::string out;
    for (std::size_t i = 0; i < message.size() && out.size() < 400;) {
        if (message[i] == '{' && (message.substr(i + 1, 4) == "urn:" || message.substr(i + 1, 4) == "http")) {
            const auto close = message.find('}', i);
            if (close == std::string_view::npos) break;
            i = close + 1;
        } else if (message[i] == '\n') {
            ++i;
        } else {
            out += message[i++];
        }
    }
    return out;
}

/// libxml2 says of an id that is taken only that it is no valid xs:ID; where it is a name, it can only be taken.
bool is_doubled_id(const xmlNode* node, std::string_view message) {
    if (node == nullptr || message.find("atomic type 'xs:ID'") == std::string_view::npos) return false;
    const auto* attribute = node->type == XML_ATTRIBUTE_NODE
                                ? reinterpret_cast<const xmlAttr*>(node)
                                : xmlHasProp(node, reinterpret_cast<const xmlChar*>("id"));
    if (attribute == nullptr || attribute->children == nullptr) return false;
    return xmlValidateNCName(attribute->children->content, 1) == 0;
}

/// The requirement that speaks of this very element, where the catalogue has one; else that of its namespace, else the
/// format's. An extension's element is never held against the format that carries it.
std::string_view requirement_of(const reading& r, const xmlNode* node, int code, std::string_view message,
                                bool doubled) {
    const auto* element = node != nullptr && node->type == XML_ATTRIBUTE_NODE ? node->parent : node;
    if (element == nullptr || element->ns == nullptr) return r.row->requirement;
    const auto xmlns = text_of(element->ns->href);
    const auto name = text_of(element->name);
    if (xmlns == "urn:ietf:params:xml:ns:pidf") {
        if (name == "basic") return "RFC3863-4.1.4-1";
        if (name == "contact" && message.find("attribute 'priority'") != std::string_view::npos) return "RFC3863-4.1.5-1";
        if (name == "tuple" && code == XML_SCHEMAV_CVC_COMPLEX_TYPE_4) return "RFC3863-4.1.2-1";
        if (name == "tuple" && doubled) return "RFC3863-4.1.2-2";
    }
    if (xmlns == "urn:ietf:params:xml:ns:pidf:data-model") return doubled ? "RFC4479-5-1" : "RFC4479-5.1-S1";
    if (xmlns == "urn:ietf:params:xml:ns:pidf:rpid") return "RFC4480-5-S1";
    if (xmlns == "urn:ietf:params:xml:ns:pidf:timed-status") return "RFC4481-5-S1";
    if (xmlns == "urn:ietf:params:xml:ns:pidf:cipid") return "RFC4482-5-S1";
    return r.row->requirement;
}

void on_violation(void* context, xmlError* error) {
    auto& r = *static_cast<reading*>(context);
    if (error->message == nullptr || r.found.size() >= r.most) return;
    const auto* node = static_cast<const xmlNode*>(error->node);
    auto what = tidy(error->message);
    // A facet that does not hold is reported once as the facet and once as the type: the first says it all.
    if (node == r.facet_of && node != nullptr && what.find("is not a valid value of the") != std::string::npos) return;
    // RFC 3339 section 5.6 allows a leap second, which the schema language does not know.
    if (what.find("'xs:dateTime'") != std::string::npos && what.find(":60") != std::string::npos) return;
    r.facet_of = what.find("[facet ") != std::string::npos ? node : nullptr;
    const bool doubled = is_doubled_id(node, what);
    if (doubled) what = fmt::format("Element '{}': its id was used before in the document.", text_of(node->name));
    const auto offset = offset_of(r.octets, node);
    r.found.push_back({r.row->rule, requirement_of(r, node, error->code, what, doubled), offset,
                       fmt::format("{} Line {}.", what, line_of(r.octets, offset))});
}

/// A document tells where it wants its schemas from; taking them would read files and change what all threads share.
void drop_schema_locations(xmlDoc* document) {
    const auto* instance = reinterpret_cast<const xmlChar*>("http://www.w3.org/2001/XMLSchema-instance");
    for (xmlNode* node = xmlDocGetRootElement(document); node != nullptr;) {
        if (node->type == XML_ELEMENT_NODE)
            for (const char* name : {"schemaLocation", "noNamespaceSchemaLocation"})
                if (auto* a = xmlHasNsProp(node, reinterpret_cast<const xmlChar*>(name), instance)) xmlRemoveProp(a);
        if (node->children != nullptr && node->type == XML_ELEMENT_NODE) {
            node = node->children;
            continue;
        }
        while (node != nullptr && node->next == nullptr) {
            node = node->parent;
            if (node != nullptr && node->type != XML_ELEMENT_NODE) node = nullptr;
        }
        if (node != nullptr) node = node->next;
    }
}

owned<xmlDoc> read_document(reading& r) {
    const owned<xmlParserCtxt> parser(xmlNewParserCtxt());
    if (!parser) return nullptr;
    parser->_private = &r;
    parser->sax->internalSubset = on_document_type;
    parser->sax->startElementNs = on_start_element;
    parser->sax->serror = on_flaw;
    constexpr int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    owned<xmlDoc> document(xmlCtxtReadMemory(parser.get(), r.octets.data(), static_cast<int>(r.octets.size()),
                                             nullptr, nullptr, options));
    if (r.document_type) {
        r.found.push_back({"xml-document-type", r.row->requirement, 0, "The document has a document type declaration."});
        return nullptr;
    }
    if (document) return document;
    std::size_t offset = 0;
    for (int i = 1; i < r.fatal_line && offset != std::string_view::npos; ++i) {
        offset = r.octets.find('\n', offset);
        if (offset != std::string_view::npos) ++offset;
    }
    if (offset == std::string_view::npos) offset = r.octets.size();
    offset = std::min(offset + static_cast<std::size_t>(r.fatal_column) - 1, r.octets.size());
    const auto what = r.fatal.empty() ? std::string("The document is not well-formed") : tidy(r.fatal);
    r.found.push_back({"xml-not-well-formed", r.row->requirement, offset, fmt::format("{}. Line {}.", what, r.fatal_line)});
    return nullptr;
}

} // namespace

struct validator::compiled {
    owned<xmlSchema> all;
};

validator::validator() : schemas_(std::make_unique<compiled>()) {
    const auto& root = store::entry_document();
    const owned<xmlSchemaParserCtxt> parser(xmlSchemaNewMemParserCtxt(root.data(), static_cast<int>(root.size())));
    if (!parser) throw std::runtime_error("no memory for the schemas");
    std::string trouble;
    xmlSchemaSetParserStructuredErrors(
        parser.get(),
        [](void* out, xmlError* e) { *static_cast<std::string*>(out) += e->message == nullptr ? "?" : e->message; }, &trouble);
    schemas_->all.reset(xmlSchemaParse(parser.get()));
    if (!schemas_->all || !trouble.empty()) throw std::runtime_error("the schemas do not compile: " + trouble);
}

validator::~validator() = default;

const validator& validator::built_in() {
    static const validator one;
    return one;
}

sip::findings validator::validate(format f, std::string_view octets, const validation_limits& limits) const {
    const auto& row = row_of(f);
    reading r{&row, octets, limits.findings};
    if (octets.size() > std::min<std::size_t>(limits.octets, std::numeric_limits<int>::max()))
        return {{"xml-too-large", row.requirement, 0, fmt::format("The document has {} octets.", octets.size())}};
    const auto document = read_document(r);
    if (!document) return std::move(r.found);
    const auto* root = xmlDocGetRootElement(document.get());
    const auto xmlns = root->ns == nullptr ? std::string_view{} : text_of(root->ns->href);
    const auto name = text_of(root->name);
    if (xmlns != row.xmlns || (name != row.root && !(f == format::pidf_diff && name == "pidf-full"))) {
        r.found.push_back({row.rule, row.requirement, offset_of(octets, root), "The root element is not that of the format.",
                           fmt::format("{} of {}", row.root, row.xmlns),
                           fmt::format("{} of {}", name, xmlns.empty() ? "no namespace" : xmlns)});
        return std::move(r.found);
    }
    drop_schema_locations(document.get());
    const owned<xmlSchemaValidCtxt> context(xmlSchemaNewValidCtxt(schemas_->all.get()));
    if (!context) return std::move(r.found);
    xmlSchemaSetValidStructuredErrors(context.get(), on_violation, &r);
    xmlSchemaValidateDoc(context.get(), document.get());
    std::ranges::sort(r.found, {}, [](const sip::finding& f) { return std::tie(f.offset, f.what); });
    return std::move(r.found);
}

} // namespace simplespec::schemas
