#pragma once
// Keeping one contact bound to an address-of-record (RFC 3261 section 10.2).
#include "events/effect.hpp"
#include "sip/digest_client.hpp"
#include "sip/entropy.hpp"
#include "sip/instant.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace simplespec::agent {

struct registration_settings {
    std::string registrar; ///< Request-URI: the domain, "sip:example.com"
    std::string aor;
    std::string contact; ///< as a URI
    std::chrono::seconds expires{3600};
    events::account who{};
    std::chrono::seconds retry{30};
};

/// Registers, refreshes before the binding ends, and removes it. At most one REGISTER is under way (RFC 3261
/// section 10.2).
class registration {
public:
    enum class state : std::uint8_t { init, registering, registered, waiting, failed };

    struct changed {
        state now;
        int status = 0; ///< of the response that failed it
    };
    using effect = std::variant<events::send_request, changed>;
    using effects = std::vector<effect>;

    registration(registration_settings settings, sip::entropy& random);

    effects enter(sip::instant now);
    /// Remove our binding, and no other.
    effects leave(sip::instant now);
    effects on_response(sip::instant now, const sip::message& response);
    effects on_failure(sip::instant now, events::failure why);
    effects on_timer(sip::instant now);
    std::optional<sip::time_point> deadline() const;
    state current() const { return state_; }

private:
    void send(effects& out);
    void proceed(effects& out);
    void succeed(sip::instant now, const sip::message& response, effects& out);
    void fail(sip::instant now, int status, std::optional<std::chrono::seconds> pause, effects& out);
    std::chrono::seconds granted(const sip::message& response) const;

    registration_settings settings_;
    sip::entropy* random_;
    sip::digest_client credentials_;
    std::string call_id_, tag_;
    std::uint32_t cseq_ = 0;
    std::chrono::seconds interval_;
    state state_ = state::init;
    bool wanted_ = false, bound_ = false, under_way_ = false, removing_ = false;
    std::optional<sip::time_point> next_; // refresh or retry
};

} // namespace simplespec::agent
