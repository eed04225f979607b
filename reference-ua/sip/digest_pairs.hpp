#pragma once
// The pairs that challenges, credentials and Authentication-Info are made of. For the digest readers.
#include "sip/cursor.hpp"

#include <string>
#include <string_view>

namespace simplespec::sip {

// name EQUAL ( token / quoted-string ) *( COMMA name EQUAL ( token / quoted-string ) ), to the end. `take` gets each pair.
template <class Take>
parsed<bool> read_digest_pairs(cursor& in, std::string_view production, Take take) {
    in.skip_sws();
    do {
        const auto name = in.token();
        if (name.empty() || !in.take_separator('=')) return in.fail("auth-param", "a name and a value");
        if (in.peek() == '"') {
            const auto quoted = in.quoted_string();
            if (!quoted) return std::unexpected(quoted.error());
            take(name, unquote(*quoted));
        } else {
            take(name, std::string(in.token()));
        }
    } while (in.take_separator(','));
    in.skip_sws();
    if (!in.at_end()) return in.fail(production, "a comma or the end");
    return true;
}

} // namespace simplespec::sip
