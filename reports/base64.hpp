#pragma once
// Base64 (RFC 4648 section 4) for octets that JSON cannot carry.
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::reports {

std::string base64_encode(std::string_view octets);
/// None where the text is not padded base64.
std::optional<std::string> base64_decode(std::string_view text);

} // namespace simplespec::reports
