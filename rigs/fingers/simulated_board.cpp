#include "rigs/fingers/simulated_board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace simplespec::rigs {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t longest_line = 96;
constexpr std::size_t most_touches = 256, most_answers = 256;

// A day at most: what is no number, or beyond every table, may be asked for.
sip::duration seconds(double s) {
    constexpr double longest = 86'400;
    return std::chrono::duration_cast<sip::duration>(std::chrono::duration<double>(s < longest ? s : longest));
}

milliseconds whole(sip::duration d) { return std::chrono::duration_cast<milliseconds>(d); }

/// The first number of a text and what stands behind it; 0 where there is none.
int take_number(std::string_view& text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    int out = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (wrong != std::errc{}) return 0;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return out;
}

} // namespace

/// Letters, each with a number: G1 X10.5 F3000.
struct simulated_board::words {
    std::array<std::optional<double>, 26> of{};

    std::optional<double> operator[](char letter) const { return of[static_cast<std::size_t>(letter - 'A')]; }

    static std::optional<words> read(std::string_view line) {
        words out;
        while (!line.empty()) {
            const char letter = line.front();
            line.remove_prefix(1);
            if (letter == ' ') continue;
            if (letter < 'A' || letter > 'Z') return std::nullopt;
            double value = 0;
            const auto [end, wrong] = std::from_chars(line.data(), line.data() + line.size(), value);
            if (wrong != std::errc{} || !std::isfinite(value)) return std::nullopt;
            line.remove_prefix(static_cast<std::size_t>(end - line.data()));
            out.of[static_cast<std::size_t>(letter - 'A')] = value;
        }
        return out;
    }
};

std::string simulated_board::switch_on(sip::time_point now) {
    now_ = free_ = now;
    home_ = false;
    x_ = y_ = z_ = 0;
    answers_.clear();
    closed_.clear();
    held_.reset();
    line_.clear();
    if (kind_ == finger_board::grbl) return "\r\nGrbl 1.1h ['$' for help]\r\n";
    return kind_ == finger_board::marlin ? "start\necho:Marlin\n" : "READY fingers 1\n";
}

std::string simulated_board::on_octets(sip::time_point now, std::string_view octets) {
    now_ = std::max(now, now_);
    for (const char c : octets) {
        if (c != '\n' && c != '\r') {
            if (line_.size() < longest_line) line_ += c;
            continue;
        }
        // Who does not wait for answers is not heard for ever.
        if (!line_.empty() && answers_.size() < most_answers) on_line(std::exchange(line_, {}));
        line_.clear();
    }
    return on_timer(now);
}

std::string simulated_board::on_timer(sip::time_point now) {
    now_ = std::max(now, now_);
    std::string out;
    while (!answers_.empty() && answers_.begin()->first <= now_) {
        out += answers_.begin()->second;
        answers_.erase(answers_.begin());
    }
    return out;
}

std::optional<sip::time_point> simulated_board::deadline() const {
    std::optional<sip::time_point> out;
    if (!answers_.empty()) out = answers_.begin()->first;
    for (const auto& one : touches_) // those that are over wait for touched() alone
        if (const auto over = one.from + one.held; over > now_) return sip::earlier(out, std::optional(over));
    return out;
}

std::vector<touch> simulated_board::touched() {
    std::vector<touch> out;
    while (!touches_.empty() && touches_.front().from + touches_.front().held <= now_) {
        out.push_back(touches_.front());
        touches_.pop_front();
    }
    return out;
}

/// Answers keep the order of their questions.
void simulated_board::answer(std::string_view text) {
    const auto after = answers_.empty() ? now_ : std::max(now_, answers_.rbegin()->first);
    answers_.emplace(after, std::string(text) + "\n");
}

void simulated_board::refuse(int grbl_code, std::string_view marlin_text) {
    if (kind_ == finger_board::grbl) return answer(fmt::format("error:{}", grbl_code));
    answer(marlin_text);
    answer("ok");
}

void simulated_board::on_line(std::string_view line) {
    if (line.size() == longest_line)
        return kind_ == finger_board::relay ? answer("ERR line") : refuse(14, "Error:line");
    kind_ == finger_board::relay ? on_relay_line(line) : on_motion_line(line);
}

std::optional<handset::key> simulated_board::under() const {
    for (const auto& [key, place] : bench_.keys)
        if (std::hypot(place.x - x_, place.y - y_) <= bench_.radius) return key;
    return std::nullopt;
}

