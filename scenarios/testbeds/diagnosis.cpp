#include "scenarios/testbeds/diagnosis.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

namespace {

using rigs::question;
using namespace std::chrono_literals;

std::string told(const rigs::inquiry_answer& answer) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(answer.took).count();
    return fmt::format("{}: {}{}{}", name(answer.what), answer.said, answer.notified ? ", and a NOTIFY" : "",
                       answer.status == 0 ? std::string() : fmt::format(" ({} ms)", ms));
}

bool lists_transport(const testbed& bed, sip::transport via) {
    return std::ranges::find(bed.dut.transports, via) != bed.dut.transports.end();
}

class diagnosing {
  public:
    diagnosing(const testbed& bed, const rigs::inquiry_findings& found) : bed_(bed), found_(found) {}

    std::vector<diagnosis_line> done() {
        transport_line(sip::transport::udp, question::options_udp);
        transport_line(sip::transport::tcp, question::options_tcp);
        for (const auto& [feature, asked] : roles)
            if (const auto* answer = found_.find(asked))
                feature_line(feature, answer->accepted(), told(*answer));
        for (const auto& [name, who] : bed_.accounts) account_line(who);
        list_lines();
        algorithm_lines();
        add(agreement::fine, "server", found_.agent.empty() ? "no Server header" : found_.agent);
        facts("Allow", found_.allow);
        facts("Allow-Events", found_.allow_events);
        facts("Supported", found_.supported);
        facts("realm", found_.realms);
        clock_line();
        pace_line();
        if (found_.left_publication)
            add(agreement::odd, "removal", "what was published may still stand",
                "wait some minutes, or restart the target");
        return std::move(out_);
    }

  private:
    using role_question = std::pair<std::string_view, question>;
    static constexpr std::array roles =
        std::to_array<role_question>({{"registrar", question::registration_bare},
                                      {"esc", question::publication},
                                      {"notifier", question::presence},
                                      {"winfo", question::winfo}});

    void add(agreement verdict, std::string_view about, std::string found, std::string mend = {}) {
        out_.push_back({verdict, std::string(about), std::move(found), std::move(mend)});
    }

    template <class Names>
    void facts(std::string_view header, const Names& names) {
        if (!names.empty()) add(agreement::fine, header, fmt::format("{}", fmt::join(names, ", ")));
    }

    void transport_line(sip::transport via, question asked) {
        const auto* answer = found_.find(asked);
        if (answer == nullptr) return;
        const auto about = std::string(sip::name(via));
        const bool listed = lists_transport(bed_, via), answers = answer->status != 0;
        if (listed == answers)
            add(agreement::fine, about, told(*answer));
        else if (listed)
            add(agreement::wrong, about, told(*answer),
                "make the target listen there, or take the transport out of [dut] transports");
        else
            add(agreement::odd, about, told(*answer),
                "it is not in [dut] transports: scenarios that need it are left out");
    }

    bool claimed(std::string_view feature) const {
        return std::ranges::find(bed_.dut.roles, feature) != bed_.dut.roles.end() ||
               bed_.of_feature(feature).state == support::yes;
    }

    // A challenge is an answer of who can do it.
    static bool challenges(const rigs::inquiry_answer& a) {
        return a.what == question::registration_bare && (a.status == 401 || a.status == 407);
    }

    void feature_line(std::string_view feature, bool accepted, std::string said) {
        const auto* bare = feature == "registrar" ? found_.find(question::registration_bare) : nullptr;
        const bool works = accepted || (bare != nullptr && challenges(*bare));
        const auto says = bed_.of_feature(feature);
        if (works && says.state == support::no)
            add(agreement::odd, feature, std::move(said),
                fmt::format("it works, and the testbed says no ({}): its scenarios are left out",
                            says.reason));
        else if (works || says.state == support::no)
            add(agreement::fine, feature, std::move(said));
        else if (claimed(feature))
            add(agreement::wrong, feature, std::move(said),
                fmt::format(
                    "the testbed claims {}: its scenarios will fail; mend the target, or take the claim back",
                    feature));
        else
            add(agreement::odd, feature, std::move(said), "its scenarios will not apply");
    }

    void account_line(const account& who) {
        const auto* answer = found_.find(question::registration, who.user);
        if (answer == nullptr || bed_.of_feature("registrar").state == support::no) return;
        const auto about = "account " + who.name;
        const bool challenged = answer->status == 401 || answer->status == 407;
        if (answer->accepted())
            add(agreement::fine, about, told(*answer));
        else if (challenged && who.password.empty())
            add(agreement::wrong, about, told(*answer),
                "it is challenged: give it a password = \"env:NAME\"");
        else
            add(agreement::wrong, about, told(*answer),
                challenged ? "the password, the user name for digest or the domain is not right"
                           : "is the user known there?");
    }

