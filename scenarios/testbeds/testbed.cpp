#include "scenarios/testbeds/testbed.hpp"

#include "scenarios/testbeds/rig_table.hpp"
#include "scenarios/testbeds/toml_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::scenarios {

using std::chrono::seconds;

const std::map<std::string, sip::duration>& standard_windows() {
    static const std::map<std::string, sip::duration> windows{
        {"reply", seconds(5)}, {"notify", seconds(5)}, {"quiet", seconds(2)}, {"do", seconds(60)}, {"display", seconds(5)}};
    return windows;
}

const std::vector<std::string>& watcher_decisions() {
    static const std::vector<std::string> all{"allow", "pending", "reject", "polite"};
    return all;
}

const std::vector<std::string>& known_features() {
    static const std::vector<std::string> names{
        "esc",         "notifier",    "rls",     "registrar",  "winfo",           "auth",
        "tcp",         "tls",         "ipv6",    "epa",        "watcher",         "fetch",
        "conditional", "composition", "partial", "list-fetch", "in-request-list", "gzip",
        "throttle",    "display",     "min-expires", "md5-sess",    "sha-256",         "sha-512-256",
        "auth-int",    "gruu",        "phone"};
    return names;
}

namespace {
bool role_of_client(const std::string& role) { return role == "epa" || role == "watcher"; }
} // namespace

bool testbed::is_client() const { return dut.roles.empty() || std::ranges::any_of(dut.roles, role_of_client); }
bool testbed::is_server() const { return dut.roles.empty() || !std::ranges::all_of(dut.roles, role_of_client); }

const account* testbed::find_account(std::string_view name) const {
    const auto found = accounts.find(std::string(name));
    return found == accounts.end() ? nullptr : &found->second;
}

feature testbed::of_feature(std::string_view name) const {
    const auto found = features.find(std::string(name));
    if (found != features.end()) return found->second;
    // A role that is not among those that the target declares is not tried.
    static const std::vector<std::string> all_roles{"esc",   "notifier", "rls",    "registrar",
                                                    "winfo", "epa",      "watcher"};
    if (!dut.roles.empty() && std::ranges::find(all_roles, name) != all_roles.end() &&
        std::ranges::find(dut.roles, name) == dut.roles.end())
        return {support::no, fmt::format("`{}` is not among the roles of the target", name)};
    if (name == "display") return {support::no, "nothing of the testbed can read its display"};
    if (name == "phone" && rigs.empty())
        return {support::no, "the testbed has no [rig.NAME]: `run @handset` brings virtual phones"};
    if (name == "auth" &&
        std::ranges::all_of(accounts, [](const auto& a) { return a.second.password.empty(); }))
        return {support::no, "no account has a password"};
    return {};
}

std::optional<sip::duration> testbed::window(std::string_view name) const {
    for (const auto* table : {&timing.windows, &standard_windows()})
        if (const auto found = table->find(std::string(name)); found != table->end()) return found->second;
    return std::nullopt;
}

namespace {

// address = host [":" port]; an IPv6 address with a port stands in brackets.
bool read_address(std::string_view text, std::string& host, std::uint16_t& port) {
    if (text.starts_with("sip:")) text.remove_prefix(4);
    std::string_view digits;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return false;
        host = text.substr(1, end - 1);
        digits = text.substr(end + 1);
        if (!digits.empty() && digits[0] != ':') return false;
        if (!digits.empty()) digits.remove_prefix(1);
    } else if (const auto colon = text.find(':');
               colon != std::string_view::npos && text.rfind(':') == colon) {
        host = text.substr(0, colon);
        digits = text.substr(colon + 1);
        if (digits.empty()) return false;
    } else {
        host = text;
    }
    if (digits.empty()) return !host.empty();
    std::uint32_t number = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return false;
        number = number * 10 + static_cast<std::uint32_t>(c - '0');
        if (number > 65535) return false;
    }
    port = static_cast<std::uint16_t>(number);
    return number > 0 && !host.empty();
}

