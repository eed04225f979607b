// A whole NOTIFY of a list subscription to what is known of each resource (RFC 4662 section 4), and the
// partial documents of one presentity (RFC 5263 section 4.5).
#include "contacts/list_notification.hpp"
#include "fuzz/fuzz_target.hpp"
#include "presence/partial.hpp"
#include "sip/message.hpp"

#include <string>

namespace simplespec {
namespace {

void list(const sip::message& m) {
    const auto read = contacts::read_list_notification(m.value(sip::header::content_type), "", m.body());
    if (!read.value) return fuzz::hold(!read.departures.empty(), "a reader that gives up says why");
    fuzz::hold(read.value->resources.size() == read.value->list.resources.size(),
               "each resource of the list is there");
    for (std::size_t i = 0; i < read.value->resources.size(); ++i) {
        const auto& resource = read.value->resources[i];
        fuzz::hold(resource.meta == read.value->list.resources[i], "resources keep the order of the list");
        fuzz::hold(resource.instances.size() == resource.meta.instances.size(), "each instance is there");
        for (const auto& instance : resource.instances)
            fuzz::hold((instance.bound != contacts::binding::none) == (instance.document || instance.nested),
                       "an instance is bound where its state is known");
    }
}

// The documents stand apart by a NUL.
void partial(std::string_view text) {
    presence::partial_view view;
    for (int documents = 0; documents < 8; ++documents) {
        const auto end = text.find('\0');
        const auto read = presence::read_partial(text.substr(0, end));
        if (read.value) {
            const bool known = view.current().has_value();
            sip::findings departures;
            const auto outcome = view.on_document(*read.value, departures);
            using enum presence::partial_view::outcome;
            if (outcome == applied)
                fuzz::hold(view.current().has_value(), "a document that is applied leaves a copy");
            else
                fuzz::hold(known == view.current().has_value(),
                           "a document that is not applied leaves the copy alone");
        }
        if (view.current()) static_cast<void>(presence::write_pidf(*view.current()));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

} // namespace
} // namespace simplespec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    using namespace simplespec;
    const auto input = fuzz::text_of(octets, size);
    if (const auto m = sip::read_message(std::string(input)); m && !m->body().empty())
        list(*m);
    else
        partial(input);
    return 0;
}
