#include "rigs/drivers/cisco.hpp"

#include "presence/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simplespec::rigs {
namespace {

namespace xml = presence::xml;

constexpr std::string_view make = "cisco";

// NavDwn is so in every family. A key back has only one of them (Key:NavBack), so a rig says what Cancel is.
constexpr key_names keys{.make = make,
                         .ok = "Key:NavSelect",
                         .cancel = "",
                         .up = "Key:NavUp",
                         .down = "Key:NavDwn",
                         .left = "Key:NavLeft",
                         .right = "Key:NavRight",
                         .star = "Key:KeyPadStar",
                         .pound = "Key:KeyPadPound",
                         .digit = "Key:KeyPad",
                         .context = "Key:Soft",
                         .programmable = "Key:Line"};

constexpr std::string_view execute = "/CGI/Execute";
// Phones of a call manager; SPA 30x and 5xx; 39xx and 69xx.
constexpr std::array<std::string_view, 3> picture_pages{"/CGI/Screenshot", "/admin/screendump.bmp",
                                                        "/CGI/lcd.bmp"};
constexpr std::string_view by_whom =
    "set `user` and `password` of the rig to a user whom the phone's authenticationURL takes: one with whom "
    "the device is associated";

/// CiscoIPPhoneError Number="4".
rig_error error_of_number(std::string_view number) {
    if (number == "4")
        return {trouble::password_refused, "the phone answers that this user may not (error 4)",
                std::string(by_whom)};
    return {trouble::unexpected, fmt::format("the phone answers with error {}", number.substr(0, 20)),
            number == "3" ? "it lacks what the key stands for: look at the name of the key"
                          : "its firmware reads another XML: look at model and firmware"};
}

/// In XML the phone says what it makes of a request, whatever the request was for.
std::optional<rig_error> error_in(const xml::element& answer) {
    if (answer.name != "CiscoIPPhoneError") return std::nullopt;
    const auto* number = answer.find("Number");
    return error_of_number(number == nullptr ? std::string_view("without a number") : *number);
}

std::string text_of(const xml::element& answer, std::string_view name) {
    const auto found = std::ranges::find(answer.children, name, &xml::element::name);
    return found == answer.children.end() ? std::string() : std::string(found->trimmed());
}

} // namespace

outcome<std::optional<std::string>> cisco::page(net::http_request request) {
    const auto target = request.target;
    auto got = session_.exchange(std::move(request));
    if (!got) {
        if (got.error().what == trouble::password_refused) got.error().remedy = by_whom;
        return std::unexpected(got.error());
    }
    if (got->status == 200) return std::optional(std::move(got->body));
    if (got->status == 404) return std::nullopt;
    if (got->status == 403)
        return std::unexpected(
            rig_error{trouble::not_allowed, fmt::format("the phone forbids {} (403)", target),
                      "switch its web access on: webAccess = 0 in its SEP file, or at the call manager"});
    return std::unexpected(
        rig_error{trouble::unexpected, fmt::format("the phone answers {} with {}", target, got->status),
                  got->status >= 300 && got->status < 400
                      ? "set `secure` of the rig the other way round: a 98xx is reached by "
                        "https alone"
                      : "look at the phone's web page; it may be starting"});
}

outcome<identity> cisco::who() {
    const auto got = page({.method = "GET", .target = "/DeviceInformationX"});
    if (!got) return std::unexpected(got.error());
    identity out{.make = std::string(make)};
    if (!*got) return out;
    const auto read = xml::read(**got);
    if (!read.value) return out;
    if (auto bad = error_in(*read.value)) return std::unexpected(*std::move(bad));
    out.model = text_of(*read.value, "modelNumber");
    out.firmware = text_of(*read.value, "versionID");
    if (out.firmware.empty()) out.firmware = text_of(*read.value, "appLoadID");
    out.mac = text_of(*read.value, "MACAddress");
    return out;
}

