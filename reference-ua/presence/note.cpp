#include "presence/note.hpp"

#include "sip/cursor.hpp"

#include <fmt/core.h>

namespace simplespec::presence {

namespace {

using namespace std::chrono;

/// Two or four digits; -1 where none stand.
int digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return -1;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (!sip::is_digit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

// date-time = full-date "T" full-time ; time-secfrac = "." 1*DIGIT ; time-offset = "Z" / time-numoffset
// (RFC 3339 section 5.6)
time_reading read_time(std::string_view whole) {
    time_reading out;
    std::string_view text = sip::trim(whole);
    const int y = digits(text, 4);
    const bool dash = take(text, '-');
    const int mon = digits(text, 2);
    const bool dash2 = take(text, '-');
    const int d = digits(text, 2);
    const year_month_day date{year(y), month(static_cast<unsigned>(mon)), day(static_cast<unsigned>(d))};
    if (y < 0 || mon < 0 || d < 0 || !dash || !dash2 || !date.ok()) return {{}, "no RFC 3339 date"};
    if (!take(text, 'T')) {
        if (!take(text, 't') && !take(text, ' ')) return {{}, "no T between date and time"};
        out.flaw = "the T is not upper case";
    }
    const int h = digits(text, 2);
    const bool colon = take(text, ':');
    const int m = digits(text, 2);
    const bool colon2 = take(text, ':');
    const int s = digits(text, 2);
    if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 60 || !colon || !colon2)
        return {{}, "no RFC 3339 time"};
    microseconds fraction{0};
    if (take(text, '.')) {
        int unit = 100'000, seen = 0;
        for (; !text.empty() && sip::is_digit(text.front()); text.remove_prefix(1), unit /= 10, ++seen)
            fraction += microseconds((text.front() - '0') * unit);
        if (seen == 0) return {{}, "no digits behind the decimal point"};
    }
    minutes offset{0};
    if (text.empty()) {
        out.flaw = "no time zone; taken for UTC";
    } else if (take(text, 'z')) {
        out.flaw = "the Z is not upper case";
    } else if (!take(text, 'Z')) {
        const int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
        const int oh = digits(text, 2);
        const bool between = take(text, ':');
        const int om = digits(text, 2);
        if (sign == 0 || oh < 0 || oh > 23 || om < 0 || om > 59 || !between)
            return {{}, "no RFC 3339 time zone"};
        offset = sign * (hours(oh) + minutes(om));
    }
    if (!text.empty()) return {{}, "text behind the time"};
    const auto when = sys_days(date) + hours(h) + minutes(m) + seconds(s) + fraction - offset;
    // The clock of this machine counts nanoseconds in 64 bits: 1678 to 2261.
    if (y < 1700 || y > 2200) return {{}, "a year out of range"};
    out.value = time_point_cast<sip::wall_time::duration>(when);
    return out;
}

std::string write_time(sip::wall_time time) {
    const auto micro = floor<microseconds>(time);
    const auto day = floor<days>(micro);
    const year_month_day date(day);
    const hh_mm_ss clock(micro - day);
    std::string out = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                  clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    if (const auto fraction = clock.subseconds().count(); fraction != 0) {
        out += fmt::format(".{:06}", fraction);
        while (out.back() == '0') out.pop_back();
    }
    return out + 'Z';
}

} // namespace simplespec::presence
