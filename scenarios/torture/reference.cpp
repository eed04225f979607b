#include "scenarios/torture/reference.hpp"

namespace simplespec::scenarios {

agent::server_settings server_of(const testbed& bed) {
    agent::server_settings out;
    out.domains = {bed.dut.domain};
    for (const auto& [name, who] : bed.accounts)
        out.accounts.push_back(
            {.user = who.user, .secret = who.password, .policy = agent::policy_named(who.watchers)});
    for (const auto& [name, list] : bed.lists) {
        agent::served_list served{.uri = list.uri, .members = {}};
        for (const auto& member : list.members)
            served.members.push_back(
                {.uri = bed.find_account(member)->aor(), .name = bed.find_account(member)->display});
        out.lists.push_back(std::move(served));
    }
    return out;
}

} // namespace simplespec::scenarios
