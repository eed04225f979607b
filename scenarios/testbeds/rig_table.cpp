#include "scenarios/testbeds/rig_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace simplespec::scenarios {
namespace {

/// "P1 = [12.5, 40]", or one number: of a relay.
void read_spots(toml_text& in, toml_table table, std::map<handset::key, rigs::spot>& into) {
    table.each([&](const std::string& name, const toml::node& node) {
        const auto key = handset::read_key(name);
        if (!key)
            return in.fail(node.source(), fmt::format("`{}` is no key", name),
                           "OK, Cancel, Up, Down, Left, Right, 0 to 9, S1 to S4, P1 ...");
        if (const auto alone = node.value<double>()) {
            into[*key] = {*alone, 0};
            return;
        }
        const auto* pair = node.as_array();
        if (pair == nullptr || pair->size() != 2 || !(*pair)[0].value<double>() ||
            !(*pair)[1].value<double>())
            return in.fail(node.source(), fmt::format("`{}` must be a place", name), "[12.5, 40]");
        into[*key] = {*(*pair)[0].value<double>(), *(*pair)[1].value<double>()};
    });
}

/// "[rig.NAME.motion]": millimetres, millimetres a minute, and a duration.
void read_motion(toml_table table, rigs::motion& into) {
    double speed = into.speed;
    sip::duration homing = into.homing;
    table.read("width", into.width);
    table.read("depth", into.depth);
    table.read("travel", into.travel);
    table.read("press", into.press);
    table.read("speed", speed);
    table.read("homing", homing);
    table.done();
    into.speed = static_cast<int>(speed);
    into.homing = std::chrono::duration_cast<std::chrono::milliseconds>(homing);
}

/// "[[x, y], [x, y], [x, y], [x, y]]".
void read_corners(toml_text& in, const toml::table& table, std::array<rigs::spot, 4>& into) {
    const auto* all = table["corners"].as_array();
    if (all == nullptr) return;
    for (std::size_t i = 0; i < into.size(); ++i) {
        const auto* pair = all->size() == into.size() ? (*all)[i].as_array() : nullptr;
        if (pair == nullptr || pair->size() != 2 || !(*pair)[0].value<double>() ||
            !(*pair)[1].value<double>())
            return in.fail(all->source(), "`corners` are the four of the display in the camera's picture",
                           "[[left, top], [right, top], [right, bottom], [left, bottom]]");
        into[i] = {*(*pair)[0].value<double>(), *(*pair)[1].value<double>()};
    }
}

} // namespace

std::string read_secret(toml_text& in, toml_table& table, const toml::table& whole,
                        const secret_lookup& secrets, std::string_view whose) {
    std::string reference, known;
    table.read("password", reference);
    table.read("test_password", known);
    if (reference.empty()) return known;
    const auto& where = whole["password"].node()->source();
    if (!reference.starts_with("env:")) {
        in.fail(where, "a testbed holds no secrets", "password = \"env:NAME\", NAME in the environment");
        return known;
    }
    const auto secret = secrets ? secrets(reference.substr(4)) : std::nullopt;
    if (!secret && known.empty())
        in.fail(where, fmt::format("the environment has no {}", reference.substr(4)),
                fmt::format("the password of {} in {}", whose, reference.substr(4)));
    return secret.value_or(known);
}

void read_rig(toml_text& in, const std::string& name, const toml::node& node, const secret_lookup& secrets,
              testbed& bed) {
    if (!node.is_table())
        return in.fail(node.source(), fmt::format("`{}` must be a table", name), "[rig.NAME]");
    const auto& whole = *node.as_table();
    toml_table table(in, &whole, "rig." + name);
    rigs::rig_description out{.name = name};
    std::vector<std::string> languages;
    std::uint16_t width = 0, height = 0;
    double baud = out.baud;
    std::string secure;
    table.read("kind", out.kind);
    table.read("start", out.start);
    table.read("host", out.host);
    table.read("port", out.port);
    table.read("secure", secure);
    table.read("user", out.user);
    out.password = read_secret(in, table, whole, secrets, name);
    table.read("account", out.account);
    table.read("model", out.model);
    table.read("width", width);
    table.read("height", height);
    table.read("languages", languages);
    table.read("fingers", out.fingers);
    std::string dialect;
    table.read("dialect", dialect);
    table.read("baud", baud);
    read_motion(table.table("motion"), out.moves);
    table.read("camera", out.camera);
    table.table("keys").each([&](const std::string& key, const toml::node& value) {
        if (!handset::read_key(key))
            in.fail(value.source(), fmt::format("`{}` is no key", key), "OK, Cancel, Up, Down, S1, P1 ...");
        out.keys[key] = value.value_or(std::string());
        if (out.keys[key].empty())
            in.fail(value.source(), fmt::format("`{}` has no name", key), "the phone's own name of the key");
    });
    table.table("settings").each([&](const std::string& setting, const toml::node& value) {
        const auto text = value.value<std::string>();
        if (!text) in.fail(value.source(), fmt::format("`{}` must be a text", setting), "contact_list = \"on\"");
        out.settings[setting] = text.value_or("");
    });
    read_spots(in, table.table("positions"), out.positions);
    read_spots(in, table.table("lamps"), out.lamps);
    table.known("corners");
    read_corners(in, whole, out.corners);
    table.done();
    const auto& boards = rigs::finger_board_names();
    const auto board = std::ranges::find(boards, dialect);
    if (board != boards.end())
        out.board = static_cast<rigs::finger_board>(board - boards.begin());
    else if (!dialect.empty())
        in.fail(whole["dialect"].node()->source(), fmt::format("no finger board speaks `{}`", dialect),
                fmt::format("one of {}", fmt::join(boards, ", ")), dialect, boards);
    out.baud = static_cast<int>(baud);
    out.secure = secure == "yes";
    if (!secure.empty() && secure != "yes" && secure != "no")
        in.fail(whole["secure"].node()->source(), fmt::format("`{}` says neither yes nor no", secure),
                "yes, no", secure, {"yes", "no"});
    if ((width == 0) != (height == 0))
        in.fail(node.source(), fmt::format("[rig.{}] has one of `width` and `height`", name),
                "both, in pixels of the display, or none");
    out.width = width, out.height = height;
    if (!languages.empty()) out.languages = languages;
    if (std::ranges::find(rigs::rig_kinds(), out.kind) == rigs::rig_kinds().end())
        in.fail(node.source(), fmt::format("[rig.{}] has no `kind` that is known", name),
                fmt::format("kind = one of {}", fmt::join(rigs::rig_kinds(), ", ")), out.kind,
                rigs::rig_kinds());
    else if (out.kind != "fingers" && out.host.empty() && out.start.empty())
        in.fail(node.source(), fmt::format("[rig.{}] has no `host`", name),
                "host = \"192.0.2.7\", or `start` for a virtual phone");
    if (!out.account.empty() && bed.find_account(out.account) == nullptr)
        in.fail(whole["account"].node()->source(), fmt::format("there is no account `{}`", out.account),
                "a name of [accounts]");
    bed.rigs[name] = std::move(out);
}

} // namespace simplespec::scenarios
