#pragma once
// What the presence of each presentity is now: its publications composed into one document.
#include "events/compositor.hpp"
#include "sip/entropy.hpp"

#include <map>
#include <string>
#include <string_view>

namespace simplespec::agent {

/// A presence document and its name for conditional notification (RFC 5839).
struct presence_state {
    std::string document; ///< application/pidf+xml
    std::string etag;     ///< never used for another document of this presentity
};

class presence_states {
public:
    presence_states(const events::compositor& publications, sip::entropy& random)
        : publications_(publications), random_(random) {}

    /// The state of a presentity; without publications a document that tells nothing.
    const presence_state& of(std::string_view resource);
    /// What somebody sees who shall not know: the same document as of one without publications.
    const presence_state& concealed(std::string_view resource);
    /// Compose anew. True where the document is another one than before.
    bool renew(std::string_view resource);
    /// Nobody watches or publishes it any more.
    void forget(std::string_view resource);

private:
    std::string compose(std::string_view resource) const;

    const events::compositor& publications_;
    sip::entropy& random_;
    std::map<std::string, presence_state, std::less<>> states_;
    std::map<std::string, presence_state, std::less<>> concealed_;
};

} // namespace simplespec::agent
