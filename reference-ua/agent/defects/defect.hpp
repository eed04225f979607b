#pragma once
// Endpoints that are broken on purpose: the table of what the reference server and the handset agent can do
// wrong.
#include "agent/defects/passing.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::agent {

struct server_settings;
struct handset_settings;

/// Who has the defect.
enum class defect_role : std::uint8_t { server, client };

/// "server", "client"
std::string_view name(defect_role r);

/// Where an endpoint with the defect departs from a right one. Most need one of these; what is null changes
/// nothing.
struct misconduct {
    void (*sent)(passing&) = nullptr;             ///< to what it sends
    void (*received)(passing&) = nullptr;         ///< to what it receives, before the endpoint sees it
    void (*server)(server_settings&) = nullptr;   ///< to what the server is told at its start
    void (*handset)(handset_settings&) = nullptr; ///< to what the handset is told at its start
};

/// Another requirement that must break along with the one that the defect is about.
struct follow {
    std::string_view requirement;
    std::string_view reason;
};

/// One small deviation. Whoever judges an endpoint that has it must name the requirement.
struct defect {
    std::string_view name; ///< "refresh-keeps-entity-tag"
    defect_role role;
    std::string_view requirement; ///< id in the catalogue: what it breaks
    std::string_view title;       ///< what the endpoint does, in one line
    int transactions = 1;         ///< how many it takes until it shows
    misconduct what{};
    std::vector<follow> follows{}; ///< at most three
};

/// All of them: the server's, then the client's, each kind in the order of the RFCs' numbers.
std::span<const defect> all_defects();
/// Null where there is none of this name.
const defect* find_defect(std::string_view name);

/// Those of the names that are defects of this role.
std::vector<std::string> of_role(std::span<const std::string> names, defect_role role);

// The parts of the table, a file for each subject.
std::vector<defect> server_message_defects();
std::vector<defect> server_publish_defects();
std::vector<defect> server_subscribe_defects();
std::vector<defect> server_notify_defects();
std::vector<defect> server_document_defects();
std::vector<defect> server_list_defects();
std::vector<defect> server_exchange_defects();
std::vector<defect> client_request_defects();
std::vector<defect> client_event_defects();
std::vector<defect> client_subscription_defects();
std::vector<defect> client_exchange_defects();
std::vector<defect> client_document_defects();

} // namespace simplespec::agent
