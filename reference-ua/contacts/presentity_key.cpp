#include "contacts/presentity_key.hpp"

#include "sip/cursor.hpp"

namespace simplespec::contacts {

std::string presentity_key(std::string_view uri) {
    uri = sip::trim(uri);
    const auto colon = uri.find(':');
    if (colon == std::string_view::npos) return std::string(uri);
    auto scheme = sip::lowercase(uri.substr(0, colon));
    auto rest = uri.substr(colon + 1);
    if (scheme != "pres" && scheme != "sip" && scheme != "sips") return scheme + ":" + std::string(rest);
    const auto end = rest.find_first_of(";?", rest.find('@') == std::string_view::npos ? 0 : rest.find('@'));
    const auto tail = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    rest = rest.substr(0, end);
    const auto at = rest.rfind('@');
    const auto user = at == std::string_view::npos ? std::string_view{} : rest.substr(0, at + 1);
    return "sip:" + std::string(user) + sip::lowercase(rest.substr(user.size())) + std::string(tail);
}

std::string entity_key(std::string_view uri) {
    auto key = presentity_key(uri);
    if (!key.starts_with("sip:")) return key;
    const auto at = key.find('@');
    return key.substr(0, key.find_first_of(";?", at == std::string::npos ? 0 : at));
}

} // namespace simplespec::contacts
