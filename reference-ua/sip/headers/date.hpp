#pragma once
// Fields of time: Date and Timestamp (RFC 3261 sections 20.17 and 20.38).
#include "sip/cursor.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace simplespec::sip {

/// What a sender notes of its clock, and what a receiver adds. Texts of digits: they may be of any length.
struct timestamp {
    std::string_view time;                 ///< seconds with or without a fraction, since no known epoch
    std::optional<std::string_view> delay; ///< seconds between receiving the request and sending the response
};

/// "Sat, 13 Nov 2010 23:29:00 GMT". Fails also on a day that the calendar has not; a wrong weekday is passed over, for it
/// says nothing. A tolerant reading takes a day of one digit and UTC for GMT.
parsed<std::chrono::sys_seconds> parse_date(cursor& in);
parsed<std::chrono::sys_seconds> parse_date(std::string_view text);
parsed<timestamp> parse_timestamp(cursor& in);
parsed<timestamp> parse_timestamp(std::string_view text);

} // namespace simplespec::sip
