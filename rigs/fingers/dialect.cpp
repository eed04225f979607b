#include "rigs/fingers/dialect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace simplespec::rigs {
namespace {

using std::chrono::milliseconds;

/// Longer than any phone wants a key held.
constexpr milliseconds longest_hold{60'000};

/// How long the machine may be under way: from one corner of its reach to the other.
milliseconds longest_way(const motion& m) {
    const double far = m.width + m.depth + std::abs(m.travel - m.press);
    return milliseconds(static_cast<std::int64_t>(far / std::max(1, m.speed) * 60'000));
}

std::string wait_line(finger_board board, milliseconds how_long) {
    if (board == finger_board::grbl)
        return fmt::format("G4 P{:.3f}", static_cast<double>(how_long.count()) / 1000);
    return fmt::format("G4 P{}", how_long.count());
}

std::string height_line(const motion& m, double z) { return fmt::format("G1 Z{:.2f} F{}", z, m.speed); }

plan motion_stroke(const finger_setup& s, desk_place to, milliseconds hold) {
    const auto& m = s.moves;
    // A board answers a move when it has taken it in, and G4 when all moves before it are done. So the first
    // G4 begins to count when the key is down, and the second is answered when the finger is off it.
    const auto way = s.patience + longest_way(m);
    return {{{fmt::format("G1 X{:.2f} Y{:.2f} F{}", to.x, to.y, m.speed), way},
             {height_line(m, m.press), way},
             {wait_line(s.board, hold), way + hold},
             {height_line(m, m.travel), way},
             {wait_line(s.board, milliseconds(0)), way}},
            height_line(m, m.travel)};
}

std::expected<void, finger_error> reachable(const finger_setup& s, handset::key which, desk_place p) {
    const auto& m = s.moves;
    // Written so that a place that is no number is out of reach, too.
    if (p.x >= 0 && p.x <= m.width && p.y >= 0 && p.y <= m.depth) return {};
    return std::unexpected(finger_error{
        finger_trouble::out_of_reach,
        fmt::format("{} is at {:.1f}, {:.1f} mm, and the machine reaches from 0, 0 to {:.1f}, {:.1f}",
                    handset::name(which), p.x, p.y, m.width, m.depth)});
}

finger_error unknown(handset::key which) {
    return {finger_trouble::key_unknown,
            fmt::format("the rig description does not say where {} is", handset::name(which))};
}

bool begins(std::string_view line, std::string_view with) { return line.starts_with(with); }

board_said gcode_meaning(std::string_view line) {
    if (line == "ok" || begins(line, "ok ")) return board_said::done;
    // Marlin says ok behind a command that it does not know, too.
    for (const auto no : {"error", "Error", "ALARM", "!!", "Resend", "rs ", "echo:Unknown command"})
        if (begins(line, no)) return board_said::no;
    if (line == "start" || begins(line, "Grbl ")) return board_said::restarted;
    return begins(line, "echo:busy") || begins(line, "busy") ? board_said::working : board_said::remark;
}

board_said relay_meaning(std::string_view line) {
    if (line == "OK" || begins(line, "OK ")) return board_said::done;
    if (begins(line, "ERR")) return board_said::no;
    return begins(line, "READY") ? board_said::restarted : board_said::remark;
}

} // namespace

plan opening_of(const finger_setup& s) {
    if (s.board == finger_board::relay) return {{{"UP ALL", s.patience, 3}}, "UP ALL"};
    // G21 counts in millimetres, G90 from home. Opening a port restarts many boards, and a board that starts
    // hears nothing: hence the tries.
    return {{{"G21", s.patience, 3},
             {"G90", s.patience, 3},
             {s.board == finger_board::grbl ? "$H" : "G28", s.patience + s.moves.homing},
             {height_line(s.moves, s.moves.travel), s.patience},
             {wait_line(s.board, milliseconds(0)), s.patience + longest_way(s.moves)}},
            height_line(s.moves, s.moves.travel)};
}

std::expected<plan, finger_error> stroke_of(const finger_setup& s, handset::key which, milliseconds hold) {
    if (hold.count() < 0 || hold > longest_hold)
        return std::unexpected(
            finger_error{finger_trouble::out_of_reach,
                         fmt::format("a key is held {} s at most", longest_hold.count() / 1000)});
    if (s.board == finger_board::relay) {
        const auto found = s.relays.find(which);
        if (found == s.relays.end()) return std::unexpected(unknown(which));
        return plan{{{fmt::format("TAP {} {}", found->second, hold.count()), s.patience + hold}},
                    fmt::format("UP {}", found->second)};
    }
    const auto found = s.places.find(which);
    if (found == s.places.end()) return std::unexpected(unknown(which));
    if (const auto there = reachable(s, which, found->second); !there) return std::unexpected(there.error());
    return motion_stroke(s, found->second, hold);
}

board_said meaning_of(finger_board board, std::string_view line) {
    return board == finger_board::relay ? relay_meaning(line) : gcode_meaning(line);
}

rig_error rig_error_of(const finger_error& wrong) {
    switch (wrong.what) {
    case finger_trouble::no_answer:
        return {trouble::unreachable, wrong.text,
                "see that the board has power, and that `port`, `speed` and `board` of the rig are its own"};
    case finger_trouble::line_away:
        return {trouble::unreachable, wrong.text,
                "plug it in, see that the port has this name, and that you may open it (group dialout)"};
    case finger_trouble::refused:
        return {trouble::unexpected, wrong.text,
                "see that `board` names what the machine runs, and that nothing is in its way"};
    case finger_trouble::restarted:
        return {trouble::unexpected, wrong.text,
                "see to the board's power supply; the next press goes home first"};
    case finger_trouble::key_unknown:
        return {trouble::bad_description, wrong.text, "add the key under [fingers.keys]"};
    case finger_trouble::out_of_reach:
        return {trouble::bad_description, wrong.text, "correct the key's place, or `reach`"};
    }
    return {trouble::unexpected, wrong.text, ""};
}

} // namespace simplespec::rigs
