#pragma once
// What every request is held to before its method counts (RFC 3261 section 8.2), in that order.
#include "agent/directory.hpp"
#include "sip/composer.hpp"
#include "sip/entropy.hpp"
#include "sip/instant.hpp"
#include "sip/message.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace simplespec::agent {

inline constexpr std::string_view allowed_methods = "CANCEL, OPTIONS, PUBLISH, REGISTER, SUBSCRIBE";
inline constexpr std::string_view supported_extensions = "eventlist";
inline constexpr std::string_view published_packages = "presence, presence.winfo";
inline constexpr std::string_view readable_bodies = "application/pidf+xml";

/// Refuses what no method of ours could accept.
class screening {
public:
    screening(const server_settings& settings, const directory& known, sip::entropy& random)
        : settings_(settings), known_(known), random_(random) {}

    /// The refusal: 400, 404, 405, 413, 415, 416, 420, 481, 482, 483, 501 or 505. None: go on with the
    /// method.
    std::optional<sip::composer> refuse(sip::instant now, const sip::message& request, bool over_udp);

private:
    sip::composer answer(const sip::message& request, int status, std::string_view reason = {});
    std::optional<sip::composer> malformed(const sip::message& request);
    std::optional<sip::composer> unknown_method(const sip::message& request);
    std::optional<sip::composer> wrong_target(const sip::message& request);
    std::optional<sip::composer> merged(sip::instant now, const sip::message& request);
    std::optional<sip::composer> unknown_extension(const sip::message& request);
    std::optional<sip::composer> unreadable_body(const sip::message& request);

    const server_settings& settings_;
    const directory& known_;
    sip::entropy& random_;
    // Requests outside of dialogs whose transactions may still be going on, oldest first.
    std::deque<std::pair<sip::time_point, std::string>> ongoing_;
    std::unordered_set<std::string> ongoing_names_;
};

} // namespace simplespec::agent
