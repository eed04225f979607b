#pragma once
// Key events as a snom phone takes them: Name[,HoldMs[,PauseMs]] in a chain.
#include "rigs/phone/model.hpp"
#include "rigs/phone/virtual_handset.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// What a name means to this phone. Keys that change nothing that this phone shows are known and do nothing.
struct snom_key {
    std::optional<handset::key> which{};
};
/// "ENTER", "p3", "F1", "%23" undone: in any case. None where the model has no such key.
std::optional<snom_key> find_snom_key(std::string_view name, const model& m);

/// Events of one request at most, and the longest time in one, in milliseconds.
inline constexpr std::size_t most_key_events = 64;
inline constexpr int longest_key_time = 60'000;

/// The strokes of a chain; names that are none are left out, as the phone does. The error says what is too
/// much.
std::expected<std::vector<stroke>, std::string> read_key_events(std::string_view chain, const model& m);

} // namespace simplespec::rigs
