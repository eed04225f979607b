#pragma once
// From, To, Contact, Route, Record-Route: a name-addr or addr-spec with parameters (RFC 3261 section 20.10).
#include "sip/headers/parameters.hpp"
#include "sip/uri.hpp"

namespace simplespec::sip {

struct address {
    std::string display_name; ///< quotes and escapes undone
    uri target;
    parameters params; ///< of the header field, not of the URI
    bool bracketed = false;

    std::string tag() const { return params.text("tag"); }
};

/// One value of Contact: an address, or the star that a REGISTER may carry (then `where` is empty).
struct contact_value {
    bool star = false;
    address where;

    std::optional<std::uint64_t> expires() const { return where.params.number("expires", UINT32_MAX); }
};

parsed<address> parse_address(cursor& in);
parsed<address> parse_address(std::string_view text);
/// From and To.
inline parsed<address> parse_from(std::string_view text) { return parse_address(text); }
inline parsed<address> parse_to(std::string_view text) { return parse_address(text); }
/// One value of a Route or Record-Route; needs the brackets.
parsed<address> parse_route(cursor& in);
parsed<address> parse_route(std::string_view text);
/// One value of a Contact list.
parsed<contact_value> parse_contact(cursor& in);
parsed<contact_value> parse_contact(std::string_view text);

} // namespace simplespec::sip
