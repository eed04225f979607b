#pragma once
// The built program as its users meet it: started in a folder, with its output and its exit code. For tests.
#include "net/child.hpp"
#include "net/clock.hpp"
#include "net/port.hpp"
#include "net/run_loop.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace simplespec::cli::testing {

using namespace std::chrono_literals;

/// How a command ended, and all that it wrote.
struct ended {
    int code = -1;
    std::string said;
};

/// A folder, and the program in it. SIMPLESPEC_PROGRAM is its path.
class desk {
public:
    /// A shell command; `simplespec` in it is the program.
    net::child start(const std::string& command) const {
        auto started = net::child::start({.command = prepared(command), .folder = folder_.path(), .environment = {}});
        if (!started) throw std::runtime_error(started.error());
        return std::move(*started);
    }
    ended run(const std::string& command, sip::duration limit = 100s) const {
        auto process = start(command);
        const auto code = process.wait(limit);
        return {code.value_or(-1), process.output(1U << 20U)};
    }
    /// Until it has written this; false where it does not.
    static bool says(const net::child& who, const std::string& text, sip::duration limit = 30s) {
        const net::clock clock;
        for (const auto end = clock.now().steady + limit; clock.now().steady < end; net::pause(10ms))
            if (who.output(1U << 20U).find(text) != std::string::npos) return true;
        return false;
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
    std::string read(const std::string& name) const {
        std::ifstream in(path(name));
        std::stringstream out;
        out << in.rdbuf();
        return out.str();
    }
    std::string path(const std::string& name) const { return folder_.path() + "/" + name; }

private:
    static std::string prepared(const std::string& command) {
        const std::string program = SIMPLESPEC_PROGRAM;
        const auto folder = program.substr(0, program.rfind('/'));
        const bool plain = command.starts_with("simplespec ") && command.find_first_of(";&|") == std::string::npos;
        return fmt::format("PATH={}:$PATH; {}{}", folder, plain ? "exec " : "", command);
    }
    net::scratch_folder folder_;
};

/// UDP and TCP of this number were free a moment ago.
inline std::uint16_t free_port() {
    net::run_loop loop;
    const auto port = net::port::open(loop, "127.0.0.1", 0);
    return port ? (*port)->address().port : std::uint16_t{0};
}

/// A scenario of one user's own: a publication, and what its answer should be.
inline std::string own_scenario(const std::string& name, const std::string& rest, const std::string& head = {}) {
    return "scenario mine/" + name + "\n  title \"A try\"\n  needs esc\n" + head + "\nactor alice = user (udp)\n\n" +
           "alice > PUBLISH {alice.aor}\n    Event: presence\n    Expires: 600\n    body pidf { tuple t1 basic=open }\n" + rest;
}

/// A testbed for the reference server at this port.
inline std::string testbed(std::uint16_t port, const std::string& rest = {}) {
    return fmt::format("[dut]\naddress = \"127.0.0.1:{}\"\n[accounts.alice]\n[accounts.bob]\n{}", port, rest);
}

} // namespace simplespec::cli::testing
