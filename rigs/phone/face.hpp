#pragma once
// How a virtual phone is reached over HTTP: as its make is.
#include "net/http_message.hpp"
#include "rigs/phone/gate.hpp"
#include "rigs/phone/virtual_handset.hpp"

#include <memory>

namespace simplespec::rigs {

class face {
  public:
    virtual ~face() = default;
    /// One request, whoever sends it. Status 0: the connection is closed without an answer.
    virtual net::http_response answer(sip::instant now, const net::http_request& request) = 0;
};

/// The face of the phone's make; of a make whose web server nobody here knows, the person's page alone.
/// `ready`: set up for remote control, as a laboratory does it; else as it comes out of its box. The phone
/// must outlive it.
std::unique_ptr<face> make_face(virtual_handset& phone, http_account account, bool ready,
                                sip::entropy random);

} // namespace simplespec::rigs
