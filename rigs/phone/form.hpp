#pragma once
// What a request asks, out of its target and body: untrusted, so within limits.
#include "net/http_message.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simplespec::rigs {

/// Names and values, escapes undone, in the order in which they came.
struct form {
    std::string path{}; ///< without its query
    std::vector<std::pair<std::string, std::string>> values{};

    /// The first value of this name, exactly spelled; null where there is none.
    const std::string* find(std::string_view name) const;
};

/// What is too much is answered with this status.
struct form_refusal {
    int status = 400;
    std::string text{};
};

/// The target's query, and behind it the body where it is a form. Escapes that are none stay as they stand.
std::expected<form, form_refusal> read_form(const net::http_request& request);

/// "%C3%BC+x" is "ü x".
std::string unescaped(std::string_view text);
/// A text inside of HTML, an attribute's value included.
std::string in_html(std::string_view text);
/// A JSON string with its quotes. Octets that are no UTF-8 come out as U+FFFD.
std::string in_json(std::string_view text);

/// A page or another answer with its type; nobody keeps a copy of it.
net::http_response answer_with(int status, std::string_view type, std::string body);
/// A small page that says one thing.
net::http_response page_saying(int status, std::string_view title, std::string_view text);

} // namespace simplespec::rigs
