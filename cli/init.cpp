#include "cli/addresses.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/inquire.hpp"
#include "net/interrupt.hpp"
#include "scenarios/testbeds/testbed_writer.hpp"
#include "sip/uri.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <memory>

namespace simplespec::cli {

namespace {

struct init_options {
    std::string target;
    std::vector<std::string> users, passwords, lists;
    std::string domain;
    std::string out = "-";
};

/// Everything that the command line said, read: what to ask, and what to write.
struct init_plan {
    rigs::inquiry_settings ask;
    scenarios::testbed_facts write;
};

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= text.size();) {
        const auto end = std::min(text.find(at, from), text.size());
        if (end > from) out.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

// sip:HOST[:PORT], or HOST[:PORT]
std::expected<void, std::string> read_target(const init_options& given, init_plan& plan) {
    const bool bare = !given.target.starts_with("sip:") && !given.target.starts_with("sips:");
    const auto uri = sip::parse_uri(bare ? "sip:" + given.target : given.target);
    if (!uri || !uri->is_sip() || uri->host.empty() || uri->scheme == "sips" || uri->port == 0)
        return std::unexpected(fmt::format("'{}' is no server: expected sip:HOST or sip:HOST:PORT", given.target));
    if (!uri->user.empty())
        return std::unexpected(fmt::format("'{}' names a user: expected sip:HOST:PORT, and --user {}", given.target, uri->user));
    plan.ask.target = {sip::transport::udp, uri->host, uri->port.value_or(5060)};
    plan.ask.domain = given.domain.empty() ? uri->host : given.domain;
    plan.write.address = sip::hostport(plan.ask.target);
    plan.write.domain = plan.ask.domain;
    return {};
}

// One password for everybody, or one for each, and always by the name of a variable: a command line is read by everybody.
std::expected<void, std::string> read_users(const init_options& given, init_plan& plan) {
    if (given.passwords.size() > 1 && given.passwords.size() != given.users.size())
        return std::unexpected(fmt::format("{} users and {} passwords: give one --password for all, or one for each --user",
                                           given.users.size(), given.passwords.size()));
    for (std::size_t i = 0; i < given.users.size(); ++i) {
        std::string variable, secret;
        if (!given.passwords.empty()) {
            const auto& text = given.passwords.size() == 1 ? given.passwords.front() : given.passwords[i];
            if (!text.starts_with("env:") || text.size() == 4)
                return std::unexpected("--password takes no password, but where it is: --password env:NAME");
            variable = text.substr(4);
            const char* value = std::getenv(variable.c_str());
            if (value == nullptr)
                return std::unexpected(fmt::format("the environment has no {0}: {0}=... simplespec init ...", variable));
            secret = value;
        }
        plan.ask.users.push_back({given.users[i], secret});
        plan.write.accounts.push_back({given.users[i], variable});
    }
    return {};
}

// --list URI=member,member; the members may be left out.
void read_lists(const init_options& given, init_plan& plan) {
    for (const auto& text : given.lists) {
        const auto equal = text.find('=');
        const auto uri = uri_of(text.substr(0, equal), plan.ask.domain);
        plan.ask.lists.push_back(uri);
        const auto members = equal == std::string::npos ? std::string() : text.substr(equal + 1);
        plan.write.lists.push_back({uri, split(members, ',')});
    }
}

int fail(int code, const std::string& why) {
    fmt::print(stderr, "simplespec: {}\n", why);
    return code;
}

int init(const init_options& given) {
    init_plan plan;
    if (auto read = read_target(given, plan); !read) return fail(usage, read.error());
    if (auto read = read_users(given, plan); !read) return fail(usage, read.error());
    read_lists(given, plan);
    plan.write.file = given.out == "-" ? "FILE" : given.out;
    net::watch_interrupts();
    const auto found = inquire(plan.ask);
    if (!found) return fail(net::interrupted() ? interrupted : not_ready, found.error());
    if (const auto written = write_file(given.out, scenarios::write_testbed(plan.write, *found)); !written)
        return fail(usage, written.error());
    for (const auto& each : scenarios::remarks_on(plan.write, *found)) fmt::print(stderr, "simplespec: note: {}\n", each);
    if (given.out != "-") fmt::print(stderr, "{} is written; next: simplespec run -t {}\n", given.out, given.out);
    return as_expected;
}

} // namespace

void add_init(CLI::App& program, int& code) {
    auto given = std::make_shared<init_options>();
    auto* command = program.add_subcommand("init", "Ask a server what it is, and write a testbed for it");
    command->add_option("TARGET", given->target, "sip:HOST or sip:HOST:PORT")->required();
    command->add_option("--user", given->users, "A user of the server, more than once; three make the whole suite apply")
        ->required()->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--password", given->passwords, "env:NAME, where NAME holds it: one for all users, or one for each")
        ->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--domain", given->domain, "Of its users; HOST where not given");
    command->add_option("--list", given->lists, "NAME-OR-URI[=MEMBER,MEMBER]: a contact list that it serves, more than once")
        ->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("-o,--output", given->out, "The testbed; standard output where not given");
    command->footer("What it asks leaves nothing behind: bindings are only queried, subscriptions are fetches, and the one\n"
                    "publication is removed.\n"
                    "Example: simplespec serve --port 5070 --account joe:secret --account mark:secret --for 5 & sleep 1; "
                    "SECRET=secret simplespec init sip:127.0.0.1:5070 --user joe --user mark --password env:SECRET -o pbx.toml");
    command->callback([given, &code] { code = init(*given); });
}

} // namespace simplespec::cli
