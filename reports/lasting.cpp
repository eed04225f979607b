#include "reports/lasting.hpp"

#include "sip/headers/address.hpp"
#include "sip/headers/list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace simplespec::reports {
namespace {

using sip::header;

constexpr std::array only_there = {
    header::via,           header::call_id,
    header::cseq,          header::content_length,
    header::content_id,    header::date,
    header::timestamp,     header::sip_etag,
    header::sip_if_match,  header::suppress_if_match,
    header::in_reply_to,   header::identity,
    header::target_dialog, header::max_forwards,
};
constexpr std::array addresses = {
    header::from,
    header::to,
    header::contact,
    header::route,
    header::record_route,
    header::path,
    header::reply_to,
    header::referred_by,
    header::refer_to,
    header::service_route,
    header::p_asserted_identity,
    header::p_preferred_identity,
};
constexpr std::array challenges = {
    header::www_authenticate,    header::proxy_authenticate,  header::authorization,
    header::proxy_authorization, header::authentication_info, header::proxy_authentication_info,
};
// Parameters whose values are drawn anew each time.
constexpr std::array<std::string_view, 18> drawn = {
    "tag", "branch",   "boundary", "start", "nonce", "cnonce",   "opaque", "nextnonce", "rspauth",
    "nc",  "response", "username", "uri",   "rport", "received", "to-tag", "from-tag",  "+sip.instance",
};

template <std::size_t N>
bool one_of(header h, const std::array<header, N>& them) {
    return std::ranges::find(them, h) != them.end();
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

// Parts between separators that stand outside quoted strings and angle brackets, without white space around
// them.
std::vector<std::string> parts(std::string_view text, char separator) {
    std::vector<std::string> out(1);
    bool quoted = false, bracketed = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\' && i + 1 < text.size()) {
            out.back() += c;
            out.back() += text[++i];
            continue;
        }
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == '<')
            bracketed = true;
        else if (!quoted && c == '>')
            bracketed = false;
        if (c == separator && !quoted && !bracketed)
            out.emplace_back();
        else
            out.back() += c;
    }
    for (auto& part : out) part = std::string(sip::trim(part));
    return out;
}

// Seconds that are left shrink while messages travel: what differs by that is alike.
std::string rounded(const std::string& seconds) {
    std::uint64_t number = 0;
    const auto end = seconds.data() + seconds.size();
    const auto read = std::from_chars(seconds.data(), end, number);
    constexpr std::uint64_t small = 30, step = 10;
    if (read.ec != std::errc() || read.ptr != end || number < small || number > UINT32_MAX) return seconds;
    return std::to_string((number + step / 2) / step * step);
}

// "name=value" of a parameter; the value goes where it is drawn anew each time.
std::string lasting_parameter(std::string_view text, bool shrinks) {
    const auto equals = text.find('=');
    const auto name = lower(sip::trim(text.substr(0, equals)));
    if (equals == std::string_view::npos) return name;
    if (std::ranges::find(drawn, name) != drawn.end()) return name;
    const std::string value(sip::trim(text.substr(equals + 1)));
    return name + "=" + (shrinks && (name == "expires" || name == "retry-after") ? rounded(value) : value);
}

std::string with_parameters(std::string first, std::vector<std::string> rest) {
    std::ranges::sort(rest);
    for (const auto& parameter : rest)
        if (!parameter.empty()) first += ";" + parameter;
    return first;
}

// Who it is depends on the accounts that were free; scheme and parameters are what the sender does each time.
std::string lasting_address(std::string_view text) {
    const auto read = sip::parse_contact(text);
    if (!read) return "(unreadable)";
    if (read->star) return "*";
    std::vector<std::string> of_uri, of_field;
    for (const auto& p : read->where.target.parameters)
        of_uri.push_back(p.name + (lower(p.name) == "transport" && p.value ? "=" + lower(*p.value) : ""));
    for (const auto& p : read->where.params.items)
        of_field.push_back(
            lasting_parameter(std::string(p.name) + (p.value ? "=" + std::string(*p.value) : ""), true));
    return with_parameters("<" + with_parameters(read->where.target.scheme + ":...", of_uri) + ">", of_field);
}

// challenge = ("Digest" LWS digest-cln *(COMMA digest-cln))
std::string lasting_challenge(std::string_view text) {
    auto items = parts(text, ',');
    std::string scheme;
    if (const auto blank = items[0].find(' '); blank < items[0].find('=')) {
        scheme = items[0].substr(0, blank) + " ";
        items[0].erase(0, blank + 1);
    }
    for (auto& item : items) item = lasting_parameter(item, false);
    std::ranges::sort(items);
    return scheme + fmt::format("{}", fmt::join(items, ", "));
}

// warning-value = warn-code SP warn-agent SP warn-text
std::string lasting_warning(std::string_view text) {
    const auto first = text.find(' ');
    const auto second = first == std::string_view::npos ? first : text.find(' ', first + 1);
    if (second == std::string_view::npos) return std::string(text);
    return fmt::format("{} ...{}", text.substr(0, first), text.substr(second));
}

std::string lasting_item(header h, std::string_view text) {
    if (one_of(h, addresses)) return lasting_address(text);
    if (h == header::warning) return lasting_warning(text);
    auto all = parts(text, ';');
    const bool shrinks = h == header::subscription_state;
    std::string first = h == header::retry_after ? rounded(all[0]) : all[0];
    all.erase(all.begin());
    for (auto& parameter : all) parameter = lasting_parameter(parameter, shrinks);
    return with_parameters(std::move(first), std::move(all));
}

} // namespace

std::string lasting_name(const sip::field& f) {
    return f.id == header::other ? lower(f.name) : std::string(sip::name(f.id));
}

std::optional<std::vector<std::string>> lasting_values(const sip::field& f) {
    if (one_of(f.id, only_there)) return std::nullopt;
    if (one_of(f.id, challenges)) return std::vector{lasting_challenge(f.value)};
    // What a product calls itself, and what nobody knows, stands as it is.
    if (f.id == header::user_agent || f.id == header::server || f.id == header::other)
        return std::vector{std::string(f.value)};
    if (!sip::is_list(f.id)) return std::vector{lasting_item(f.id, f.value)};
    std::vector<std::string> out;
    for (const auto& item : sip::split_list(f.value)) out.push_back(lasting_item(f.id, item.text));
    return out;
}

} // namespace simplespec::reports
