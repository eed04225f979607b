#pragma once
// The driver that a rig description asks for.
#include "rigs/description.hpp"
#include "rigs/drivers/http_session.hpp"

#include <memory>

namespace simplespec::rigs {

/// For kinds that are reached over HTTP; `link` joins with host and port of the description.
/// `bad_description` where the kind is another. The size of the display is what the description says, else
/// that of its model where it is documented; else any picture is taken.
outcome<std::unique_ptr<rig>> make_driver(const rig_description& what, http_link link, sip::entropy random);

} // namespace simplespec::rigs
