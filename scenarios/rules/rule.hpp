#pragma once
// A rule: one clause, checked on one occasion.
#include "scenarios/observer/occasion.hpp"
#include "sip/finding.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// What a rule's accusation stands on. After a deliberate deviation of ours, and behind a proxy, less is left
/// standing.
enum class basis : std::uint8_t {
    message,    ///< the message alone, and that its sender composed it
    hop,        ///< the message alone, whoever composed it: what each hop writes anew
    exchange,   ///< also what went before: off where that deviated on purpose
    copied,     ///< what a response repeats of its request: off only where that could not be read
    absence,    ///< called when a deadline passed
    unreadable, ///< called with octets that are no SIP message
};

/// What a rule answers: whether the clause applied to this occasion at all, and the departures from it. A
/// finding without code and requirement gets those of the rule.
struct ruling {
    bool applied = false;
    sip::findings found{};
};

struct rule {
    std::string_view name;        ///< stable kebab-case code of the deviation
    std::string_view requirement; ///< catalogue id
    ruling (*check)(const occasion&);
    basis on = basis::message;
    /// Further requirements that its findings may cite: those of a reader that tells many clauses apart.
    std::span<const std::string_view> also{};
};

/// All rules, in the order of the RFCs' numbers.
std::span<const rule> all_rules();

// What the checks are written with.

inline ruling not_applicable() { return {}; }
inline ruling conforms() { return {true}; }
inline ruling departs(std::size_t offset, std::string what, std::string expected = {},
                      std::string_view actual = {}) {
    return {true, {{{}, {}, offset, std::move(what), std::move(expected), std::string(actual)}}};
}
/// The same where something that was not seen could excuse it: at most a warning.
inline ruling suspect(std::size_t offset, std::string what, std::string expected = {},
                      std::string_view actual = {}) {
    auto out = departs(offset, std::move(what), std::move(expected), actual);
    out.found.front().sure = sip::certainty::suspected;
    return out;
}
/// Whether the request of a response was seen, once, and its From, To, Call-ID, CSeq and Via are as they should be, whatever
/// else in it deviated on purpose.
bool can_be_copied(const occasion& o);
/// Where the value of the first row of this field begins; 0 where there is none.
std::size_t place(const sip::message& m, sip::header field);
/// Text of the message: how far into it a view of it begins.
std::size_t place(const sip::message& m, std::string_view within);
/// The value of a token-like field without its parameters.
std::string_view head_of(std::string_view value);
/// The parameters of a value, from its first semicolon on.
std::string_view tail_of(std::string_view value);

} // namespace simplespec::scenarios
