#pragma once
// The commands of a testbed: start its target, see that it is ready, give it its accounts, stop it.
#include "sip/hop.hpp"
#include "sip/instant.hpp"

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace simplespec::rigs {

/// Shell commands, run in `folder`; empty: none. They find in their environment SIMPLESPEC_FOLDER (a throw-away folder),
/// SIMPLESPEC_HOST and SIMPLESPEC_PORT (where the target shall listen), and `act` SIMPLESPEC_DO (the sentence).
struct hook_settings {
    std::string folder;
    std::string start; ///< stays in the foreground until it is stopped, or ends with 0 once it has started the target
    std::string ready; ///< tried until it ends with 0; where empty, OPTIONS is sent until anything answers
    std::string stop;
    std::string provision;
    std::string act;
    sip::hop target;
    std::string local; ///< numeric address to send OPTIONS from; empty: by the route
    sip::duration start_limit = std::chrono::seconds(20);
    sip::duration answer_limit = std::chrono::seconds(4); ///< of a target that runs already: no `start`
    sip::duration command_limit = std::chrono::seconds(60);
    sip::duration stop_limit = std::chrono::seconds(5);
    std::function<bool()> interrupted; ///< ends waiting early; may be empty
};

/// Starts and ends a target. What failed is a sentence with the command, how it ended and the end of its output. The
/// target is stopped when this goes.
class hooks {
public:
    explicit hooks(hook_settings settings);
    ~hooks();
    hooks(const hooks&) = delete;
    hooks& operator=(const hooks&) = delete;

    /// Run `start`, wait until the target is ready, run `provision`. Without `start` the target must be there already.
    std::expected<void, std::string> start();
    /// Run `act` with the sentence, for a client under test. Fails where there is no such command.
    std::expected<void, std::string> act(std::string_view sentence, sip::duration limit);
    /// Run `stop` and end what `start` began. What `stop` complained of, if it did.
    std::expected<void, std::string> stop();

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// Send OPTIONS by UDP (or TCP where the target's hop says so) until anything answers: the answer's start line. A refused
/// connection or silence until `limit` is an error that says so. `still` is asked between tries: false gives up.
std::expected<std::string, std::string> probe(const sip::hop& target, const std::string& local, sip::duration limit,
                                              const std::function<bool()>& still);

} // namespace simplespec::rigs
