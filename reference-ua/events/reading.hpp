#pragma once
// The numbers that the event machines read from header fields.
#include "sip/header_name.hpp"
#include "sip/instant.hpp"
#include "sip/message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::events {

/// delta-seconds of Expires, Min-Expires or Retry-After: the leading number of the first row, at most 2^32 - 1
/// (RFC 3261 section 20.19). None where the row is missing or no number stands there.
std::optional<std::chrono::seconds> seconds_of(const sip::message& m, sip::header h);
/// The sequence number of CSeq.
std::optional<std::uint32_t> cseq_of(const sip::message& m);
/// Whole seconds until `then`, rounded up; 0 when it is past.
std::chrono::seconds remaining(sip::time_point now, sip::time_point then);
/// How long after a success with this lifetime to refresh: early enough for a try that times out (64*T1) and another one.
std::chrono::seconds refresh_after(std::chrono::seconds lifetime);
/// Whether a failed request may be sent again later, unchanged: timeouts, overload, server trouble.
bool transient(int status);
/// The URI of a From, To or Contact value: what stands in <...>, else what stands before the first parameter.
std::string_view uri_of(std::string_view value);
/// The value of parameter `name` of a header value such as "<uri>;tag=1" or "presence;id=7", quotes undone; none where
/// it is absent, empty where it has no value. Quoted strings and <...> are passed over whole.
std::optional<std::string> parameter_of(std::string_view value, std::string_view name);
/// `*(SP / HTAB)`-trimmed items of a comma list over all rows of a field; quoted strings and <...> stay whole.
std::vector<std::string> items_of(const sip::message& m, sip::header h);
/// "a, b, c"
std::string list_of(const std::vector<std::string>& items);
bool contains(const std::vector<std::string>& items, std::string_view item);

} // namespace simplespec::events
