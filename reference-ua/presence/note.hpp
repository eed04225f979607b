#pragma once
// What documents share: notes, intervals, times.
#include "sip/finding.hpp"
#include "sip/instant.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace simplespec::presence {

/// Text for people (RFC 3863 section 4.1.6).
struct note {
    std::string text;
    std::string lang{}; ///< of xml:lang; empty where none is given

    bool operator==(const note&) const = default;
};

/// When something holds; an open end is unlimited (RFC 4480 section 3.1 and RFC 4481).
struct interval {
    std::optional<sip::wall_time> from{};
    std::optional<sip::wall_time> until{};

    bool holds(sip::wall_time now) const { return (!from || *from <= now) && (!until || now < *until); }
    bool operator==(const interval&) const = default;
};

/// An RFC 3339 date-time. White space around it does not count (xs:dateTime); fractions are kept to the
/// microsecond; a missing zone is taken for UTC. `flaw` says what departs from RFC 3339 where it was readable
/// all the same; static storage.
struct time_reading {
    std::optional<sip::wall_time> value;
    std::string_view flaw;
};
time_reading read_time(std::string_view text);
/// "2026-03-01T12:00:00Z", with a fraction only where there is one.
std::string write_time(sip::wall_time time);

} // namespace simplespec::presence
