#pragma once
// Words of text by the grammar: quoted strings, comments, UTF-8 (RFC 3261 section 25.1). Exact: what these match can be
// derived, what they refuse cannot.
#include "sip/cursor.hpp"

#include <string>
#include <string_view>

namespace simplespec::sip {

/// The size of the UTF8-NONASCII that a text begins with; 0 where it begins with none.
std::size_t nonascii_size(std::string_view text);
/// A quoted-string with its quotes, judged octet by octet; cursor::quoted_string is the tolerant one.
parsed<std::string_view> match_quoted_string(cursor& in);
/// A comment with its parentheses, nested to any depth; without the white space around it.
parsed<std::string_view> match_comment(cursor& in);
/// All that is left, as TEXT-UTF8-TRIM or nothing.
parsed<std::string_view> match_text(cursor& in);
/// All that is left, as the value of a header field that no specification here defines.
parsed<std::string_view> match_extension(cursor& in);
/// SP: one blank, or one fold, which counts as a blank (RFC 3261 section 7.3.1).
bool take_sp(cursor& in);
/// A text with every fold made a single blank.
std::string unfolded(std::string_view text);

/// Subject, Organization: the text, folds made single blanks. Fails on what is no TEXT-UTF8-TRIM; a tolerant reading takes
/// it as it stands.
parsed<std::string> parse_text(cursor& in);
parsed<std::string> parse_text(std::string_view text);

} // namespace simplespec::sip
