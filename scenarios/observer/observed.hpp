#pragma once
// One message as it passed by.
#include "sip/hop.hpp"
#include "sip/instant.hpp"
#include "sip/message.hpp"

#include <cstddef>
#include <expected>

namespace simplespec::scenarios {

struct observed {
    std::size_t index = 0;
    sip::instant at;
    sip::hop source;
    sip::hop destination;
    sip::parsed<sip::message> message; ///< the error where it is no SIP message at all
    bool truncated = false;            ///< the capture cut the frame: absence within it proves nothing
    bool deviates = false;             ///< ours, and wrong on purpose
    bool retyped = false;              ///< from a text file: lengths and hops are not those of the wire
};

} // namespace simplespec::scenarios
