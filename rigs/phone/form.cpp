#include "rigs/phone/form.hpp"

#include "rigs/phone/drawing.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simplespec::rigs {

namespace {

constexpr std::size_t longest_target = 8192, longest_body = std::size_t{64} << 10U, most_fields = 64,
                      most_values = 256;
constexpr std::size_t longest_name = 128, longest_value = 4096;

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char low = sip::lower(c);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// query = [ pair *( "&" pair ) ] ; pair = name [ "=" value ]
std::expected<void, form_refusal> read_pairs(std::string_view query, form& out) {
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = unescaped(pair.substr(0, equals));
        auto value = unescaped(pair.substr(std::min(equals + 1, pair.size())));
        if (out.values.size() == most_values) return std::unexpected(form_refusal{400, "too many values"});
        if (name.size() > longest_name || value.size() > longest_value)
            return std::unexpected(form_refusal{400, "a name or a value is too long"});
        out.values.emplace_back(std::move(name), std::move(value));
    }
    return {};
}

} // namespace

const std::string* form::find(std::string_view name) const {
    const auto found = std::ranges::find(values, name, [](const auto& v) { return v.first; });
    return found == values.end() ? nullptr : &found->second;
}

std::expected<form, form_refusal> read_form(const net::http_request& request) {
    if (request.target.size() > longest_target)
        return std::unexpected(form_refusal{414, "the target is too long"});
    if (request.body.size() > longest_body) return std::unexpected(form_refusal{413, "the body is too long"});
    if (request.fields.size() > most_fields)
        return std::unexpected(form_refusal{431, "too many header fields"});
    if (request.target.empty() || request.target[0] != '/')
        return std::unexpected(form_refusal{400, "the target is no path"});
    form out;
    const std::string_view target = std::string_view(request.target).substr(0, request.target.find('#'));
    const auto question = std::min(target.find('?'), target.size());
    out.path = unescaped(target.substr(0, question));
    if (auto read = read_pairs(target.substr(std::min(question + 1, target.size())), out); !read)
        return std::unexpected(read.error());
    const auto type = request.fields.find("Content-Type");
    constexpr std::string_view form_type = "application/x-www-form-urlencoded";
    if (request.method == "POST" && type != request.fields.end() &&
        sip::iequal(std::string_view(type->second).substr(0, form_type.size()), form_type))
        if (auto read = read_pairs(request.body, out); !read) return std::unexpected(read.error());
    return out;
}

std::string unescaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape =
            text[i] == '%' && i + 2 < text.size() && digit_of(text[i + 1]) >= 0 && digit_of(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string in_html(std::string_view text) {
    std::string out;
    for (const char c : text) switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    return out;
}

std::string in_json(std::string_view text) {
    std::string out = "\"";
    for (const char c : drawable(text)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

net::http_response answer_with(int status, std::string_view type, std::string body) {
    net::http_response out{.status = status, .body = std::move(body)};
    out.fields["Content-Type"] = type;
    out.fields["Cache-Control"] = "no-store";
    out.fields["X-Content-Type-Options"] = "nosniff";
    return out;
}

net::http_response page_saying(int status, std::string_view title, std::string_view text) {
    return answer_with(
        status, "text/html; charset=utf-8",
        fmt::format("<!DOCTYPE html>\n<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p>"
                    "</body></html>\n",
                    in_html(title), in_html(text)));
}

} // namespace simplespec::rigs
