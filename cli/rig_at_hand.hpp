#pragma once
// A phone that a command names, and whoever stands at it.
#include "rigs/attendant.hpp"
#include "rigs/description.hpp"

#include <CLI/CLI.hpp>

#include <expected>
#include <map>
#include <memory>
#include <string>

namespace simplespec::cli {

struct rig_options {
    std::string name;                ///< [rig.NAME] of the testbed, or KIND:HOST[:PORT]
    std::string testbed;             ///< file
    std::string model, user, secret; ///< of a phone that no testbed describes
};

void add_rig_options(CLI::App& command, rig_options& given);

/// On failure a text that says what is wrong and what to do.
std::expected<rigs::rig_description, std::string> find_rig(const rig_options& given);
std::expected<std::map<std::string, rigs::rig_description>, std::string> rigs_of(const std::string& testbed);

/// "snom at 127.0.0.1:8080"
std::string place_of(const rigs::rig_description& what);
/// What its reservation is named by: the phone's place, whatever testbeds call it.
std::string lock_of(const rigs::rig_description& what);

/// The driver of a phone with a web server.
rigs::outcome<std::unique_ptr<rigs::rig>> reach(const rigs::rig_description& what);
/// Its driver, and eyes that read its languages.
rigs::outcome<std::unique_ptr<rigs::attendant>> stand_at(const rigs::rig_description& what);

/// "error: ...\n  do: ...": made harmless for a terminal.
std::string told(const rigs::rig_error& error);

} // namespace simplespec::cli
