// pugixml: a tree in place, without namespaces. It writes into the text, so it gets a copy.
#include "bench/peers/tree_walk.hpp"

#include <pugixml.hpp>

namespace simplespec::bench {
namespace {

struct pugixml_tree {
    static pugi::xml_node first_child(pugi::xml_node n) { return n.first_child(); }
    static pugi::xml_node next(pugi::xml_node n) { return n.next_sibling(); }
    static std::string_view name(pugi::xml_node n) { return n.name(); }
    static std::string_view text(pugi::xml_node n) { return n.child_value(); }
    static std::string_view attribute(pugi::xml_node n, const char* name) {
        return n.attribute(name).value();
    }
};

class pugixml_reader : public document_reader {
  public:
    bool read_presence(std::string_view text, presence_fields& into) override {
        return read(text) && walk_presence(pugixml_tree{}, document_.document_element(), into);
    }
    bool read_list(std::string_view text, resource_table& into) override {
        return read(text) && walk_list(pugixml_tree{}, document_.document_element(), into);
    }

  private:
    bool read(std::string_view text) {
        copy_.assign(text);
        return static_cast<bool>(document_.load_buffer_inplace(copy_.data(), copy_.size(),
                                                               pugi::parse_default, pugi::encoding_utf8));
    }

    std::string copy_;
    pugi::xml_document document_;
};

} // namespace

void offer_pugixml(roster& to);
void offer_pugixml(roster& to) {
    to.documents.push_back({"pugixml", [] { return std::make_unique<pugixml_reader>(); }});
}

} // namespace simplespec::bench
