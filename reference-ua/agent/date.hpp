#pragma once
// The Date header field (RFC 3261 section 20.17).
#include "sip/instant.hpp"

#include <string>

namespace simplespec::agent {

/// "Sat, 13 Nov 2010 23:29:00 GMT": rfc1123-date, always in GMT.
std::string sip_date(sip::wall_time time);

} // namespace simplespec::agent
