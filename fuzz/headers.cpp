// The typed header fields of headers/: the first octet of the input selects one, the rest is its value. What
// a strict reading takes, a tolerant reading takes as it is; what can be derived from the grammar, a tolerant
// reading takes; errors stand in the text.
#include "fuzz/fuzz_target.hpp"
#include "sip/headers/address.hpp"
#include "sip/headers/check.hpp"
#include "sip/headers/content.hpp"
#include "sip/headers/date.hpp"
#include "sip/headers/event.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/text.hpp"
#include "sip/headers/value.hpp"
#include "sip/headers/via.hpp"
#include "sip/headers/warning.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace simplespec {
namespace {

using sip::cursor;
using sip::header;
using sip::parsed;

// How far a reading came; how often it recovered.
struct reach {
    bool read = false;
    std::size_t offset = 0;
    std::size_t recoveries = 0;
};

template <class T>
reach try_reading(parsed<T> (*read)(cursor&), std::string_view text, bool tolerant) {
    std::vector<sip::parse_error> tolerated;
    cursor in(text, tolerant ? &tolerated : nullptr);
    in.skip_sws();
    const auto value = read(in);
    in.skip_sws();
    fuzz::hold(in.offset() <= text.size(), "a reader stays in its text");
    if (!value) fuzz::hold(value.error().offset <= text.size(), "an error stands in the text");
    for (const auto& t : tolerated) fuzz::hold(t.offset <= text.size(), "a recovery stands in the text");
    return {value.has_value(), in.offset(), tolerated.size()};
}

// Fields whose grammar derives what readers refuse with good reason: numbers of any length (ports, CSeq,
// codes), days that no calendar has, a semicolon or question mark in a URI without brackets (RFC 3261
// section 20.10). Content-Length is judged by the reader of messages.
bool wider_by_grammar(header id) {
    constexpr std::array wide{header::content_length, header::via,     header::from,         header::to,
                              header::contact,        header::route,   header::record_route, header::cseq,
                              header::retry_after,    header::warning, header::mime_version, header::date,
                              header::timestamp};
    return std::find(wide.begin(), wide.end(), id) != wide.end();
}

template <class T>
void one(header id, parsed<T> (*read)(cursor&), std::string_view text) {
    const auto strict = try_reading(read, text, false);
    const auto tolerant = try_reading(read, text, true);
    // A reader of one value stops where the strict one must; the tolerant one may come further.
    if (strict.read && strict.offset == text.size()) {
        fuzz::hold(tolerant.read && tolerant.offset == text.size(),
                   "what strict reading takes, tolerant reading takes");
        fuzz::hold(tolerant.recoveries == 0, "nothing is recovered in what strict reading takes");
    }
    const auto wrong = sip::check_field(id, text);
    if (wrong) fuzz::hold(wrong->offset <= text.size(), "a finding stands in the text");
    // An element of a list is one value; the whole list is judged by check_field alone.
    if (!wrong && !wider_by_grammar(id) && sip::split_list(text).size() == 1 && !sip::trim(text).empty())
        fuzz::hold(tolerant.read, "what can be derived from the grammar can be read");
}

using try_one = void (*)(std::string_view);

template <header Id, auto Read>
void of(std::string_view text) {
    one(Id, Read, text);
}

template <class T>
using reader = parsed<T> (*)(cursor&);

constexpr std::array<try_one, 24> fields{
    of<header::via, static_cast<reader<sip::via>>(sip::parse_via)>,
    of<header::from, static_cast<reader<sip::address>>(sip::parse_address)>,
    of<header::to, static_cast<reader<sip::address>>(sip::parse_address)>,
    of<header::contact, static_cast<reader<sip::contact_value>>(sip::parse_contact)>,
    of<header::route, static_cast<reader<sip::address>>(sip::parse_route)>,
    of<header::record_route, static_cast<reader<sip::address>>(sip::parse_route)>,
    of<header::cseq, static_cast<reader<sip::cseq>>(sip::parse_cseq)>,
    of<header::call_id, static_cast<reader<std::string_view>>(sip::parse_call_id)>,
    of<header::expires, static_cast<reader<std::uint64_t>>(sip::parse_expires)>,
    of<header::max_forwards, static_cast<reader<std::uint64_t>>(sip::parse_max_forwards)>,
    of<header::content_length, static_cast<reader<std::uint64_t>>(sip::parse_number)>,
    of<header::sip_etag, static_cast<reader<std::string_view>>(sip::parse_token)>,
    of<header::retry_after, static_cast<reader<sip::retry_after>>(sip::parse_retry_after)>,
    of<header::event, static_cast<reader<sip::event>>(sip::parse_event)>,
    of<header::subscription_state,
       static_cast<reader<sip::subscription_state>>(sip::parse_subscription_state)>,
    of<header::content_type, static_cast<reader<sip::media_type>>(sip::parse_content_type)>,
    of<header::accept, static_cast<reader<sip::media_type>>(sip::parse_media_type)>,
    of<header::content_disposition, static_cast<reader<sip::tagged_token>>(sip::parse_tagged_token)>,
    of<header::accept_language, static_cast<reader<sip::tagged_token>>(sip::parse_accept_language)>,
    of<header::mime_version, static_cast<reader<sip::mime_version>>(sip::parse_mime_version)>,
    of<header::date, static_cast<reader<std::chrono::sys_seconds>>(sip::parse_date)>,
    of<header::timestamp, static_cast<reader<sip::timestamp>>(sip::parse_timestamp)>,
    of<header::warning, static_cast<reader<sip::warning>>(sip::parse_warning)>,
    of<header::server, static_cast<reader<std::vector<sip::server_value>>>(sip::parse_server)>,
};

} // namespace
} // namespace simplespec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    if (size == 0) return 0;
    const auto text = simplespec::fuzz::text_of(octets + 1, size - 1);
    // A value is trimmed by the reader of messages before anyone sees it.
    simplespec::fields[octets[0] % simplespec::fields.size()](simplespec::sip::trim(text));
    return 0;
}
