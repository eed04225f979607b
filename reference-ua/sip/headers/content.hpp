#pragma once
// Fields that describe a body beside Content-Type: disposition, language, id, MIME-Version (RFC 3261 section 20).
#include "sip/headers/media.hpp"

#include <string_view>

namespace simplespec::sip {

struct mime_version {
    std::uint64_t major = 0, minor = 0;
};

/// One value of Content-Language, "de-CH".
parsed<std::string_view> parse_content_language(cursor& in);
parsed<std::string_view> parse_content_language(std::string_view text);
/// One value of Accept-Language: a language or "*", with its q.
parsed<tagged_token> parse_accept_language(cursor& in);
parsed<tagged_token> parse_accept_language(std::string_view text);
/// The q of one value of Accept, Accept-Encoding or Accept-Language in thousandths; 1000 where there is none, none where
/// it is no qvalue.
std::optional<int> quality(const parameters& of);
/// Whether a body that is not understood must be refused: handling, "required" where nothing is said (RFC 3261 section
/// 20.11).
bool handling_is_required(const tagged_token& disposition);
parsed<mime_version> parse_mime_version(cursor& in);
parsed<mime_version> parse_mime_version(std::string_view text);
/// The id without its angle brackets, "foo4*foo1@bar.net" (RFC 2392 section 2). A tolerant reading does without the
/// brackets.
parsed<std::string_view> parse_content_id(cursor& in);
parsed<std::string_view> parse_content_id(std::string_view text);

} // namespace simplespec::sip
