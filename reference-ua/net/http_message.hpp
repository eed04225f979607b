#pragma once
// What goes over HTTP to a phone and back, without the wire.
#include <map>
#include <string>
#include <string_view>

namespace simplespec::net {

/// Header fields by name, without regard to case.
struct by_field_name {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
        for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
            if (lower(a[i]) != lower(b[i])) return lower(a[i]) < lower(b[i]);
        return a.size() < b.size();
    }
};
using http_fields = std::map<std::string, std::string, by_field_name>;

struct http_request {
    std::string method = "GET";
    std::string target = "/"; ///< path and query, as it goes over the wire
    http_fields fields{};     ///< Host and Content-Length are written by who sends it
    std::string body{};
};

struct http_response {
    int status = 200;
    http_fields fields{};
    std::string body{};
};

} // namespace simplespec::net
