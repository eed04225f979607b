#pragma once
// What a reader or a rule says about a text that departs from a specification.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

/// How sure the text alone makes us. `suspected`: it depends on what was not seen (an earlier message, a refused
/// connection), so it is told and never counted as an error.
enum class certainty : std::uint8_t { proven, suspected };

/// One departure. Its severity is not decided here: the judge looks the requirement up in the catalogue.
struct finding {
    std::string_view rule;        ///< stable kebab-case code of the deviation, "via-without-cookie"; static storage
    std::string_view requirement; ///< catalogue id, "RFC3261-8.1.1.7-1"; static storage; may be empty
    std::size_t offset = 0;       ///< octets from the start of the text that was read
    std::string what;             ///< one sentence
    std::string expected{};
    std::string actual{};
    certainty sure = certainty::proven;
};

using findings = std::vector<finding>;

} // namespace simplespec::sip
