#include "rigs/hooks.hpp"

#include "net/child.hpp"
#include "net/clock.hpp"

#include <fmt/format.h>

namespace simplespec::rigs {

struct hooks::state {
    explicit state(hook_settings s) : settings(std::move(s)) {}

    net::child_settings command(const std::string& text) const {
        return {text, settings.folder,
                {{"SIMPLESPEC_FOLDER", folder.path()},
                 {"SIMPLESPEC_HOST", settings.target.host},
                 {"SIMPLESPEC_PORT", std::to_string(settings.target.port)}}};
    }
    bool stopped() const { return settings.interrupted && settings.interrupted(); }

    /// Whether the start hook has failed already: no use in waiting then.
    std::optional<std::string> failure() {
        const auto code = process ? process->ended() : std::nullopt;
        if (!code || *code == 0) return {};
        return fmt::format("'{}' ended with exit code {} before the target was ready\n{}", settings.start, *code,
                           process->output());
    }

    std::expected<void, std::string> ready() {
        auto answered = settings.ready.empty() ? probe_ready() : ask_ready();
        if (answered) return {};
        if (auto failed = failure()) return std::unexpected(std::move(*failed));
        if (stopped()) return std::unexpected("interrupted while the target was starting");
        auto why = answered.error();
        if (process && !process->output().empty()) why += fmt::format("\n'{}' said:\n{}", settings.start, process->output());
        return std::unexpected(std::move(why));
    }

    std::expected<std::string, std::string> probe_ready() {
        const bool ours = !settings.start.empty();
        auto answered = probe(settings.target, settings.local, ours ? settings.start_limit : settings.answer_limit,
                              [this] { return !failure() && !stopped(); });
        if (answered || ours) return answered;
        // Silence by UDP says little; a connection that is refused says that nobody listens there.
        const sip::hop stream{sip::transport::tcp, settings.target.host, settings.target.port};
        const auto by_tcp = probe(stream, settings.local, std::chrono::milliseconds(300), [this] { return !stopped(); });
        const auto also = sip::reliable(settings.target.via) ? std::string()
                          : by_tcp ? std::string("\n  By TCP it does answer: transports = [\"tcp\"]?")
                                   : "\n  " + by_tcp.error();
        return std::unexpected(answered.error() + also +
                               "\n  The testbed has no `start` hook, so its target must run before we do: is it up, is [dut] "
                               "address right, does a firewall let us through?");
    }

    std::expected<std::string, std::string> ask_ready() {
        const net::clock clock;
        const auto until = clock.now().steady + settings.start_limit;
        for (;;) {
            const auto left = std::max(until - clock.now().steady, sip::duration(std::chrono::milliseconds(1)));
            auto answer = net::run_command(command(settings.ready), left);
            if (answer || clock.now().steady >= until || failure() || stopped()) return answer;
            net::pause(std::chrono::milliseconds(50));
        }
    }

    hook_settings settings;
    net::scratch_folder folder;
    std::optional<net::child> process;
};

hooks::hooks(hook_settings settings) : state_(std::make_unique<state>(std::move(settings))) {}

hooks::~hooks() { static_cast<void>(stop()); }

std::expected<void, std::string> hooks::start() {
    auto& s = *state_;
    if (!s.settings.start.empty()) {
        // What answers already is not what the hook is about to start, and would be judged in its place.
        const auto squatter = probe(s.settings.target, s.settings.local, std::chrono::milliseconds(50), [] { return true; });
        if (squatter && s.settings.ready.empty())
            return std::unexpected(fmt::format("somebody answers at {} already, before '{}' was started\n  Stop whoever that "
                                               "is, or give [dut] address another port.",
                                               sip::describe(s.settings.target), s.settings.start));
        auto started = net::child::start(s.command(s.settings.start));
        if (!started) return std::unexpected(started.error());
        s.process.emplace(std::move(*started));
    }
    if (auto ready = s.ready(); !ready) return ready;
    if (s.settings.provision.empty()) return {};
    const auto done = net::run_command(s.command(s.settings.provision), s.settings.command_limit);
    if (!done) return std::unexpected(done.error());
    return {};
}

std::expected<void, std::string> hooks::act(std::string_view sentence, sip::duration limit) {
    if (state_->settings.act.empty()) return std::unexpected("the testbed has no command for 'do'");
    auto command = state_->command(state_->settings.act);
    command.environment["SIMPLESPEC_DO"] = sentence;
    const auto done = net::run_command(command, limit);
    if (!done) return std::unexpected(done.error());
    return {};
}

std::expected<void, std::string> hooks::stop() {
    auto& s = *state_;
    std::expected<void, std::string> result;
    if (const auto text = std::exchange(s.settings.stop, {}); !text.empty())
        if (const auto done = net::run_command(s.command(text), s.settings.command_limit); !done)
            result = std::unexpected(done.error());
    if (s.process) s.process->stop(s.settings.stop_limit);
    s.process.reset();
    return result;
}

} // namespace simplespec::rigs
