#pragma once
// `ua --phone`: the handset as a desk phone with a display, keys and a web server.
#include "agent/handset_agent.hpp"
#include "rigs/phone/virtual_handset.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <expected>
#include <string>

namespace simplespec::cli {

struct phone_options {
    std::string model; ///< empty: no phone is wanted
    std::string firmware, language = "en";
    std::string mac; ///< twelve hexadecimal digits; empty: one of its own
    std::string web_bind = "127.0.0.1";
    std::uint16_t web_port = 8080;
    std::string web_user = "admin", web_secret;
    std::string desk;             ///< folder of its finger board and its camera; empty: none
    std::string board = "marlin"; ///< what the finger board understands
    bool digest = false, boxed = false;
};

void add_phone_options(CLI::App& command, phone_options& given);

/// What is wrong with them, a sentence; `state` is that of --state. Names of models and states are listed
/// where they are wrong.
std::expected<void, std::string> check_phone(const phone_options& given, const std::string& state);

/// The phone that these options ask for, but for where it is. `line.watch` goes to programmable keys, the first of
/// `line.lists` is the contact list.
rigs::handset_setup setup_of(const phone_options& given, agent::handset_settings line, const std::string& state);

/// Plays until it is interrupted or `seconds` are over (0: never). Keys are typed, pressed on the page or by
/// HTTP. On failure a sentence.
std::expected<void, std::string> play_phone(const phone_options& given, agent::handset_settings line,
                                            const std::string& state, const std::string& bind,
                                            double seconds);

} // namespace simplespec::cli
