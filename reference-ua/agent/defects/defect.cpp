#include "agent/defects/defect.hpp"

#include <algorithm>

namespace simplespec::agent {

std::string_view name(defect_role r) { return r == defect_role::server ? "server" : "client"; }

std::span<const defect> all_defects() {
    static const auto table = [] {
        std::vector<defect> out;
        for (const auto part : {server_message_defects, server_publish_defects, server_subscribe_defects,
                                server_notify_defects, server_document_defects, server_list_defects,
                                server_exchange_defects, client_request_defects, client_event_defects,
                                client_subscription_defects, client_document_defects,
                                client_exchange_defects})
            for (auto& one : part()) out.push_back(std::move(one));
        return out;
    }();
    return table;
}

const defect* find_defect(std::string_view name) {
    const auto all = all_defects();
    const auto found = std::ranges::find(all, name, &defect::name);
    return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> of_role(std::span<const std::string> names, defect_role role) {
    std::vector<std::string> out;
    for (const auto& name : names)
        if (const auto* one = find_defect(name); one != nullptr && one->role == role) out.push_back(name);
    return out;
}

} // namespace simplespec::agent
