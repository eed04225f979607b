#include "rigs/drivers/poly.hpp"

#include "handset/settings_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simplespec::rigs {
namespace {

namespace json = boost::json;

constexpr std::string_view make = "poly";
constexpr std::string_view capture = "/captureScreen/mainScreen";
constexpr std::string_view capture_enabled = "up.screenCapture.enabled";

// A VVX has no key that goes one step back: Home leaves all that is open. Where another one is meant (the
// soft key Back, say), the rig says so.
constexpr key_names keys{.make = make,
                         .ok = "Select",
                         .cancel = "Home",
                         .up = "ArrowUp",
                         .down = "ArrowDown",
                         .left = "ArrowLeft",
                         .right = "ArrowRight",
                         .star = "DialpadStar",
                         .pound = "DialpadPound",
                         .digit = "Dialpad",
                         .context = "SoftKey",
                         .programmable = "Line"};

struct meaning {
    std::string_view status;
    trouble what;
    std::string_view text, remedy;
};
constexpr std::array meanings = std::to_array<meaning>({
    {"4001", trouble::unexpected, "is busy", "wait a moment and try again"},
    {"4003", trouble::not_allowed, "does not allow it",
     "allow the REST interface: apps.restapi.enabled = 1, and a firmware from UCS 6.1 for keys"},
    {"4004", trouble::cannot, "does not have it", "take another name of the key, or a firmware from UCS 6.1"},
    {"4010", trouble::not_allowed, "has its default password still and does nothing with it",
     "change the administrator's password at the phone, and `password` of the rig"},
    {"5000", trouble::unexpected, "failed at it", "look at the phone's web page, or start it again"},
});

/// What was answered, read without trust; null where it is no JSON object.
json::object object_in(std::string_view text) {
    boost::system::error_code bad;
    json::parse_options limits;
    constexpr std::size_t deepest = 16;
    limits.max_depth = deepest;
    auto read = json::parse(text, bad, {}, limits);
    return bad || !read.is_object() ? json::object() : std::move(read.as_object());
}

std::string text_of(const json::value* value) {
    if (value == nullptr) return {};
    if (const auto* text = value->if_string()) return std::string(*text);
    return value->is_number() || value->is_bool() ? json::serialize(*value) : std::string();
}

json::object data_in(std::string_view answer) {
    auto whole = object_in(answer);
    auto* data = whole.if_contains("data");
    return data != nullptr && data->is_object() ? std::move(data->as_object()) : json::object();
}

/// "name": {"Value": "1"}, or the value alone.
std::optional<std::string> parameter_in(const json::object& data, std::string_view name) {
    const auto* found = data.if_contains(name);
    if (found == nullptr) return {};
    const auto* inner = found->if_object();
    return text_of(inner == nullptr ? found : inner->if_contains("Value"));
}

bool is_common_name(std::string_view name) {
    handset::settings all;
    const auto names = handset::setting_names(all);
    return std::ranges::find(names, name) != names.end() || handset::read_key(name);
}

rig_error no_parameter(std::string_view name) {
    return out_of_reach(make, fmt::format("has no parameter that is known to be {}", name),
                        "name the parameter as the phone's configuration does, or provision it");
}

std::string posted(json::value data) { return json::serialize(json::object{{"data", std::move(data)}}); }

} // namespace

outcome<std::string> poly::ask(std::string_view method, std::string_view what, std::string body) {
    const auto target = fmt::format("/api/v1/mgmt/{}", what);
    net::http_request request{.method = std::string(method), .target = target, .body = std::move(body)};
    if (method == "POST") request.fields["Content-Type"] = "application/json";
    auto got = session_.exchange(std::move(request));
    if (!got) return std::unexpected(got.error());
    if (got->status == 404)
        return std::unexpected(rig_error{trouble::not_allowed,
                                         fmt::format("the phone has no {} (404)", target),
                                         "turn the REST interface on: apps.restapi.enabled = 1"});
    if (got->status >= 300 && got->status < 400)
        return std::unexpected(rig_error{
            trouble::unexpected, fmt::format("the phone sends {} elsewhere ({})", target, got->status),
            "set `secure` of the rig the other way round"});
    if (got->status == 403)
        return std::unexpected(
            rig_error{trouble::not_allowed, fmt::format("the phone forbids {} (403)", target),
                      "turn the REST interface on: apps.restapi.enabled = 1; where it asks "
                      "for https, set `secure` of the rig"});
    const auto status = text_of(object_in(got->body).if_contains("Status"));
    if (got->status == 200 && status == "2000") return std::move(got->body);
    const auto known = std::ranges::find(meanings, status, &meaning::status);
    if (known != meanings.end())
        return std::unexpected(
            rig_error{known->what,
                      fmt::format("the phone answers {} with Status {}: it {}", target, status, known->text),
                      std::string(known->remedy)});
    return std::unexpected(
        rig_error{trouble::unexpected,
                  fmt::format("the phone answers {} with {} and {}", target, got->status,
                              status.empty() ? "no Status" : "Status " + status.substr(0, 20)),
                  "see that this is a VVX, and look at its firmware"});
}

