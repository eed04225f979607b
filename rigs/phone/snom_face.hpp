#pragma once
// The web server of a snom phone before a virtual one: its own pages and commands, its manners and its
// refusals, so that a driver cannot tell it from one. What nobody could tell of real ones is decided at one
// place each, and said there.
#include "rigs/phone/face.hpp"
#include "rigs/phone/form.hpp"
#include "rigs/phone/gate.hpp"
#include "rigs/phone/snom_settings.hpp"
#include "rigs/phone/virtual_handset.hpp"

namespace simplespec::rigs {

class snom_face final : public web_face {
  public:
    /// The phone must outlive it. `ready`: set up for remote control, as a laboratory does it; else as it
    /// comes out of its box, and firmware 10 refuses commands.
    snom_face(virtual_handset& phone, http_account account, bool ready, sip::entropy random);

    snom_settings& settings() { return settings_; }

  private:
    http_account account() const override;
    std::optional<net::http_response> before(const net::http_request& request) override;
    net::http_response route(sip::instant now, const net::http_request& request, const form& asked) override;
    net::http_response command(sip::instant now, const form& asked);
    net::http_response save(sip::instant now, const form& asked);
    net::http_response update(sip::instant now, const form& asked);
    net::http_response settings_page() const;
    net::http_response info() const;
    net::http_response entities() const;
    bool forbidden(const net::http_request& request) const;

    int generation_;
    snom_settings settings_; ///< as they are
    snom_settings stored_;   ///< as they will be after a reboot
    snom_settings first_;    ///< as they were set up
};

} // namespace simplespec::rigs