void read_target(toml_text& in, const toml::table& root, toml_table table, testbed& bed) {
    const auto where = root.get("dut") != nullptr ? root.get("dut")->source() : root.source();
    std::string address;
    std::vector<std::string> transports;
    table.read("name", bed.dut.name);
    table.read("roles", bed.dut.roles);
    table.read("address", address);
    table.read("transports", transports);
    table.read("domain", bed.dut.domain);
    table.done();
    if (address.empty() && !bed.is_server()) {
        if (bed.dut.domain.empty()) return in.fail(where, "[dut] has no `domain`", "domain = \"example.com\"");
        address = bed.dut.domain; // a client comes to us
    }
    if (address.empty()) return in.fail(where, "[dut] has no `address`", "address = \"192.0.2.1:5060\"");
    if (!read_address(address, bed.dut.host, bed.dut.port))
        return in.fail(root["dut"][root["dut"]["address"] ? "address" : "domain"].node()->source(),
                       fmt::format("`{}` is no address", address),
                       "a host with or without port: 192.0.2.1:5060, [2001:db8::1]:5060, pbx.example.com");
    for (const auto& role : bed.dut.roles)
        if (std::ranges::find(known_features(), role) == known_features().end())
            in.fail(root["dut"]["roles"].node()->source(), fmt::format("`{}` is no role", role),
                    "esc, notifier, rls, registrar, winfo, epa, watcher", role, known_features());
    if (bed.dut.domain.empty()) bed.dut.domain = bed.dut.host;
    if (bed.dut.name.empty()) bed.dut.name = address;
    if (transports.empty()) return;
    bed.dut.transports.clear();
    for (const auto& each : transports) {
        if (each == "udp" || each == "tcp" || each == "tls")
            bed.dut.transports.push_back(each == "udp"   ? sip::transport::udp
                                         : each == "tcp" ? sip::transport::tcp
                                                         : sip::transport::tls);
        else
            in.fail(root["dut"]["transports"].node()->source(), fmt::format("`{}` is no transport", each),
                    "udp, tcp, tls", each, {"udp", "tcp", "tls"});
    }
}

void read_account(toml_text& in, const std::string& name, const toml::node& node,
                  const secret_lookup& secrets, testbed& bed) {
    if (!node.is_table())
        return in.fail(node.source(), fmt::format("`{}` must be a table", name), "[accounts.NAME]");
    toml_table table(in, node.as_table(), "accounts." + name);
    account out{.name = name, .user = name, .domain = bed.dut.domain, .auth_user = {}, .password = {},
                .display = {}, .watchers = "allow"};
    table.read("user", out.user);
    table.read("domain", out.domain);
    table.read("auth_user", out.auth_user);
    out.password = read_secret(in, table, *node.as_table(), secrets, name);
    table.read("display", out.display);
    table.read("watchers", out.watchers);
    table.done();
    if (std::ranges::find(watcher_decisions(), out.watchers) == watcher_decisions().end())
        in.fail((*node.as_table())["watchers"].node()->source(), fmt::format("`{}` is no decision", out.watchers),
                fmt::format("{}", fmt::join(watcher_decisions(), ", ")), out.watchers, watcher_decisions());
    if (out.auth_user.empty()) out.auth_user = out.user;
    bed.accounts[name] = std::move(out);
}

void read_list(toml_text& in, const std::string& name, const toml::node& node, testbed& bed) {
    if (!node.is_table())
        return in.fail(node.source(), fmt::format("`{}` must be a table", name), "[lists.NAME]");
    toml_table table(in, node.as_table(), "lists." + name);
    resource_list out{.name = name, .uri = {}, .owner = {}, .members = {}};
    table.read("uri", out.uri);
    table.read("owner", out.owner);
    table.read("members", out.members);
    table.done();
    if (out.uri.empty())
        in.fail(node.source(), fmt::format("[lists.{}] has no `uri`", name), "uri = \"sip:...\"");
    if (!out.owner.empty() && bed.find_account(out.owner) == nullptr) {
        std::vector<std::string> names;
        for (const auto& [key, unused] : bed.accounts) names.push_back(key);
        in.fail((*node.as_table())["owner"].node()->source(),
                fmt::format("there is no account `{}`", out.owner), "a name of [accounts]", out.owner, names);
    }
    bed.lists[name] = std::move(out);
}

