#include "sip/headers/check.hpp"

#include "sip/headers/grammar.hpp"
#include "sip/headers/host.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/text.hpp"

#include <array>

namespace simplespec::sip {
namespace {

using match = parsed<bool> (*)(cursor&);

parsed<bool> text(cursor& in) {
    const auto read = match_text(in);
    if (!read) return std::unexpected(read.error());
    return true;
}

parsed<bool> extension(cursor& in) {
    const auto read = match_extension(in);
    if (!read) return std::unexpected(read.error());
    return true;
}

enum class shape : std::uint8_t {
    one,          // a value
    list,         // values between commas, at least one
    list_or_none, // [ the same ]
    star_or_list, // Contact
    text_or_none, // [ text ]
};

struct row {
    header id;
    match value;
    shape how;
    field_form form;
};

// Start lines and the fields of every message; what the others describe has a row of its own in the catalogue.
constexpr std::string_view grammar = "RFC3261-25.1-2";
constexpr std::string_view product = "RFC3261-25.1-3";
constexpr std::string_view moment = "RFC3261-25.1-4";
constexpr std::string_view authentication = "RFC3261-25.1-5";
constexpr std::string_view content = "RFC3261-25.1-6";
constexpr std::string_view words = "RFC3261-25.1-7";
constexpr std::string_view events = "RFC6665-8.4-G1";
constexpr std::string_view etags = "RFC3903-12-G1";
constexpr std::string_view condition = "RFC5839-7.3-G1";

constexpr row rows[] = {
    {header::via, match_via_parm, shape::list, {"via-form", grammar}},
    {header::from, match_address, shape::one, {"from-form", grammar}},
    {header::to, match_address, shape::one, {"to-form", grammar}},
    {header::reply_to, match_address, shape::one, {"reply-to-form", grammar}},
    {header::call_id, match_call_id, shape::one, {"call-id-form", grammar}},
    {header::cseq, match_cseq, shape::one, {"cseq-form", grammar}},
    {header::contact, match_address, shape::star_or_list, {"contact-form", grammar}},
    {header::route, match_name_addr, shape::list, {"route-form", grammar}},
    {header::record_route, match_name_addr, shape::list, {"record-route-form", grammar}},
    {header::max_forwards, match_digits, shape::one, {"max-forwards-form", grammar}},
    {header::expires, match_digits, shape::one, {"expires-form", grammar}},
    {header::min_expires, match_digits, shape::one, {"min-expires-form", grammar}},
    {header::retry_after, match_retry_after, shape::one, {"retry-after-form", grammar}},
    {header::supported, match_token, shape::list_or_none, {"supported-form", grammar}},
    {header::require, match_token, shape::list, {"require-form", grammar}},
    {header::unsupported, match_token, shape::list, {"unsupported-form", grammar}},
    {header::proxy_require, match_token, shape::list, {"proxy-require-form", grammar}},
    {header::allow, match_token, shape::list_or_none, {"allow-form", grammar}},
    {header::priority, match_token, shape::one, {"priority-form", grammar}},
    {header::accept, match_accept_range, shape::list_or_none, {"accept-form", grammar}},
    {header::content_type, match_media_type, shape::one, {"content-type-form", grammar}},
    {header::date, match_date, shape::one, {"date-form", grammar}},
    {header::user_agent, match_server, shape::one, {"user-agent-form", product}},
    {header::server, match_server, shape::one, {"server-form", product}},
    {header::warning, match_warning, shape::list, {"warning-form", moment}},
    {header::timestamp, match_timestamp, shape::one, {"timestamp-form", moment}},
    {header::www_authenticate, match_authentication, shape::one, {"www-authenticate-form", authentication}},
    {header::proxy_authenticate, match_authentication, shape::one, {"proxy-authenticate-form", authentication}},
    {header::authorization, match_authentication, shape::one, {"authorization-form", authentication}},
    {header::proxy_authorization, match_authentication, shape::one, {"proxy-authorization-form", authentication}},
    {header::authentication_info, match_auth_param, shape::list, {"authentication-info-form", authentication}},
    {header::accept_encoding, match_tagged_token, shape::list_or_none, {"accept-encoding-form", content}},
    {header::accept_language, match_language_range, shape::list_or_none, {"accept-language-form", content}},
    {header::content_encoding, match_token, shape::list, {"content-encoding-form", content}},
    {header::content_language, match_language_tag, shape::list, {"content-language-form", content}},
    {header::content_disposition, match_tagged_token, shape::one, {"content-disposition-form", content}},
    {header::mime_version, match_mime_version, shape::one, {"mime-version-form", content}},
    {header::subject, text, shape::text_or_none, {"subject-form", words}},
    {header::organization, text, shape::text_or_none, {"organization-form", words}},
    {header::event, match_event, shape::one, {"event-form", events}},
    {header::allow_events, match_event_type, shape::list, {"allow-events-form", events}},
    {header::subscription_state, match_tagged_token, shape::one, {"subscription-state-form", events}},
    {header::sip_etag, match_token, shape::one, {"sip-etag-form", etags}},
    {header::sip_if_match, match_token, shape::one, {"sip-if-match-form", etags}},
    {header::suppress_if_match, match_token, shape::one, {"suppress-if-match-form", condition}},
};

// Everything else: an extension-header. Content-Length has a rule of its own.
constexpr row others = {header::other, extension, shape::text_or_none, {"extension-form", words}};

constexpr auto by_header = [] {
    std::array<std::uint8_t, 256> out{};
    for (std::size_t i = 0; i < std::size(rows); ++i)
        out[static_cast<std::size_t>(rows[i].id)] = static_cast<std::uint8_t>(i + 1);
    return out;
}();

const row& row_of(header id) {
    const auto i = by_header[static_cast<std::size_t>(id)];
    return i == 0 ? others : rows[i - 1];
}

// A whole text as one value.
std::optional<parse_error> check_value(match value, std::string_view text, std::size_t offset) {
    cursor in(text);
    auto done = value(in);
    if (done) in.skip_sws();
    if (done && in.at_end()) return std::nullopt;
    auto error = done ? parse_error{"field-value", "nothing more, or a separator", in.offset()} : done.error();
    error.offset += offset;
    return error;
}

// A comma list. Without brackets a comma may belong to the URI beside it, so what is cut there is not judged; that the
// brackets are missing is another clause's matter (RFC 3261 section 20.10).
std::optional<parse_error> check_list(const row& r, std::string_view value) {
    std::optional<parse_error> found;
    bool several = false, bare = false;
    for_each_value(value, [&](std::string_view item, std::size_t offset, bool last) {
        several = several || !last;
        if (item.empty()) {
            found = parse_error{"COMMA", "a value beside each comma", offset};
            return false;
        }
        bare = bare || (r.how == shape::star_or_list && item.find('<') == std::string_view::npos &&
                        item.find(':') != std::string_view::npos);
        found = check_value(r.value, item, offset);
        if (found && several && bare) found.reset();
        return !found && !(several && bare);
    });
    return found;
}

} // namespace

field_form form_of(header id) { return row_of(id).form; }

std::optional<parse_error> check_field(header id, std::string_view value) {
    if (id == header::content_length) return std::nullopt;
    const row& r = row_of(id);
    value = trim(value);
    if (value.empty()) {
        if (r.how == shape::list_or_none || r.how == shape::text_or_none) return std::nullopt;
        return parse_error{"field-value", "a value", 0};
    }
    if (r.how == shape::star_or_list && value == "*") return std::nullopt;
    if (r.how == shape::one || r.how == shape::text_or_none) return check_value(r.value, value, 0);
    return check_list(r, value);
}

bool is_minor(const parse_error& error) { return error.expected == no_underscore; }

std::optional<finding> check_row(const field& row) {
    const auto error = check_field(row.id, row.value);
    if (!error) return std::nullopt;
    constexpr std::size_t shown = 80;
    const auto from = std::min(error->offset, row.value.size());
    finding out{form_of(row.id).rule, form_of(row.id).requirement, row.value_offset + from,
                "the value of " + std::string(row.name) + " is not formed by the grammar of " +
                    std::string(error->production),
                std::string(error->expected), std::string(row.value.substr(from, shown))};
    if (is_minor(*error)) out.sure = certainty::suspected;
    return out;
}

findings check_headers(const message& m, std::size_t most) {
    findings out;
    for (const field row : m.fields()) {
        if (out.size() >= most) break;
        if (auto found = check_row(row)) out.push_back(std::move(*found));
    }
    return out;
}

} // namespace simplespec::sip
