#pragma once
// The registrar: which contacts an address-of-record is bound to (RFC 3261 section 10.3).
#include "agent/server_settings.hpp"
#include "sip/composer.hpp"
#include "sip/entropy.hpp"
#include "sip/headers/address.hpp"
#include "sip/instant.hpp"
#include "sip/message.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::agent {

class registrar {
public:
    registrar(const server_settings& settings, sip::entropy& random) : settings_(settings), random_(random) {}

    /// Add, refresh, remove or query bindings of `resource`, which exists and whose owner sent this. All
    /// changes of a request are made, or none: 200 with all bindings, 400, 403, 423 or 500.
    sip::composer on_register(sip::instant now, std::string_view resource, const sip::message& request);

    void on_timer(sip::instant now);
    std::optional<sip::time_point> deadline() const { return next_expiry_; }
    std::size_t count() const { return count_; }

private:
    struct binding {
        sip::uri contact;
        std::string
            text; ///< the contact as its owner wrote it, in angle brackets, with parameters but expires
        std::string call_id;
        std::uint32_t cseq = 0;
        sip::time_point expires;
    };
    struct wanted {
        sip::uri contact;
        std::string text;
        std::chrono::seconds interval{};
    };
    using bindings = std::vector<binding>;

    std::optional<sip::composer> read_contacts(const sip::message& request, std::vector<wanted>& out,
                                               bool& star);
    std::chrono::seconds interval(const sip::contact_value& contact, const sip::message& request) const;
    void store(std::string_view resource, bindings all);
    sip::composer listing(sip::instant now, const bindings& all, const sip::message& request);
    sip::composer answer(const sip::message& request, int status, std::string_view reason = {});

    const server_settings& settings_;
    sip::entropy& random_;
    std::map<std::string, bindings, std::less<>> table_;
    std::size_t count_ = 0;
    std::optional<sip::time_point> next_expiry_; // or a moment before it
};

} // namespace simplespec::agent
