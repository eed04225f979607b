// RapidXML: a tree in place, without namespaces and without a check of UTF-8. It writes into the text, so it
// gets a copy.
#include "bench/peers/tree_walk.hpp"

#include <rapidxml/rapidxml.hpp>

namespace simplespec::bench {
namespace {

using node = const rapidxml::xml_node<char>*;

struct rapidxml_tree {
    static node first_child(node n) { return n->first_node(); }
    static node next(node n) { return n->next_sibling(); }
    static std::string_view name(node n) { return {n->name(), n->name_size()}; }
    static std::string_view text(node n) { return {n->value(), n->value_size()}; }
    static std::string_view attribute(node n, std::string_view name) {
        const auto* a = n->first_attribute(name.data(), name.size());
        return a == nullptr ? std::string_view() : std::string_view(a->value(), a->value_size());
    }
};

class rapidxml_reader : public document_reader {
  public:
    bool read_presence(std::string_view text, presence_fields& into) override {
        return read(text) && walk_presence(rapidxml_tree{}, node(document_.first_node()), into);
    }
    bool read_list(std::string_view text, resource_table& into) override {
        return read(text) && walk_list(rapidxml_tree{}, node(document_.first_node()), into);
    }

  private:
    bool read(std::string_view text) {
        copy_.assign(text);
        document_.clear();
        try {
            document_.parse<0>(copy_.data());
        } catch (const rapidxml::parse_error&) {
            return false;
        }
        return true;
    }

    std::string copy_;
    rapidxml::xml_document<char> document_;
};

} // namespace

void offer_rapidxml(roster& to);
void offer_rapidxml(roster& to) {
    to.documents.push_back({"RapidXML", [] { return std::make_unique<rapidxml_reader>(); }});
}

} // namespace simplespec::bench