    void list_lines() {
        for (const auto& [name, list] : bed_.lists) {
            const auto is_it = [&](const auto& a) { return a.what == question::list && a.about == list.uri; };
            const auto asked = std::ranges::find_if(found_.answers, is_it);
            if (asked == found_.answers.end()) continue;
            const auto proof =
                std::ranges::find_if(found_.answers, [&](const auto& a) { return is_it(a) && a.lists; });
            const bool proven = proof != found_.answers.end();
            const auto about = "list " + name;
            const auto& told_by = proven ? *proof : *asked;
            if (!proven) {
                const bool absent = bed_.of_feature("rls").state == support::no;
                add(absent ? agreement::fine : agreement::wrong, about, told(told_by),
                    absent
                        ? ""
                        : "it is not answered as a list: is its URI right, and does the target serve lists?");
            } else if (!list.owner.empty() && user_of(list.owner) != proof->asker) {
                add(agreement::odd, about, told(told_by),
                    fmt::format("{} was let in, and the owner is {}", proof->asker, list.owner));
            } else {
                add(agreement::fine, about, told(told_by));
            }
        }
    }

    std::string user_of(const std::string& account_name) const {
        const auto* who = bed_.find_account(account_name);
        return who == nullptr ? account_name : who->user;
    }

    void algorithm_lines() {
        facts("digest", found_.algorithms);
        static constexpr std::array names = std::to_array<std::pair<std::string_view, std::string_view>>(
            {{"md5-sess", "MD5-sess"}, {"sha-256", "SHA-256"}, {"sha-512-256", "SHA-512-256"}});
        for (const auto& [feature, algorithm] : names) {
            const auto says = bed_.of_feature(feature);
            const bool offered = found_.algorithms.contains(std::string(algorithm));
            if (says.state == support::yes && !offered)
                add(agreement::wrong, feature, "no challenge offers " + std::string(algorithm),
                    "let the target offer it, or take the claim back");
            if (says.state == support::no && offered)
                add(agreement::odd, feature, "it is offered",
                    "the testbed says no: its scenarios are left out");
        }
    }

    void clock_line() {
        if (!found_.clock_skew) return;
        const auto skew = *found_.clock_skew;
        constexpr auto tolerable = 2s;
        if (std::chrono::abs(skew) <= tolerable)
            return add(agreement::fine, "clock", "its Date agrees with ours");
        add(agreement::odd, "clock",
            fmt::format("its Date is {} s {} ours", std::chrono::abs(skew).count(),
                        skew > 0s ? "ahead of" : "behind"),
            "timestamps and expiry by the wall clock will look wrong: set one of the clocks");
    }

    void pace_line() {
        const auto answered = [](const auto& a) { return a.status != 0; };
        const auto slowest = std::ranges::max_element(
            found_.answers, {}, [&](const auto& a) { return answered(a) ? a.took : sip::duration::zero(); });
        const auto window = bed_.window("reply");
        if (slowest == found_.answers.end() || !answered(*slowest) || !window) return;
        const auto allowed = std::chrono::duration_cast<sip::duration>(*window * bed_.timing.scale);
        if (slowest->took * 2 > allowed)
            add(agreement::odd, "pace", "the slowest answer was " + told(*slowest),
                "that is near to [timing.windows] reply: make it longer, or use --time-scale 2");
    }

    const testbed& bed_;
    const rigs::inquiry_findings& found_;
    std::vector<diagnosis_line> out_;
};

} // namespace

std::string_view name(agreement a) {
    static constexpr std::array names{"fine", "odd", "wrong"};
    return names[static_cast<std::size_t>(a)];
}

rigs::inquiry_settings inquiry_for(const testbed& bed) {
    rigs::inquiry_settings out;
    out.target = {sip::transport::udp, bed.dut.host, bed.dut.port};
    out.domain = bed.dut.domain;
    for (const auto& [name, who] : bed.accounts) out.users.push_back({who.user, who.password, who.auth_user});
    for (const auto& [name, list] : bed.lists) out.lists.push_back(list.uri);
    return out;
}

std::vector<diagnosis_line> diagnose(const testbed& bed, const rigs::inquiry_findings& found) {
    return diagnosing(bed, found).done();
}

} // namespace simplespec::scenarios
