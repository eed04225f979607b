#pragma once
// The numbers that the event machines read from header fields.
#include "sip/cursor.hpp"
#include "sip/header_name.hpp"
#include "sip/instant.hpp"
#include "sip/message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simplespec::events {

/// delta-seconds of Expires, Min-Expires or Retry-After: the leading number of the first row, at most 2^32 -
/// 1 (RFC 3261 section 20.19). None where the row is missing or no number stands there.
std::optional<std::chrono::seconds> seconds_of(const sip::message& m, sip::header h);
/// The sequence number of CSeq.
std::optional<std::uint32_t> cseq_of(const sip::message& m);
/// Whole seconds until `then`, rounded up; 0 when it is past.
std::chrono::seconds remaining(sip::time_point now, sip::time_point then);
/// How long after a success with this lifetime to refresh: early enough for a try that times out (64*T1) and
/// another one.
std::chrono::seconds refresh_after(std::chrono::seconds lifetime);
/// Whether a failed request may be sent again later, unchanged: timeouts, overload, server trouble.
bool transient(int status);
/// The whole of a value by a reader of sip/headers that recovers where a good receiver would; none where it
/// cannot, or where something else follows.
template <class T>
std::optional<T> read_tolerantly(sip::parsed<T> (*reader)(sip::cursor&), std::string_view value) {
    std::vector<sip::parse_error> tolerated;
    sip::cursor in(value, &tolerated);
    in.skip_sws();
    auto read = reader(in);
    in.skip_sws();
    if (!read || !in.at_end()) return {};
    return std::move(*read);
}
/// "a, b, c"
std::string list_of(const std::vector<std::string>& items);
bool contains(const std::vector<std::string>& items, std::string_view item);

} // namespace simplespec::events
