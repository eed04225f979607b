#include "sip/headers/date.hpp"

#include "sip/headers/parameters.hpp"
#include "sip/headers/text.hpp"

#include <array>

namespace simplespec::sip {
namespace {

constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// The index of the name that stands here; names.size() for none.
template <std::size_t N>
unsigned take_name(cursor& in, const std::array<std::string_view, N>& names) {
    unsigned i = 0;
    while (i < N && !in.take_word(names[i])) ++i;
    return i;
}

// nDIGIT, or fewer where that is tolerated
parsed<unsigned> take_digits(cursor& in, std::size_t n, std::string_view production) {
    const auto digits = in.take_while(is_digit);
    const bool fits = digits.size() == n;
    if (digits.empty() || digits.size() > n || (!fits && !in.tolerate(production, "two digits")))
        return in.fail(production, n == 4 ? "four digits" : "two digits");
    unsigned value = 0;
    for (const char c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

// time = 2DIGIT ":" 2DIGIT ":" 2DIGIT ; 00:00:00 - 23:59:59
parsed<std::chrono::seconds> take_time(cursor& in) {
    std::array<unsigned, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0 && !in.take(':')) return in.fail("time", "a colon");
        const auto read = take_digits(in, 2, "time");
        if (!read) return std::unexpected(read.error());
        parts[i] = *read;
    }
    if (parts[0] > 23 || parts[1] > 59 || parts[2] > 60) return in.fail("time", "from 00:00:00 to 23:59:59");
    return std::chrono::hours(parts[0]) + std::chrono::minutes(parts[1]) + std::chrono::seconds(parts[2]);
}

} // namespace

// rfc1123-date = wkday "," SP date1 SP time SP "GMT" ; date1 = 2DIGIT SP month SP 4DIGIT
parsed<std::chrono::sys_seconds> parse_date(cursor& in) {
    if (take_name(in, weekdays) == weekdays.size()) return in.fail("wkday", "Mon to Sun");
    if (!in.take(',') || !take_sp(in)) return in.fail("rfc1123-date", "a comma and one blank");
    const auto day = take_digits(in, 2, "date1");
    if (!day) return std::unexpected(day.error());
    if (!take_sp(in)) return in.fail("date1", "one blank");
    const unsigned month = take_name(in, months);
    if (month == months.size()) return in.fail("month", "Jan to Dec");
    if (!take_sp(in)) return in.fail("date1", "one blank");
    const auto year = take_digits(in, 4, "date1");
    if (!year) return std::unexpected(year.error());
    if (!take_sp(in)) return in.fail("rfc1123-date", "one blank");
    const auto time = take_time(in);
    if (!time) return std::unexpected(time.error());
    if (!take_sp(in)) return in.fail("rfc1123-date", "one blank");
    if (!in.take_word("GMT") && !((in.peek() == 'U' || in.peek() == 'u') && in.tolerate("rfc1123-date", "GMT") &&
                                  (in.take_word("UTC") || in.take_word("UT"))))
        return in.fail("rfc1123-date", "GMT");
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(month + 1),
                                           std::chrono::day(*day)};
    if (!date.ok()) return in.fail("date1", "a day of the calendar");
    return std::chrono::sys_days(date) + *time;
}

parsed<std::chrono::sys_seconds> parse_date(std::string_view text) {
    return whole<std::chrono::sys_seconds>(parse_date, text);
}

// Timestamp = "Timestamp" HCOLON 1*(DIGIT) [ "." *(DIGIT) ] [ LWS delay ] ; delay = *(DIGIT) [ "." *(DIGIT) ]
parsed<timestamp> parse_timestamp(cursor& in) {
    const auto number = [&] {
        const auto rest = in.rest();
        const std::size_t from = in.offset();
        in.take_while(is_digit);
        if (in.take('.')) in.take_while(is_digit);
        return rest.substr(0, in.offset() - from);
    };
    timestamp out;
    if (!is_digit(in.peek())) return in.fail("Timestamp", "a digit");
    out.time = number();
    const std::size_t gap = in.offset();
    in.skip_sws();
    if (in.offset() == gap || in.at_end()) return out;
    out.delay = number();
    return out;
}

parsed<timestamp> parse_timestamp(std::string_view text) { return whole<timestamp>(parse_timestamp, text); }

} // namespace simplespec::sip
