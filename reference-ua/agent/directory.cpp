#include "agent/directory.hpp"

#include <algorithm>

namespace simplespec::agent {
namespace {

int hex_value(char c) { return sip::is_digit(c) ? c - '0' : sip::lower(c) - 'a' + 10; }

// Escapes of characters that need none are undone, the others spelled in one case (RFC 3261 section 19.1.4).
std::string plain(std::string_view user) {
    std::string out;
    for (std::size_t i = 0; i < user.size(); ++i) {
        if (user[i] != '%' || i + 2 >= user.size() || !sip::is_hex(user[i + 1]) ||
            !sip::is_hex(user[i + 2])) {
            out += user[i];
            continue;
        }
        const char c = static_cast<char>(hex_value(user[i + 1]) * 16 + hex_value(user[i + 2]));
        if (sip::is_alphanum(c) || std::string_view("-_.!~*'()").find(c) != std::string_view::npos)
            out += c;
        else
            out += "%" + sip::lowercase(user.substr(i + 1, 2));
        i += 2;
    }
    return out;
}

} // namespace

std::string_view user_of(std::string_view resource) {
    resource.remove_prefix(std::min(resource.find(':') + 1, resource.size()));
    return resource.substr(0, resource.find('@'));
}

directory::directory(const server_settings& settings, std::string_view own_host)
    : settings_(settings), own_host_(own_host) {
    for (const auto& account : settings_.accounts) accounts_.emplace(account.user, &account);
    for (const auto& list : settings_.lists) {
        const auto uri = sip::parse_uri(list.uri);
        if (const auto resource = uri ? resource_of(*uri) : std::nullopt) lists_.emplace(*resource, &list);
    }
}

bool directory::serves(const sip::uri& uri) const {
    if (sip::iequal(uri.host, own_host_)) return true;
    return std::ranges::any_of(settings_.domains, [&](const auto& d) { return sip::iequal(d, uri.host); });
}

std::optional<std::string> directory::resource_of(const sip::uri& uri) const {
    if (uri.user.empty() || !serves(uri)) return std::nullopt;
    return "sip:" + plain(uri.user) + "@" +
           (settings_.domains.empty() ? own_host_ : settings_.domains.front());
}

bool directory::exists(std::string_view resource) const {
    return open() || account_of(resource) != nullptr || list(resource) != nullptr;
}

const served_list* directory::list(std::string_view resource) const {
    const auto found = lists_.find(resource);
    return found == lists_.end() ? nullptr : found->second;
}

const server_account* directory::account(std::string_view user) const {
    const auto found = accounts_.find(user);
    return found == accounts_.end() ? nullptr : found->second;
}

const server_account* directory::account_of(std::string_view resource) const {
    return account(user_of(resource));
}

watcher_policy directory::policy(std::string_view presentity, std::string_view watcher) const {
    const auto* owner = account_of(presentity);
    if (owner == nullptr || presentity == watcher) return watcher_policy::allow;
    for (const auto key : {user_of(watcher), watcher})
        if (const auto found = owner->watchers.find(std::string(key)); found != owner->watchers.end())
            return found->second;
    return owner->policy;
}

} // namespace simplespec::agent
