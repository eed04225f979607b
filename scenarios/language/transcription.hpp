#pragma once
// A captured exchange written down as a scenario: what the clients sent is sent again, and what the server
// answered is waited for.
#include "scenarios/captures/capture.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

struct transcript {
    std::string text;               ///< of a .scn file
    std::vector<std::string> notes; ///< what of the capture is not in it, a sentence each
};

/// Write a capture down as the scenario `id`. Each address-of-record that sent a REGISTER, PUBLISH,
/// SUBSCRIBE, OPTIONS or MESSAGE becomes an actor; users and domains become names, so that it runs on any
/// testbed. Retransmissions and what answered a challenge are left out: actors do that by themselves. Lines
/// cite no requirement: what does not come is INCONC until somebody adds one; rules judge every message all
/// the same. Fails with a sentence where no client sent anything.
std::expected<transcript, std::string> transcribe(const capture& from, std::string_view id,
                                                  std::string_view title);

} // namespace simplespec::scenarios
