#include "cli/embedded.hpp"

#include "agent/defects/defect.hpp"

namespace simplespec::cli {

namespace {

// A member is an account of the testbed, or a URI.
agent::list_member member_of(const scenarios::testbed& bed, const std::string& member) {
    const auto* account = bed.find_account(member);
    if (account == nullptr) return {.uri = member, .name = {}};
    return {.uri = account->aor(), .name = account->display};
}

} // namespace

agent::server_settings server_of(const scenarios::testbed& bed, const std::vector<std::string>& defects) {
    agent::server_settings out;
    out.defects = agent::of_role(defects, agent::defect_role::server);
    out.domains = {bed.dut.domain};
    for (const auto& [name, account] : bed.accounts)
        out.accounts.push_back(
            {.user = account.user, .secret = account.password, .policy = agent::policy_named(account.watchers)});
    for (const auto& [name, list] : bed.lists) {
        agent::served_list served{.uri = list.uri, .members = {}};
        for (const auto& member : list.members) served.members.push_back(member_of(bed, member));
        out.lists.push_back(std::move(served));
    }
    return out;
}

} // namespace simplespec::cli
