#pragma once
// When two URIs name one presentity.
#include <string>
#include <string_view>

namespace simplespec::contacts {

/// A text that is equal for URIs that name one presentity: pres:, sip: and sips: are one scheme (RFC 3856 section 5), scheme
/// and host are compared without case, the user with it. Other schemes are kept as they stand.
std::string presentity_key(std::string_view uri);
/// The same without parameters and headers: documents name a presentity without them.
std::string entity_key(std::string_view uri);

} // namespace simplespec::contacts
