#include "rigs/client_program.hpp"

#include "net/child.hpp"
#include "net/clock.hpp"

#include <fmt/format.h>

namespace simplespec::rigs {
namespace {

constexpr int no_such_thing = 77;
constexpr auto settling = std::chrono::milliseconds(150); // after which a start command has become the client
constexpr auto a_moment = std::chrono::milliseconds(2);

std::string how(int code) {
    if (code <= 128) return fmt::format("with exit code {}", code);
    switch (code - 128) {
    case 4: return "by signal 4 (illegal instruction)";
    case 6: return "by signal 6 (aborted)";
    case 7: return "by signal 7 (bus error)";
    case 8: return "by signal 8 (arithmetic)";
    case 11: return "by signal 11 (segmentation fault)";
    default: return fmt::format("by signal {}", code - 128);
    }
}

} // namespace

struct client_program::state {
    net::child_settings command(const std::string& text, std::string_view sentence) const {
        auto environment = settings.environment;
        environment["SIMPLESPEC_DO"] = sentence;
        environment["SIMPLESPEC_FOLDER"] = folder.path();
        environment["SIMPLESPEC_BIND"] = settings.bind;
        return {text, settings.folder, std::move(environment)};
    }

    static std::optional<int> wait(net::child& command, sip::duration limit, const client_program::passing& meanwhile) {
        if (!meanwhile) return command.wait(limit);
        const net::clock clock;
        const auto until = clock.now().steady + limit;
        while (!command.ended() && clock.now().steady < until) meanwhile(a_moment);
        return command.ended();
    }

    std::expected<void, client_refusal> start(std::string_view sentence, const client_program::passing& meanwhile) {
        auto begun = net::child::start(command(settings.start, sentence));
        if (!begun) return std::unexpected(client_refusal{false, begun.error()});
        process.emplace(std::move(*begun));
        const auto code = wait(*process, settling, meanwhile);
        if (!code) return {};
        client_refusal no{*code == no_such_thing,
                          fmt::format("'{}' ended {}\n{}", settings.start, how(*code), process->output())};
        process.reset();
        return std::unexpected(std::move(no));
    }

    std::expected<void, client_refusal> drive(std::string_view sentence, const client_program::passing& meanwhile) const {
        if (settings.act.empty()) return std::unexpected(client_refusal{true, "the testbed has no command for a second `do`"});
        auto one = net::child::start(command(settings.act, sentence));
        if (!one) return std::unexpected(client_refusal{false, one.error()});
        const auto code = wait(*one, settings.command_limit, meanwhile);
        if (!code) return std::unexpected(client_refusal{false, fmt::format("'{}' did not end", settings.act)});
        if (*code == 0) return {};
        return std::unexpected(
            client_refusal{*code == no_such_thing, fmt::format("'{}' ended {}\n{}", settings.act, how(*code), one->output())});
    }

    client_settings settings;
    net::scratch_folder folder;
    std::optional<net::child> process;
    bool may_end = false;
};

client_program::client_program(client_settings settings) : state_(std::make_unique<state>(std::move(settings))) {}

client_program::~client_program() {
    if (state_->process) state_->process->stop(state_->settings.stop_limit);
}

void client_program::set_up(const sip::hop& server, std::map<std::string, std::string> environment) {
    auto& known = state_->settings.environment;
    for (auto& [name, value] : environment) known[name] = std::move(value);
    known["SIMPLESPEC_HOST"] = server.host;
    known["SIMPLESPEC_PORT"] = std::to_string(server.port);
    known["SIMPLESPEC_TRANSPORT"] = server.via == sip::transport::udp ? "udp" : server.via == sip::transport::tcp ? "tcp" : "tls";
}

std::expected<void, client_refusal> client_program::act(std::string_view sentence, const passing& meanwhile) {
    auto& s = *state_;
    if (sentence == "switch off") s.may_end = true;
    return s.process ? s.drive(sentence, meanwhile) : s.start(sentence, meanwhile);
}

std::optional<std::string> client_program::ended() {
    auto& s = *state_;
    const auto code = s.process ? s.process->ended() : std::nullopt;
    if (!code || (s.may_end && *code == 0)) return {};
    return fmt::format("the client ended {}\n{}", how(*code), s.process->output(2048));
}

} // namespace simplespec::rigs