void read_feature(toml_text& in, const std::string& name, const toml::node& node, testbed& bed) {
    if (std::ranges::find(known_features(), name) == known_features().end())
        return in.fail(node.source(), fmt::format("unknown feature `{}`", name),
                       "one of: " + fmt::format("{}", fmt::join(known_features(), ", ")), name,
                       known_features());
    const std::string text = node.value_or(std::string());
    feature out;
    if (text == "yes")
        out.state = support::yes;
    else if (text.starts_with("no:") && text.size() > 3)
        out = {support::no, text.substr(text.find_first_not_of(' ', 3) == std::string::npos
                                            ? 3
                                            : text.find_first_not_of(' ', 3))};
    else if (text != "probe")
        return in.fail(node.source(), fmt::format("`{}` says neither yes, no nor probe", name),
                       "\"yes\", \"probe\", or \"no: the reason\"");
    bed.features[name] = std::move(out);
}

void read_rest(toml_text& in, toml_table& root, testbed& bed) {
    auto local = root.table("local");
    local.read("bind", bed.local.bind);
    local.read("advertised", bed.local.advertised);
    local.read("port", bed.local.port);
    local.read("trust", bed.local.trust);
    local.done();
    auto timing = root.table("timing");
    timing.read("scale", bed.timing.scale);
    timing.read("max_wait", bed.timing.max_wait);
    timing.table("windows").each([&](const std::string& name, const toml::node& node) {
        const auto length = read_duration(node.value_or(std::string()));
        if (!length)
            return in.fail(node.source(), fmt::format("`{}` must be a length of time", name),
                           "\"500ms\", \"5s\", \"2m\"");
        bed.timing.windows[name] = *length;
    });
    timing.done();
    auto unwanted = root.table("ambient");
    std::string policy = "note";
    unwanted.read("unwanted", policy);
    unwanted.done();
    if (policy == "ignore") bed.unwanted = ambient::ignore;
    auto hooks = root.table("hooks");
    hooks.read("start", bed.hooks.start);
    hooks.read("ready", bed.hooks.ready);
    hooks.read("stop", bed.hooks.stop);
    hooks.read("provision", bed.hooks.provision);
    hooks.read("do", bed.hooks.act);
    hooks.done();
}

} // namespace

std::expected<testbed, problem> read_testbed(std::string_view file, std::string_view text,
                                             const secret_lookup& secrets) {
    testbed bed;
    bed.file = file;
    toml_text in{std::string(file), text};
    try {
        const toml::table parsed = toml::parse(text, file);
        toml_table root(in, &parsed, "");
        read_target(in, parsed, root.table("dut"), bed);
        root.table("accounts").each([&](const std::string& name, const toml::node& node) {
            read_account(in, name, node, secrets, bed);
        });
        root.table("lists").each(
            [&](const std::string& name, const toml::node& node) { read_list(in, name, node, bed); });
        root.table("rig").each([&](const std::string& name, const toml::node& node) { read_rig(in, name, node, secrets, bed); });
        root.table("features").each([&](const std::string& name, const toml::node& node) {
            read_feature(in, name, node, bed);
        });
        read_rest(in, root, bed);
        root.done();
    } catch (const toml::parse_error& wrong) {
        in.fail(wrong.source(), std::string(wrong.description()), "TOML");
    }
    if (in.wrong) return std::unexpected(*in.wrong);
    return bed;
}

testbed embedded_testbed() {
    testbed bed;
    bed.dut.name = "embedded";
    bed.dut.domain = "example.com";
    for (const std::string name : {"alice", "bob", "carol", "dave"}) {
        std::string display = name;
        display[0] = static_cast<char>(display[0] - 'a' + 'A');
        bed.accounts[name] = {name, name, bed.dut.domain, name, name + "-secret", std::move(display)};
    }
    for (const auto& [name, decision] : {std::pair{"trent", "polite"}, {"victor", "reject"}, {"wanda", "pending"}})
        bed.accounts[name] = {name, name, bed.dut.domain, name, std::string(name) + "-secret", {}, decision};
    bed.features["display"] = bed.features["phone"] = {support::yes, {}};
    bed.features["in-request-list"] = {support::no, "the reference server takes no lists out of requests"};
    bed.lists["friends"] = {"friends", "sip:friends@example.com", "carol", {"alice", "bob"}};
    return bed;
}

} // namespace simplespec::scenarios
