#include "scenarios/testbeds/testbed_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace simplespec::scenarios {

namespace {

using rigs::question;

// Printable ASCII as it stands, the rest as dots: what a target sends must not end a comment or a quote.
std::string tame(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, 200)) out += c >= ' ' && c <= '~' ? c : '.';
    return out;
}

// basic-string = quotation-mark *basic-char quotation-mark
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : tame(text)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

// unquoted-key = 1*( ALPHA / DIGIT / "-" / "_" )
std::string key(std::string_view name) {
    const auto bare = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.empty() && std::ranges::all_of(name, bare) ? std::string(name) : quoted(name);
}

// SIP_ALICE for alice: a name that a shell can export.
std::string variable_for(std::string_view user) {
    std::string out = "SIP_";
    for (const char c : user) {
        const bool lower = c >= 'a' && c <= 'z';
        const bool keep = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        out += lower ? static_cast<char>(c - 'a' + 'A') : keep ? c : '_';
    }
    return out;
}

std::string evidence(const rigs::inquiry_answer& answer) {
    std::string whom = answer.about;
    if (answer.what == question::list) whom += " by " + answer.asker;
    return fmt::format("#   {}{}: {}{}{}\n", name(answer.what), whom.empty() ? std::string() : " (" + tame(whom) + ")",
                       tame(answer.said), answer.notified ? ", and a NOTIFY" : "", answer.lists ? " with a list" : "");
}

std::vector<std::string> roles_of(const rigs::inquiry_findings& found) {
    std::vector<std::string> out;
    if (found.accepted(question::registration) || found.accepted(question::registration_bare)) out.push_back("registrar");
    if (found.accepted(question::publication)) out.push_back("esc");
    if (found.accepted(question::presence)) out.push_back("notifier");
    if (found.accepted(question::winfo)) out.push_back("winfo");
    if (std::ranges::any_of(found.answers, [](const auto& a) { return a.lists; })) out.push_back("rls");
    return out;
}

template <class Names>
std::string named(std::string_view what, const Names& names) {
    return names.empty() ? std::string() : fmt::format("#   {}: {}\n", what, tame(fmt::format("{}", fmt::join(names, ", "))));
}

std::string head(const testbed_facts& about, const rigs::inquiry_findings& found) {
    std::string out = fmt::format("# A testbed for {}, written from its answers. Change what you know better.\n"
                                  "#   simplespec run -t {}\n#\n# What it answered:\n",
                                  tame(about.address), tame(about.file));
    for (const auto& each : found.answers) out += evidence(each);
    out += named("Server", found.agent.empty() ? std::vector<std::string>{} : std::vector{found.agent});
    out += named("Allow", found.allow);
    out += named("Allow-Events", found.allow_events);
    out += named("Supported", found.supported);
    out += named("Digest algorithms", found.algorithms);
    return out + "\n";
}

std::string target_table(const testbed_facts& about, const rigs::inquiry_findings& found) {
    std::vector<std::string> transports, roles;
    if (found.answered(question::options_udp)) transports.push_back(quoted("udp"));
    if (found.answered(question::options_tcp)) transports.push_back(quoted("tcp"));
    for (const auto& role : roles_of(found)) roles.push_back(quoted(role));
    std::string out = "[dut]\n";
    out += fmt::format("name = {}\n", quoted(found.agent.empty() ? about.address : found.agent));
    out += "# What it does; scenarios that need another role do not apply to it. All of them: registrar, esc (takes PUBLISH),\n"
           "# notifier (takes SUBSCRIBE), winfo, rls (contact lists).\n";
    // With no role proven, none is excluded: the run itself says what was refused.
    out += roles.empty() ? "# roles = [\"registrar\", \"esc\", \"notifier\"]   nothing was accepted: see above\n"
                         : fmt::format("roles = [{}]\n", fmt::join(roles, ", "));
    out += fmt::format("address = {}\ntransports = [{}]\ndomain = {}\n\n", quoted(about.address),
                       fmt::join(transports, ", "), quoted(about.domain));
    return out;
}

std::string account_table(const account_facts& who, const rigs::inquiry_findings& found) {
    const auto out = fmt::format("[accounts.{}]\nuser = {}\n", key(who.user), quoted(who.user));
    if (!who.secret_in.empty()) return out + fmt::format("password = {}\n\n", quoted("env:" + who.secret_in));
    const auto* bare = found.find(question::registration, who.user);
    const bool challenged = bare != nullptr && (bare->status == 401 || bare->status == 407);
    return out + fmt::format("# {}\n# password = {}\n\n",
                             challenged ? "It was challenged: put the password into the environment and take the # away."
                                        : "No password was asked for.",
                             quoted("env:" + variable_for(who.user)));
}

