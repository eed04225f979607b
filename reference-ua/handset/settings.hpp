#pragma once
// What can be set at the phone, as the vendor's page names it; how a make spells it is its driver's business.
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace simplespec::handset {

/// What a key does when it is pressed on the idle screen.
enum class key_use : std::uint8_t {
    none,
    presence, ///< opens the Presence State list
    contacts, ///< opens the Contacts list
    watch,    ///< its light shows the presence of `target`; pressed it opens the details
};

struct key_function {
    key_use use = key_use::none;
    std::string target{}; ///< URI; of `watch`
    std::string label{};  ///< what stands on or beside the key; empty: the phone's own word

    bool operator==(const key_function&) const = default;
};

struct settings {
    std::string make = "snom";          ///< whose Presence State list it has
    std::string device = "snom320-000413000000"; ///< id of the tuple that it publishes
    std::string aor{};                  ///< sip: URI of the identity
    std::string display{};              ///< name of the identity; the user part where empty
    std::string language = "en";        ///< of its words and of the contacts' names
    bool publish_presence = false;      ///< Publish Presence
    bool publish_on_boot = false;       ///< Publish Presence (on bootup)
    bool contact_list = false;          ///< Contact List
    std::string contact_list_uri{};     ///< Contact List URI
    std::string presence_state = "online"; ///< the state chosen last; it survives a reboot
    /// Presence Timeout: after so long without a key the phone publishes `offline`; the next key takes that back. 0: never.
    std::chrono::minutes presence_timeout{15};
    std::array<key_function, 4> context_keys{};  ///< S1..S4
    std::vector<key_function> programmable{};    ///< P1..Pn; as many as the model has

    bool operator==(const settings&) const = default;
};

} // namespace simplespec::handset
