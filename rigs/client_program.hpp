#pragma once
// A client under test that is a program: started for a scenario, driven by commands, ended with it.
#include "sip/hop.hpp"
#include "sip/instant.hpp"

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::rigs {

/// Shell commands, run in `folder`. They find in their environment SIMPLESPEC_DO (the sentence), SIMPLESPEC_FOLDER (a
/// throw-away folder of this scenario's own), SIMPLESPEC_BIND (address to listen at), SIMPLESPEC_HOST, SIMPLESPEC_PORT and
/// SIMPLESPEC_TRANSPORT (of their server), and what the owner adds.
struct client_settings {
    std::string folder;
    std::string start; ///< for the first sentence: becomes the client, and stays in the foreground
    std::string act;   ///< for each later one
    std::string bind;
    std::map<std::string, std::string> environment{};
    sip::duration command_limit = std::chrono::seconds(60);
    sip::duration stop_limit = std::chrono::seconds(1);
};

/// Why a sentence was not done.
struct client_refusal {
    bool cannot = false; ///< the command ended with 77: this client has no such thing
    std::string why;
};

class client_program {
public:
    using passing = std::function<void(sip::duration)>;

    explicit client_program(client_settings settings);
    ~client_program();
    client_program(const client_program&) = delete;
    client_program& operator=(const client_program&) = delete;

    /// Where its server is, and more for the environment, before the first sentence.
    void set_up(const sip::hop& server, std::map<std::string, std::string> environment);
    /// The first sentence starts the program; the later ones are handed to `act`. "switch off" allows it to end.
    /// `meanwhile` lets so much time go by while a command runs, and sees to what comes; empty: sleep.
    std::expected<void, client_refusal> act(std::string_view sentence, const passing& meanwhile = {});
    /// How the program ended by itself, with the last that it wrote; none while it runs, before it was started, and where
    /// it was told to switch off and ended well.
    std::optional<std::string> ended();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace simplespec::rigs