outcome<identity> poly::who() {
    const auto got = ask("GET", "device/info", "");
    if (!got) return std::unexpected(got.error());
    const auto data = data_in(*got);
    identity out{.make = std::string(make)};
    out.model = text_of(data.if_contains("ModelNumber"));
    out.mac = text_of(data.if_contains("MACAddress"));
    out.firmware = text_of(data.if_contains("FirmwareRelease"));
    // Some firmware has a version for each of its parts.
    const auto* parts = data.if_contains("Firmware");
    if (out.firmware.empty() && parts != nullptr && parts->is_object())
        out.firmware = text_of(parts->as_object().if_contains("Application"));
    return out;
}

outcome<void> poly::press(handset::key which) {
    const auto name = name_of_key(which, keys, facts_.keys);
    if (!name) return std::unexpected(name.error());
    const auto got =
        ask("POST", "simulateKeyEvent", posted(json::object{{"Type", "Tap"}, {"KeyName", *name}}));
    if (!got) return std::unexpected(got.error());
    return {};
}

outcome<void> poly::hold(handset::key, std::chrono::milliseconds) {
    return std::unexpected(out_of_reach(make, "is only known to tap its keys", "take fingers for it"));
}

outcome<picture> poly::shot() {
    const auto got = session_.get(capture);
    if (!got) return std::unexpected(got.error());
    if (got->status == 200)
        return picture_of_display(
            got->body, capture, facts_.display,
            "see that this is a VVX; with a firmware that gives no picture, take a camera");
    if (got->status != 404)
        return std::unexpected(
            rig_error{trouble::unexpected, fmt::format("the phone answers {} with {}", capture, got->status),
                      got->status < 400 ? "set `secure` of the rig the other way round"
                                        : "look at the phone's web page; it may be starting"});
    // Two have to allow it: the configuration, and whoever is at the phone.
    const auto configured = setting(capture_enabled);
    rig_error out{trouble::not_allowed, fmt::format("the phone has no {} (404)", capture), {}};
    out.remedy = configured && *configured == "1"
                     ? "allow it at the phone: Settings, Basic, Preferences, Screen Capture; after each "
                       "restart anew"
                     : "set up.screenCapture.enabled = 1, and then allow it at the phone: Settings, Basic, "
                       "Preferences, Screen Capture; after each restart anew";
    return std::unexpected(std::move(out));
}

outcome<std::map<handset::key, light_seen>> poly::lights() {
    return std::unexpected(out_of_reach(make, "does not tell of its lights", "let a camera look at them"));
}

outcome<std::string> poly::setting(std::string_view name) {
    if (is_common_name(name)) return std::unexpected(no_parameter(name));
    const auto got = ask("POST", "config/get", posted(json::array{name}));
    if (!got) return std::unexpected(got.error());
    const auto value = parameter_in(data_in(*got), name);
    if (!value) return std::unexpected(no_parameter(name));
    return *value;
}

outcome<void> poly::set(const std::map<std::string, std::string>& values) {
    json::object wanted;
    json::array names;
    for (const auto& [name, value] : values) {
        if (is_common_name(name)) return std::unexpected(no_parameter(name));
        wanted[name] = value;
        names.emplace_back(name);
    }
    if (const auto got = ask("POST", "config/set", posted(std::move(wanted))); !got)
        return std::unexpected(got.error());
    const auto now = ask("POST", "config/get", posted(std::move(names)));
    if (!now) return std::unexpected(now.error());
    const auto data = data_in(*now);
    for (const auto& [name, value] : values)
        if (const auto stays = parameter_in(data, name); stays && *stays != value)
            return std::unexpected(rig_error{trouble::not_allowed, fmt::format("{} stays `{}`", name, *stays),
                                             "provisioning may hold it, or the value is none of its own"});
    return {};
}

outcome<void> poly::reboot() {
    const auto got = ask("POST", "safeRestart", "");
    if (!got) return std::unexpected(got.error());
    return {};
}

outcome<std::string> poly::trace() {
    return std::unexpected(out_of_reach(make, "is not known to hand out its SIP trace",
                                        "capture at the switch, or set diags.pcap.enabled and "
                                        "diags.pcap.remote.enabled"));
}

} // namespace simplespec::rigs
