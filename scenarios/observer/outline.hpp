#pragma once
// What identifies a message, read from whatever stands there: the observer must follow also what the grammar
// refuses.
#include "sip/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// A name-addr or addr-spec with its header parameters. Views into the value that was read.
struct address_outline {
    std::string_view display;
    std::string_view uri;        ///< without angle brackets
    std::string_view parameters; ///< header parameters, from the first semicolon on; may be empty
    bool bracketed = false;
};
address_outline read_address(std::string_view value);

/// The value of a parameter in a text like `;a=b;c`: none where it is absent, empty where it has no value.
/// Quotes are kept.
std::optional<std::string_view> parameter(std::string_view parameters, std::string_view name);
/// All parameter names of such a text, in order.
std::vector<std::string_view> parameter_names(std::string_view parameters);
/// The items of a comma list; commas in quotes and angle brackets do not divide. Empty items are left out.
std::vector<std::string_view> list_items(std::string_view value);
/// The items of all rows of this field.
std::vector<std::string_view> items(const sip::message& message, sip::header field);
/// Whether some row of this field lists this token (case-insensitive).
bool lists(const sip::message& message, sip::header field, std::string_view token);

/// The parts of a SIP or SIPS URI that tell where it leads. Views into the URI.
struct uri_outline {
    std::string_view scheme;
    std::string_view user; ///< without password
    std::string_view host; ///< IPv6 without brackets
    std::string_view port; ///< empty where there is none
    std::string_view parameters;
};
uri_outline read_uri(std::string_view uri);
/// Whether both lead to the same user at the same host and port. Parameters are not looked at; sip, sips and pres may
/// name one person, other schemes differ.
bool same_place(std::string_view a, std::string_view b);
/// user@host[:port], in lower case but for the user: what a presentity is known by, whatever the scheme.
std::string presentity_of(std::string_view uri);
bool is_numeric_host(std::string_view host);

/// One Via value. Views into it.
struct via_outline {
    std::string_view text;
    std::string_view transport;
    std::string_view host; ///< of sent-by; IPv6 without brackets
    std::optional<std::uint16_t> port;
    std::string_view parameters;

    std::string_view branch() const { return parameter(parameters, "branch").value_or(std::string_view()); }
};
via_outline read_via(std::string_view value);

/// A decimal number of at most 32 bits that fills the text; none otherwise.
std::optional<std::uint32_t> read_number(std::string_view text);

struct outline {
    std::vector<via_outline> vias;
    address_outline from, to;
    std::optional<std::string_view> from_tag, to_tag;
    std::string_view call_id;
    std::optional<std::uint32_t> cseq;
    std::string_view cseq_method;
    std::string_view event; ///< the event type of the Event header; empty where there is none
    std::optional<std::string_view> event_id;
    std::optional<std::uint32_t> expires; ///< of the Expires header
};
/// Views point into the message.
outline read_outline(const sip::message& message);

} // namespace simplespec::scenarios
