// libxml2, namespace-correct: its tree, its SAX2 interface, and its push parser with a context that is used
// again.
#include "bench/peers/filler.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <cstring>

namespace simplespec::bench {
namespace {

// Attributes come in fives: local name, prefix, namespace, begin and end of the value.
constexpr int fields_of_attribute = 5;
constexpr int safe = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;

std::string_view text_of(const xmlChar* text) {
    return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

class dom_reader : public document_reader {
  public:
    bool read_presence(std::string_view text, presence_fields& into) override {
        into.clear();
        const auto tree = read(text);
        if (!tree) return false;
        const auto* root = xmlDocGetRootElement(tree.get());
        if (!is(root, pidf_namespace, "presence")) return false;
        into.entity = attribute(root, "entity");
        for (const auto* tuple = root->children; tuple != nullptr; tuple = tuple->next)
            if (is(tuple, pidf_namespace, "tuple")) read_tuple(tuple, into);
        return true;
    }

    bool read_list(std::string_view text, resource_table& into) override {
        const auto tree = read(text);
        if (!tree) return false;
        const auto* root = xmlDocGetRootElement(tree.get());
        if (!is(root, rlmi_namespace, "list")) return false;
        for (const auto* resource = root->children; resource != nullptr; resource = resource->next) {
            if (!is(resource, rlmi_namespace, "resource")) continue;
            auto& row = into.add();
            row.uri = attribute(resource, "uri");
            for (const auto* child = resource->children; child != nullptr; child = child->next) {
                if (is(child, rlmi_namespace, "name") && row.name.empty()) append_text(child, row.name);
                if (!is(child, rlmi_namespace, "instance")) continue;
                row.cid = attribute(child, "cid");
                row.state = attribute(child, "state");
            }
        }
        return true;
    }

  private:
    using document = std::unique_ptr<xmlDoc, decltype([](xmlDoc* d) { xmlFreeDoc(d); })>;

    static document read(std::string_view text) {
        return document(xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr, safe));
    }
    static bool is(const xmlNode* node, std::string_view ns, std::string_view local) {
        return node != nullptr && node->type == XML_ELEMENT_NODE && text_of(node->name) == local &&
               node->ns != nullptr && text_of(node->ns->href) == ns;
    }
    static std::string_view attribute(const xmlNode* node, std::string_view name) {
        for (const auto* a = node->properties; a != nullptr; a = a->next)
            if (a->ns == nullptr && text_of(a->name) == name && a->children != nullptr)
                return text_of(a->children->content);
        return {};
    }
    static void append_text(const xmlNode* node, std::string& to) {
        for (const auto* child = node->children; child != nullptr; child = child->next)
            if (child->type == XML_TEXT_NODE) to.append(text_of(child->content));
    }
    void read_tuple(const xmlNode* tuple, presence_fields& into) {
        for (const auto* child = tuple->children; child != nullptr; child = child->next) {
            if (is(child, pidf_namespace, "contact")) append_text(child, into.contact);
            if (is(child, pidf_namespace, "note") && into.note.empty()) append_text(child, into.note);
            if (!is(child, pidf_namespace, "status")) continue;
            for (const auto* basic = child->children; basic != nullptr; basic = basic->next) {
                if (!is(basic, pidf_namespace, "basic")) continue;
                word_.clear();
                append_text(basic, word_);
                into.state = availability_of(word_);
            }
        }
    }

    std::string word_;
};

// Where the events of SAX2 go.
xmlSAXHandler handler() {
    xmlSAXHandler out{};
    out.initialized = XML_SAX2_MAGIC;
    out.startElementNs = [](void* to, const xmlChar* local, const xmlChar*, const xmlChar* ns, int,
                            const xmlChar**, int count, int, const xmlChar** attributes) {
        auto& fill = *static_cast<filler*>(to);
        fill.start(text_of(ns), text_of(local));
        for (int i = 0; i < count; ++i, attributes += fields_of_attribute)
            if (attributes[2] == nullptr)
                fill.attribute(text_of(attributes[0]),
                               {reinterpret_cast<const char*>(attributes[3]),
                                static_cast<std::size_t>(attributes[4] - attributes[3])});
    };
    out.endElementNs = [](void* to, const xmlChar*, const xmlChar*, const xmlChar*) {
        static_cast<filler*>(to)->end();
    };
    out.characters = [](void* to, const xmlChar* text, int size) {
        static_cast<filler*>(to)->text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
    };
    out.cdataBlock = out.characters;
    return out;
}

class sax_reader : public document_reader {
  public:
    bool read_presence(std::string_view text, presence_fields& into) override {
        filler_.begin(into);
        return read(text);
    }
    bool read_list(std::string_view text, resource_table& into) override {
        filler_.begin(into);
        return read(text);
    }

  private:
    bool read(std::string_view text) {
        return xmlSAXUserParseMemory(&handler_, &filler_, text.data(), static_cast<int>(text.size())) == 0 &&
               filler_.complete();
    }

    xmlSAXHandler handler_ = handler();
    filler filler_;
};

class push_reader : public document_reader {
  public:
    bool read_presence(std::string_view text, presence_fields& into) override {
        filler_.begin(into);
        return read(text);
    }
    bool read_list(std::string_view text, resource_table& into) override {
        filler_.begin(into);
        return read(text);
    }

  private:
    // Not more than four octets go with the reset, by which the encoding is told.
    bool read(std::string_view text) {
        if (text.size() < 4) return false;
        if (xmlCtxtResetPush(context_.get(), text.data(), 4, nullptr, nullptr) != 0) return false;
        return xmlParseChunk(context_.get(), text.data() + 4, static_cast<int>(text.size()) - 4, 1) == 0 &&
               filler_.complete();
    }

    xmlSAXHandler handler_ = handler();
    filler filler_;
    std::unique_ptr<xmlParserCtxt, decltype([](xmlParserCtxt* c) { xmlFreeParserCtxt(c); })> context_{
        xmlCreatePushParserCtxt(&handler_, &filler_, nullptr, 0, nullptr)};
};

} // namespace

void offer_libxml2(roster& to);
void offer_libxml2(roster& to) {
    to.documents.push_back({"libxml2 DOM", [] { return std::make_unique<dom_reader>(); }});
    to.documents.push_back({"libxml2 SAX2", [] { return std::make_unique<sax_reader>(); }});
    to.documents.push_back({"libxml2 push", [] { return std::make_unique<push_reader>(); }});
}

} // namespace simplespec::bench
