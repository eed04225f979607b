#pragma once
// Another program, started by us and ended by us.
#include "sip/instant.hpp"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace simplespec::net {

struct child_settings {
    std::string command; ///< for sh -c
    std::string folder;  ///< where it runs; empty: here
    std::map<std::string, std::string> environment{}; ///< added to ours
};

/// A process in a session of its own, its output kept in a file that has no name. Stopped when this goes.
class child {
public:
    static std::expected<child, std::string> start(const child_settings& settings);
    child(child&& other) noexcept;
    child& operator=(child&& other) noexcept;
    ~child();

    /// How it ended: its exit code, or 128 + the number of the signal; none while it runs.
    std::optional<int> ended();
    /// Wait until it ended, at most so long.
    std::optional<int> wait(sip::duration limit);
    /// SIGTERM to the process; after its end, at the latest after `patience`, SIGKILL to what is left of its session.
    /// Nothing happens where it had ended before.
    void stop(sip::duration patience);
    /// The last octets that it wrote to its standard output and error.
    std::string output(std::size_t at_most = 4096) const;
    int pid() const { return pid_; }

private:
    child(int pid, int output) : pid_(pid), output_(output) {}

    int pid_ = -1;
    int output_ = -1;
    std::optional<int> code_;
};

/// Run a command to its end: its output if it exits 0, else a sentence with its exit code (or that `limit` was passed) and
/// the end of its output.
std::expected<std::string, std::string> run_command(const child_settings& settings, sip::duration limit);

/// Do nothing for so long.
void pause(sip::duration length);

/// A new empty folder, removed with all that is in it when this goes.
class scratch_folder {
public:
    /// Throws std::filesystem::filesystem_error where none can be made.
    scratch_folder();
    ~scratch_folder();
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

} // namespace simplespec::net
