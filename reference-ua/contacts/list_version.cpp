#include "contacts/list_version.hpp"

#include <fmt/format.h>

namespace simplespec::contacts {

version_verdict list_version::on_document(std::uint32_t version, bool full_state, sip::findings& departures) {
    // Whether this is the sender's first document, and whether one was lost on the way, the text cannot tell.
    const auto note = [&](std::string_view rule, std::string_view requirement, std::string_view what, std::string expected) {
        departures.push_back({rule, requirement, 0, std::string(what), std::move(expected), fmt::format("{}", version),
                              sip::certainty::suspected});
    };
    if (!local_) {
        if (version != 0) note("rlmi-first-version", "RFC4662-5.2-3", "The first list seen has another version than 0.", "0");
        if (!full_state) note("rlmi-first-partial", "RFC4662-5.2-6", "The first list seen is not complete.", "full state");
        local_ = version;
        return full_state ? version_verdict::replace : version_verdict::update_and_refresh;
    }
    const auto local = *local_;
    if (version <= local) {
        note("rlmi-version-not-higher", "RFC4662-5.2-4", "The version is not higher than the one before.",
             fmt::format("{}", local + 1U));
        return version_verdict::discard;
    }
    local_ = version;
    const bool gap = version - local > 1;
    if (gap)
        note("rlmi-version-gap", "RFC4662-5.2-4", "Versions are missing between this list and the one before.",
             fmt::format("{}", local + 1U));
    if (full_state) return version_verdict::replace;
    return gap ? version_verdict::update_and_refresh : version_verdict::update;
}

} // namespace simplespec::contacts
