#include "scenarios/runner/casting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace simplespec::scenarios {

namespace {
class casting {
  public:
    casting(const scenario& s, const testbed& bed, std::size_t turn, std::uint64_t seed)
        : s_(s), bed_(bed), turn_(turn), seed_(seed) {}

    cast done() {
        out_.accounts.resize(s_.actors.size());
        filled_.resize(s_.actors.size());
        for (std::size_t i = 0; i < s_.actors.size(); ++i) fixed(i);
        for (std::size_t i = 0; i < s_.actors.size(); ++i)
            if (!filled_[i]) any(i);
        return std::move(out_);
    }

  private:
    void fill(std::size_t i, account who) {
        used_.insert(who.name);
        out_.accounts[i] = std::move(who);
        filled_[i] = true;
    }

    bool fill_with(std::size_t i, const std::string& name) {
        const auto* who = bed_.find_account(name);
        if (who == nullptr || used_.contains(name)) return false;
        fill(i, *who);
        return true;
    }

    void fixed(std::size_t i) {
        const auto& a = s_.actors[i];
        if (a.stranger) {
            const auto user = "stranger-" + sip::entropy::derive(seed_, s_.id, a.name).token(8);
            return fill(i, {user, user, bed_.dut.domain, {}, {}, {}});
        }
        if (a.kind == actor_kind::server) return fill(i, {"", a.name, bed_.dut.domain, {}, {}, {}});
        if (!a.account.empty()) fill_with(i, a.account);
        for (const auto& name : {a.owns, a.member}) {
            if (name.empty()) continue;
            const auto list = bed_.lists.find(name);
            if (list == bed_.lists.end()) {
                out_.missing = fmt::format("no-list-{}: the testbed has no list of this name", name);
                return fill(i, {});
            }
            if (name == a.owns) {
                if (!list->second.owner.empty() && fill_with(i, list->second.owner)) return;
                continue;
            }
            for (const auto& member : list->second.members)
                if (fill_with(i, member)) return;
            out_.missing = fmt::format("no-member-of-{}: too few members of the list are accounts", name);
            return fill(i, {});
        }
    }

    void any(std::size_t i) {
        if (turn_ == 0 && s_.actors[i].watchers.empty() && fill_with(i, s_.actors[i].name)) return;
        // Owners and members of lists last: the scenarios of these lists wait for them.
        std::vector<std::string> free, listed;
        const std::string wanted = s_.actors[i].watchers.empty() ? "allow" : s_.actors[i].watchers;
        for (const auto& [name, who] : bed_.accounts)
            if (who.watchers == wanted) (in_a_list(name) ? listed : free).push_back(name);
        if (free.empty() && listed.empty()) {
            out_.missing = fmt::format("no-{0}-account: no account of the testbed has watchers = \"{0}\"", wanted);
            return fill(i, {});
        }
        for (const auto& names : {free, listed})
            for (std::size_t k = 0; k < names.size(); ++k)
                if (fill_with(i, names[(k + turn_) % names.size()])) return;
        out_.missing = fmt::format("too-few-accounts: the scenario needs {} of them", s_.actors.size());
        fill(i, {});
    }

    bool in_a_list(const std::string& name) const {
        return std::ranges::any_of(bed_.lists, [&](const auto& list) {
            return list.second.owner == name ||
                   std::ranges::find(list.second.members, name) != list.second.members.end();
        });
    }

    const scenario& s_;
    const testbed& bed_;
    std::size_t turn_;
    std::uint64_t seed_;
    cast out_;
    std::vector<bool> filled_;
    std::set<std::string> used_;
};
} // namespace

cast cast_for(const scenario& s, const testbed& bed, std::size_t turn, std::uint64_t seed) {
    return casting(s, bed, turn, seed).done();
}

std::vector<std::string> held_by(const scenario& s, const testbed& bed, const cast& who) {
    std::set<std::string> out;
    for (const auto& a : who.accounts)
        if (bed.find_account(a.name) != nullptr) out.insert(a.name);
    for (const auto& a : s.actors)
        if (const auto list = bed.lists.find(a.owns); list != bed.lists.end())
            for (const auto& member : list->second.members)
                if (bed.find_account(member) != nullptr) out.insert(member);
    return {out.begin(), out.end()};
}

} // namespace simplespec::scenarios
