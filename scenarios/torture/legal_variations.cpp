#include "scenarios/torture/legal_variations.hpp"

namespace simplespec::scenarios {

std::vector<legal_variation> legal_variations() {
    std::vector<legal_variation> out;
    for (auto* part : {legal_heads, legal_values, legal_conduct, legal_parts, legal_documents})
        for (auto& one : part()) out.push_back(std::move(one));
    return out;
}

std::function<sip::alteration()> editing(std::function<void(sip::draft&)> edit) {
    return [edit = std::move(edit)]() -> sip::alteration {
        return [edit](std::string_view octets) -> std::vector<sip::altered> {
            constexpr std::size_t largest = 1300;
            auto draft = sip::draft::of(octets);
            const bool datagram = draft.value(sip::header::via).starts_with("SIP/2.0/UDP");
            edit(draft);
            auto after = draft.octets();
            if (datagram && after.size() > largest) return {{std::string(octets)}};
            return {{std::move(after)}};
        };
    };
}

} // namespace simplespec::scenarios
