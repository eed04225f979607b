#pragma once
// The table of all rules: each file's own, in the order of the RFCs' numbers. A new section is one file and
// one line here.
#include "scenarios/rules/rule.hpp"

namespace simplespec::scenarios {

using rule_section = std::span<const rule>;

rule_section rfc2617_rules();     ///< digest, with RFC 7616 and RFC 8760
rule_section rfc3261_7_rules();   ///< messages
rule_section rfc3261_8_1_rules(); ///< requests
rule_section rfc3261_8_1_3_rules(); ///< what a UAC makes of responses
rule_section rfc3261_8_2_rules(); ///< responses
rule_section rfc3261_12_rules();  ///< dialogs
rule_section rfc3261_17_rules();  ///< transactions and transport
rule_section rfc3261_20_rules(); ///< header fields
rule_section rfc3261_25_rules(); ///< header fields by the grammar
rule_section rfc3581_rules();     ///< rport and received
rule_section rfc3842_rules();     ///< message waiting
rule_section rfc3856_rules();     ///< the presence package
rule_section rfc3903_rules();     ///< publication
rule_section rfc3903_4_rules();   ///< an EPA over several publications
rule_section rfc4662_4_rules();   ///< resource lists over several messages, URI lists
rule_section rfc4662_rules();     ///< resource lists
rule_section rfc5839_6_rules();   ///< what a notifier sends where a condition holds
rule_section rfc5839_rules();     ///< conditional subscriptions
rule_section rfc6665_3_rules();   ///< events: SUBSCRIBE and NOTIFY as messages
rule_section rfc6665_4_1_rules(); ///< events: a subscriber over time
rule_section rfc6665_4_rules();   ///< events: behaviour of notifiers and subscribers
rule_section package_rules();     ///< partial presence, watcher information, dialogs, rates
rule_section document_rules();    ///< bodies: MIME, PIDF, RLMI, watcherinfo

inline std::vector<rule_section> sections() {
    return {
        rfc2617_rules(),
        rfc3261_7_rules(),
        rfc3261_8_1_rules(),
        rfc3261_8_1_3_rules(),
        rfc3261_8_2_rules(),
        rfc3261_12_rules(),
        rfc3261_17_rules(),
        rfc3261_20_rules(),
        rfc3261_25_rules(),
        rfc3581_rules(),
        rfc3842_rules(),
        rfc3856_rules(),
        rfc3903_rules(),
        rfc3903_4_rules(),
        rfc4662_rules(),
        rfc4662_4_rules(),
        rfc5839_rules(),
        rfc5839_6_rules(),
        rfc6665_3_rules(),
        rfc6665_4_1_rules(),
        rfc6665_4_rules(),
        package_rules(),
        document_rules(),
    };
}

} // namespace simplespec::scenarios
