// RFC 3261 section 20, header fields: what the section asks for beside the grammar.
#include "scenarios/rules/sections.hpp"

#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

// RFC 3261 section 20.10: a URI with a comma, a question mark or a semicolon stands in angle brackets. A semicolon behind
// the host begins a parameter of the header field; one before the @ belongs to the URI.
bool needs_brackets(std::string_view uri) {
    const auto user = uri.substr(0, uri.find('@'));
    const bool has_user = user.size() < uri.size();
    return uri.find('?') != std::string_view::npos || (has_user && user.find_first_of(",;") < user.size());
}

ruling unbracketed(const occasion& o) {
    ruling out;
    for (const auto h : {header::from, header::to, header::contact}) {
        if (h != header::contact && o.is_response()) continue; // copies
        for (const auto item : items(o.message(), h)) {
            const auto a = read_address(item);
            if (a.bracketed || a.uri == "*") continue;
            out.applied = true;
            // What the outline cuts at a semicolon may be followed by the rest of the user.
            const auto bare = item.substr(0, item.find_first_of(" \t\r\n\""));
            if (needs_brackets(bare))
                out.found.push_back({{},
                                     {},
                                     place(o.message(), item),
                                     "a URI with a comma, a question mark or a semicolon stands without brackets",
                                     "<URI>",
                                     std::string(item)});
        }
    }
    return out;
}

constexpr std::array table = {
    rule{"address-without-brackets", "RFC3261-20.10-1", unbracketed},
};

} // namespace

rule_section rfc3261_20_rules() { return table; }

} // namespace simplespec::scenarios