void simulated_board::down(std::optional<handset::key> which, sip::time_point at) {
    if (which)
        held_ = touch{*which, {}, at};
    else
        ++missed_;
}

void simulated_board::up(sip::time_point at) {
    if (!held_) return;
    held_->held = whole(at - held_->from);
    if (touches_.size() < most_touches) touches_.push_back(*held_);
    held_.reset();
}

void simulated_board::move_to(double x, double y, double z, double speed) {
    const auto from = std::max(free_, now_);
    const double far = std::hypot(x - x_, y - y_, z - z_);
    free_ = from + seconds(far * 60 / std::max(1.0, speed));
    const auto passes = [&] { // the moment at which the finger passes the height of touch
        return from +
               std::chrono::duration_cast<sip::duration>((free_ - from) * ((bench_.touch - z_) / (z - z_)));
    };
    const bool was_down = z_ <= bench_.touch, is_down = z <= bench_.touch;
    const bool sideways = x != x_ || y != y_;
    if (was_down && (!is_down || sideways)) up(is_down ? from : passes());
    x_ = x;
    y_ = y;
    if (is_down && (!was_down || sideways)) down(under(), was_down ? free_ : passes());
    z_ = z;
}

void simulated_board::go(const words& to) {
    // Grbl is locked until it was home; Marlin goes where it is sent. Beyond its reach Grbl refuses, and
    // Marlin goes as far as it can.
    if (kind_ == finger_board::grbl && !home_) return answer("error:9");
    const double x = to['X'].value_or(x_), y = to['Y'].value_or(y_), z = to['Z'].value_or(z_);
    speed_ = to['F'].value_or(speed_);
    const double nearest_x = std::clamp(x, 0.0, moves_.width), nearest_y = std::clamp(y, 0.0, moves_.depth);
    if (kind_ == finger_board::grbl && (x != nearest_x || y != nearest_y)) return answer("error:15");
    move_to(nearest_x, nearest_y, z, speed_);
    answer("ok");
}

void simulated_board::on_motion_line(std::string_view line) {
    const bool grbl = kind_ == finger_board::grbl;
    const auto unknown = [&] { refuse(20, fmt::format("echo:Unknown command: \"{}\"", line)); };
    const auto read = words::read(line == "$H" && grbl ? std::string_view("G28") : line);
    if (!read || !(*read)['G'] || (line == "G28" && grbl)) return unknown();
    switch (static_cast<int>(std::clamp(*(*read)['G'], 0.0, 999.0))) {
    case 21:
    case 90:
        return answer("ok");
    case 28:
        move_to(x_, y_, moves_.travel, 6000);
        move_to(0, 0, moves_.travel, 6000);
        home_ = true;
        answers_.emplace(std::max(free_, now_), "ok\n");
        return;
    case 0:
    case 1:
        return go(*read);
    case 4: {
        const double p = std::clamp((*read)['P'].value_or(0), 0.0, 600'000.0);
        free_ = std::max(free_, now_) + seconds(grbl ? p : p / 1000);
        answers_.emplace(free_, "ok\n");
        return;
    }
    default:
        return unknown();
    }
}

void simulated_board::on_relay_line(std::string_view line) {
    if (line == "UP ALL") {
        closed_.clear();
        return answer("OK");
    }
    const auto verb = line.substr(0, line.find(' '));
    auto rest = line.substr(verb.size());
    const int relay = take_number(rest);
    const auto found = bench_.relays.find(relay);
    if (verb != "TAP" && verb != "UP" && verb != "DOWN") return answer("ERR order");
    if (found == bench_.relays.end()) return answer("ERR relay");
    if (verb == "TAP") {
        const milliseconds length(std::clamp(take_number(rest), 0, 60'000));
        if (touches_.size() < most_touches) touches_.push_back({found->second, length, now_});
        answers_.emplace(now_ + length, "OK\n");
        return;
    }
    if (verb == "DOWN") {
        closed_.emplace(relay, now_);
    } else if (const auto since = closed_.find(relay); since != closed_.end()) {
        if (touches_.size() < most_touches)
            touches_.push_back({found->second, whole(now_ - since->second), since->second});
        closed_.erase(since);
    }
    answer("OK");
}

} // namespace simplespec::rigs
