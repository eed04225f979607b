#include "cli/handset_scene.hpp"

#include "agent/defects/defect.hpp"

namespace simplespec::cli {

scenarios::scene scene_with(rigs::driven_handset& handset, std::shared_ptr<rigs::wire> wire,
                            const sip::hop& at, const std::vector<std::string>& defects) {
    scenarios::scene out{.wire = std::move(wire), .target = at};
    out.enter = [&handset, broken = agent::of_role(defects, agent::defect_role::client)](
                    const scenarios::client_part& part) {
        agent::handset_settings settings;
        settings.aor = part.who.aor();
        settings.account = {.username = part.who.auth_user, .password = part.who.password};
        settings.server = part.server;
        settings.defects = broken;
        handset.set_up(std::move(settings));
    };
    out.act = [&handset, clock = out.wire.get()](
                  std::string_view sentence,
                  const scenarios::passing&) -> std::expected<void, scenarios::undone> {
        const auto done = handset.act(clock->now(), sentence);
        if (!done) return std::unexpected(scenarios::undone{.cannot = true, .why = done.error()});
        return {};
    };
    out.display = [&handset] { return handset.display(); };
    return out;
}

} // namespace simplespec::cli
