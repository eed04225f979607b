#pragma once
// The list side of a watcher: bodies in, changes of the contact list and refreshes out.
#include "contacts/contact_list.hpp"
#include "sip/instant.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace simplespec::contacts {

/// What follows from an input.
struct list_effects {
    std::vector<change> changes{};
    sip::findings departures{};
    bool refresh = false; ///< send a SUBSCRIBE in the dialog now: versions are missing
};

/// Follows one list subscription into a contact list. After a gap it asks for full state once, and again only when
/// `patience` has passed without any. It knows no SIP: an events subscriber beside it carries its wish out.
class list_subscriber {
public:
    explicit list_subscriber(contact_list& list, sip::duration patience = std::chrono::seconds(32))
        : list_(&list), patience_(patience) {}

    /// The body of a NOTIFY; empty is fine and changes nothing.
    list_effects on_notify(sip::instant now, std::string_view content_type, std::string_view transfer_encoding,
                           std::string_view body);
    /// A new subscription (another dialog) takes the place of the old one.
    void on_new_subscription();
    list_effects on_timer(sip::instant now);
    std::optional<sip::time_point> deadline() const { return ask_again_; }
    /// The list as it is.
    const contact_list& current() const { return *list_; }

private:
    contact_list* list_;
    sip::duration patience_;
    std::optional<sip::time_point> ask_again_;
};

} // namespace simplespec::contacts