std::string list_tables(const testbed_facts& about, const rigs::inquiry_findings& found) {
    std::string out;
    for (std::size_t i = 0; i < about.lists.size(); ++i) {
        const auto& list = about.lists[i];
        const auto proof = std::ranges::find_if(found.answers, [&](const auto& a) { return a.lists && a.about == list.uri; });
        if (proof == found.answers.end()) continue;
        std::vector<std::string> members;
        for (const auto& member : list.members) members.push_back(quoted(member));
        // "friends" is the list that the scenarios of the suite ask for.
        out += fmt::format("# Its members are accounts of this file or URIs, in their order.\n"
                           "[lists.{}]\nuri = {}\nowner = {}\nmembers = [{}]\n\n",
                           i == 0 ? std::string("friends") : fmt::format("list{}", i + 1), quoted(list.uri),
                           quoted(proof->asker), fmt::join(members, ", "));
    }
    if (!out.empty()) return out;
    const auto owner = about.accounts.empty() ? std::string("alice") : tame(about.accounts.front().user);
    return fmt::format("# A contact list that it serves, if it does; add \"rls\" to the roles then.\n# [lists.friends]\n"
                       "# uri = \"sip:friends@{0}\"\n# owner = \"{1}\"\n# members = [\"an account\", \"sip:someone@{0}\"]\n\n",
                       tame(about.domain), owner);
}

std::string feature_table(const rigs::inquiry_findings& found) {
    std::string out = "# Features that are not named are tried; a refusal makes a scenario NA. \"yes\" makes it a failure,\n"
                      "# \"no: the reason\" leaves them out.\n[features]\n";
    const auto* stream = found.find(question::options_tcp);
    if (stream != nullptr && stream->status == 0)
        out += fmt::format("tcp = {}\n", quoted("no: " + tame(stream->said)));
    const auto* list = found.find(question::list);
    if (list != nullptr && std::ranges::none_of(found.answers, [](const auto& a) { return a.lists; }))
        out += fmt::format("rls = {}\n", quoted("no: not a list; " + tame(list->said)));
    if (found.accepted(question::publication) && !found.names_least_interval)
        out += "min-expires = \"no: it took a publication of one second\"\n";
    if (found.accepted(question::presence) && !found.tags_notifications)
        out += "conditional = \"no: its NOTIFY has no SIP-ETag\"\n";
    return out + "# fetch = \"yes\"\n\n";
}

} // namespace

std::string write_testbed(const testbed_facts& about, const rigs::inquiry_findings& found) {
    std::string out = head(about, found) + target_table(about, found);
    for (const auto& each : about.accounts) out += account_table(each, found);
    if (about.accounts.size() < 3)
        out += "# Scenarios have up to three people in them; with fewer accounts those end as inconclusive. Add more:\n"
               "# [accounts.carol]\n# password = \"env:SIP_CAROL\"\n\n";
    out += list_tables(about, found) + feature_table(found);
    out += "[timing]\n# Longest time that a scenario really waits for something to expire; those that need longer do not apply.\n"
           "max_wait = \"15s\"\n\n"
           "# How long it may take to do what it should; absence is believed only after such a time.\n"
           "# [timing.windows]\n# reply = \"5s\"\n# notify = \"5s\"\n";
    return out;
}

std::vector<std::string> remarks_on(const testbed_facts& about, const rigs::inquiry_findings& found) {
    std::vector<std::string> out;
    for (const auto& who : about.accounts) {
        const auto* answer = found.find(question::registration, who.user);
        if (answer == nullptr || answer->accepted()) continue;
        const bool challenged = answer->status == 401 || answer->status == 407;
        if (challenged && who.secret_in.empty())
            out.push_back(fmt::format("{} needs a password: give --password env:NAME, or uncomment its line in the testbed",
                                      who.user));
        else
            out.push_back(fmt::format("REGISTER of {} was answered '{}'{}", who.user, tame(answer->said),
                                      challenged ? ": the password is not right, or the domain" : ""));
    }
    if (found.left_publication)
        out.push_back("the removal of what was published was not confirmed; it expires within minutes");
    return out;
}

} // namespace simplespec::scenarios
