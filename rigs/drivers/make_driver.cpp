#include "rigs/drivers/make_driver.hpp"

#include "rigs/drivers/cisco.hpp"
#include "rigs/drivers/poly.hpp"
#include "rigs/drivers/snom.hpp"
#include "rigs/drivers/yealink.hpp"
#include "rigs/phone/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simplespec::rigs {
namespace {

phone_facts facts_of(const rig_description& what) {
    phone_facts out{.display = {what.width, what.height}};
    if (what.width == 0 || what.height == 0) {
        const auto* known = find_model(what.model);
        // A guess must not make an error of a phone that is right.
        const bool sure = known != nullptr && known->geometry_known;
        out.display = sure ? display_size{known->width, known->height} : display_size{};
    }
    for (const auto& [ours, theirs] : what.keys)
        if (const auto which = handset::read_key(ours)) out.keys[*which] = theirs;
    return out;
}

using made = std::unique_ptr<rig>;
struct driver_of {
    std::string_view kind;
    made (*make)(const rig_description& what, http_session session, phone_facts facts);
};
constexpr std::array drivers = std::to_array<driver_of>({
    {"snom",
     [](const rig_description&, http_session session, phone_facts facts) -> made {
         return std::make_unique<snom>(std::move(session), facts.display, std::move(facts.keys));
     }},
    {"yealink",
     [](const rig_description& what, http_session session, phone_facts facts) -> made {
         return std::make_unique<yealink>(std::move(session), what.user, what.password, std::move(facts));
     }},
    {"cisco",
     [](const rig_description&, http_session session, phone_facts facts) -> made {
         return std::make_unique<cisco>(std::move(session), std::move(facts));
     }},
    {"poly",
     [](const rig_description&, http_session session, phone_facts facts) -> made {
         return std::make_unique<poly>(std::move(session), std::move(facts));
     }},
});

} // namespace

outcome<made> make_driver(const rig_description& what, http_link link, sip::entropy random) {
    const auto found = std::ranges::find(drivers, what.kind, &driver_of::kind);
    if (found == drivers.end())
        return std::unexpected(
            rig_error{trouble::bad_description,
                      fmt::format("a rig of the kind `{}` is not reached over HTTP", what.kind.substr(0, 40)),
                      "set `kind` of the rig to that of its make"});
    return found->make(what, http_session(std::move(link), what.user, what.password, random), facts_of(what));
}

} // namespace simplespec::rigs
