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
/// The value of parameter `name` of a header value such as "<uri>;tag=1" or "presence;id=7", quotes undone; none where
/// it is absent, empty where it has no value. Quoted strings and <...> are passed over whole.
std::optional<std::string> parameter_of(std::string_view value, std::string_view name);
/// `*(SP / HTAB)`-trimmed items of a comma list over all rows of a field; quoted strings and <...> stay whole.
std::vector<std::string> items_of(const sip::message& m, sip::header h);

} // namespace simplespec::events
