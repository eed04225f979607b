#pragma once
// A small document tree of our own. Nothing is fetched, no DTD is read, no entity beyond the five is
// expanded.
#include "presence/reading.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::presence::xml {

struct attribute {
    std::string ns; ///< namespace URI; empty for none
    std::string name;
    std::string value;
};

/// A namespace declaration: xmlns:prefix="uri"; the prefix is empty for the default one.
struct binding {
    std::string prefix;
    std::string uri;
};

/// What stands between two neighbours: nothing, one text node (of white space alone, or not), or comments and
/// processing instructions, which are not kept.
enum class gap : std::uint8_t { none, white, text, unclear };

/// An element with all that is in it. Text is UTF-8.
struct element {
    std::string ns; ///< namespace URI; empty for none
    std::string name;
    std::vector<attribute> attributes{};
    std::string text{}; ///< the character data directly inside, joined
    std::vector<element> children{};
    std::vector<binding> declared{}; ///< as they stood on it; writing makes its own
    std::size_t offset =
        0; ///< of its `<`, in the text that was read; near it where the text was recovered or recoded
    gap before = gap::none; ///< between the element (or start tag) before it and this
    gap last = gap::none;   ///< between its last child (or its start tag) and its end tag

    bool is(std::string_view uri, std::string_view local) const { return name == local && ns == uri; }
    /// The attribute without namespace; null where there is none.
    const std::string* find(std::string_view attribute_name) const;
    const std::string* find(std::string_view uri, std::string_view attribute_name) const;
    /// The first child of this name; null where there is none.
    const element* child(std::string_view uri, std::string_view local) const;
    /// Its text without white space around it.
    std::string_view trimmed() const;
};

/// The gap that is left when what stood between two gaps goes.
gap joined(gap a, gap b);

/// The requirements that a document of some format breaks by being no XML, cited by the findings.
struct citations {
    std::string_view well_formed = {}; ///< e.g. "RFC3863-4.1-1"
    std::string_view declaration = {}; ///< the XML declaration is missing; empty: that is fine
};

/// Read a document. XML that is not well-formed goes once through recover() unless `options.strict`.
reading<element> read(std::string_view text, const read_options& options = {}, const citations& cited = {});

/// A text mended where a good receiver would, and what was changed and where.
struct recovery {
    std::string text;
    sip::findings changes;
    bool gave_up = false; ///< more changes than allowed
};
/// The bounded pre-pass: quotes unquoted attribute values, escapes a bare `&` or `<`, puts blanks between
/// attributes, closes what is open at the end, drops white space before the declaration and junk after the
/// root. Linear.
recovery recover(std::string_view text, const read_options& options, std::string_view requirement);

/// A document of this root, with an XML declaration (UTF-8). Namespaces are declared on the root under fixed
/// prefixes; the root's own is the default one. Deterministic; invalid characters are dropped.
std::string write(const element& root);
/// Character data and attribute values, escaped.
std::string escape(std::string_view text);

/// Building: an element with text.
element make(std::string_view uri, std::string_view local, std::string_view text = {});
/// Add an attribute without namespace.
void put(element& e, std::string_view attribute_name, std::string_view value);

inline constexpr std::string_view xml_ns = "http://www.w3.org/XML/1998/namespace";

} // namespace simplespec::presence::xml