outcome<void> cisco::press(handset::key which) {
    const auto name = name_of_key(which, keys, facts_.keys);
    if (!name) return std::unexpected(name.error());
    // Priority 0 is now. The phone reads up to 512 octets, 256 of them for the URL.
    const xml::element item{.name = "ExecuteItem", .attributes = {{"", "URL", *name}, {"", "Priority", "0"}}};
    const auto order = xml::write({.name = "CiscoIPPhoneExecute", .children = {item}});
    const auto got = page({.method = "POST",
                           .target = std::string(execute),
                           .fields = {{"Content-Type", "application/x-www-form-urlencoded"}},
                           .body = "XML=" + percent_encoded(order)});
    if (!got) return std::unexpected(got.error());
    if (!*got)
        return std::unexpected(rig_error{trouble::unexpected,
                                         fmt::format("the phone has no {} (404)", execute),
                                         "this family or firmware takes no keys so: take fingers"});
    const auto read = xml::read(**got);
    if (read.value)
        if (auto bad = error_in(*read.value)) return std::unexpected(*std::move(bad));
    if (!read.value || read.value->name != "CiscoIPPhoneResponse")
        return std::unexpected(
            rig_error{trouble::unexpected, fmt::format("the phone answers {} with another page", execute),
                      "see that address and port are those of the phone, and look at its firmware"});
    for (const auto& said : read.value->children) {
        const auto* status = said.find("Status");
        if (status == nullptr || *status == "0") continue;
        const auto* data = said.find("Data");
        return std::unexpected(
            rig_error{trouble::unexpected,
                      fmt::format("the phone answers {} with Status {}: {}", *name, status->substr(0, 20),
                                  data == nullptr ? "no reason" : data->substr(0, 100)),
                      "look at the display: a menu or a call may be in the way"});
    }
    return {};
}

outcome<void> cisco::hold(handset::key, std::chrono::milliseconds) {
    return std::unexpected(out_of_reach(make, "knows no key that is held", "take fingers for it"));
}

outcome<picture> cisco::shot() {
    for (const auto candidate : picture_pages) {
        if (!picture_page_.empty() && candidate != picture_page_) continue;
        const auto got = page({.method = "GET", .target = std::string(candidate)});
        if (!got) return std::unexpected(got.error());
        if (!*got) continue;
        // A picture begins with no `<`.
        if (const auto first = (*got)->find_first_not_of(" \t\r\n");
            first != std::string::npos && (**got)[first] == '<')
            if (const auto read = xml::read(**got); read.value)
                if (auto bad = error_in(*read.value)) return std::unexpected(*std::move(bad));
        auto out = picture_of_display(**got, candidate, facts_.display,
                                      "some 79xx draw in XML, which no one here reads: take a camera");
        if (out) picture_page_ = candidate;
        return out;
    }
    return std::unexpected(rig_error{trouble::cannot, "the phone has no page with a picture of its display",
                                     "no such page is known of the multiplatform firmware: take a camera"});
}

outcome<std::map<handset::key, light_seen>> cisco::lights() {
    return std::unexpected(out_of_reach(make, "does not tell of its lights", "let a camera look at them"));
}

outcome<std::string> cisco::setting(std::string_view name) {
    return std::unexpected(out_of_reach(make, fmt::format("does not tell a program its {}", name),
                                        "look at the call manager or the phone's configuration file"));
}

outcome<void> cisco::set(const std::map<std::string, std::string>&) {
    return std::unexpected(
        out_of_reach(make, "takes settings from its configuration file alone",
                     "write them into the file or at the call manager, and start the phone again"));
}

outcome<void> cisco::reboot() {
    const auto got = page({.method = "GET", .target = "/admin/reboot"});
    if (!got) return std::unexpected(got.error());
    if (!*got)
        return std::unexpected(out_of_reach(make, "of this firmware has no /admin/reboot",
                                            "restart it from the call manager, or cut its power"));
    return {};
}

outcome<std::string> cisco::trace() {
    return std::unexpected(
        out_of_reach(make, "is not known to hand out its SIP trace", "capture at the switch"));
}

} // namespace simplespec::rigs
