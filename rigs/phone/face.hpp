#pragma once
// How a virtual phone is reached over HTTP: as its make is.
#include "net/http_message.hpp"
#include "rigs/phone/form.hpp"
#include "rigs/phone/gate.hpp"
#include "rigs/phone/virtual_handset.hpp"

#include <memory>
#include <optional>
#include <string>

namespace simplespec::rigs {

class face {
  public:
    virtual ~face() = default;
    /// One request, whoever sends it. Status 0: the connection is closed without an answer.
    virtual net::http_response answer(sip::instant now, const net::http_request& request) = 0;
};

/// What the web servers of all makes have in common: limits, the password, the person's page, and no answer
/// while the phone starts.
class web_face : public face {
  public:
    net::http_response answer(sip::instant now, const net::http_request& request) final;

  protected:
    web_face(virtual_handset& phone, http_account account, std::string realm, sip::entropy random)
        : phone_(phone), account_(std::move(account)), gate_(std::move(realm), random) {}

    /// Whom to let in.
    virtual http_account account() const { return account_; }
    /// An answer that is due before anybody is asked for a password.
    virtual std::optional<net::http_response> before(const net::http_request&) { return std::nullopt; }
    /// The make's own pages.
    virtual net::http_response route(sip::instant now, const net::http_request& request,
                                     const form& asked) = 0;

    virtual_handset& phone_;

  private:
    http_account account_;
    gate gate_;
};

/// The face of the phone's make; of a make whose web server nobody here knows, the person's page alone.
/// `ready`: set up for remote control, as a laboratory does it; else as it comes out of its box. The phone
/// must outlive it.
std::unique_ptr<face> make_face(virtual_handset& phone, http_account account, bool ready,
                                sip::entropy random);

/// By make; make_face chooses.
std::unique_ptr<face> make_yealink_face(virtual_handset& phone, http_account account, bool ready,
                                        sip::entropy random);
std::unique_ptr<face> make_poly_face(virtual_handset& phone, http_account account, bool ready,
                                     sip::entropy random);
std::unique_ptr<face> make_cisco_face(virtual_handset& phone, http_account account, bool ready,
                                      sip::entropy random);

net::http_response no_such_page();

} // namespace simplespec::rigs
