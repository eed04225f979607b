#include "cli/addresses.hpp"

#include <fmt/format.h>

#include <charconv>

namespace simplespec::cli {

std::string uri_host(std::string_view host) {
    const bool bare = host.find(':') != std::string_view::npos && !host.starts_with('[');
    return bare ? fmt::format("[{}]", host) : std::string(host);
}

std::string uri_of(std::string_view text, std::string_view domain) {
    if (text.find(':') != std::string_view::npos) return std::string(text);
    return fmt::format("sip:{}@{}", text, uri_host(domain));
}

std::expected<sip::hop, std::string> hop_of(std::string_view text) {
    sip::hop out;
    std::string_view host = text;
    const auto bracket = host.rfind(']');
    const auto colon = host.rfind(':');
    // Several colons outside of brackets are an IPv6 literal, not a port.
    const bool port = colon != std::string_view::npos &&
                      (bracket == std::string_view::npos ? host.find(':') == colon : bracket < colon);
    if (port) {
        const auto digits = host.substr(colon + 1);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
        if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || out.port == 0)
            return std::unexpected(fmt::format("{}: the port is not in 1..65535", text));
        host = host.substr(0, colon);
    }
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    if (host.empty()) return std::unexpected(fmt::format("{}: expected HOST or HOST:PORT", text));
    out.host = host;
    return out;
}

} // namespace simplespec::cli
