#pragma once
// Judging header fields by their grammar: RFC 3261 section 25.1, and RFC 3903, RFC 6665 and RFC 5839 for theirs. Where the
// readers of this folder are tolerant, this is exact: it accuses only what cannot be derived from the productions.
#include "sip/finding.hpp"
#include "sip/message.hpp"

#include <optional>
#include <string_view>

namespace simplespec::sip {

/// How a field is judged: "via-form" under "RFC3261-25.1-2". A field that has no production here must be text.
struct field_form {
    std::string_view rule;
    std::string_view requirement;
};
field_form form_of(header id);

/// The first place where a value of this field stops being one that can be derived; none where it can. The offset is from
/// the start of `value`. Linear, and without allocation.
std::optional<parse_error> check_field(header id, std::string_view value);
/// Whether an error is one that half the world makes and nobody minds, a host name with an underscore: suspected, not
/// proven.
bool is_minor(const parse_error& error);

/// The findings of all header fields of a message, one a row, at most `most` in all.
findings check_headers(const message& m, std::size_t most = 64);
/// The finding of one row.
std::optional<finding> check_row(const field& row);

} // namespace simplespec::sip
