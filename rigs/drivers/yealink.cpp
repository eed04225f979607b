#include "rigs/drivers/yealink.hpp"

#include "rigs/drivers/page.hpp"

#include <fmt/format.h>

#include <array>

namespace simplespec::rigs {
namespace {

constexpr std::string_view make = "yealink";

// The newer tables of keys have CANCEL, the older ones X: a rig says which where it is not CANCEL.
constexpr key_names keys{.make = make,
                         .ok = "OK",
                         .cancel = "CANCEL",
                         .up = "UP",
                         .down = "DOWN",
                         .left = "LEFT",
                         .right = "RIGHT",
                         .star = "*",
                         .pound = "POUND",
                         .digit = "",
                         .context = "F",
                         .programmable = "L"};

// As each generation of the firmware had it, the newest first.
constexpr std::array<std::string_view, 3> action_pages{"/servlet", "/cgi-bin/ConfigManApp.com",
                                                       "/cgi-bin/cgiServer.exx"};
constexpr std::array<std::string_view, 2> capture_pages{"/screencapture", "/servlet?command=screenshot"};

rig_error missing(std::string_view what) {
    return {trouble::unexpected, fmt::format("the phone has no page for {} (404)", what),
            "see that this is a Yealink of the T series; a firmware without the page takes fingers and a "
            "camera"};
}

/// With which status it forbids is not known; the words are.
std::optional<rig_error> refusal(const net::http_response& got, std::string_view target) {
    if (got.status == 403 || says(got.body, "remote control forbidden"))
        return rig_error{
            trouble::not_allowed, fmt::format("the phone forbids {} ({})", target, got.status),
            "set features.action_uri.enable = 1, features.action_uri_limit_ip to this machine's address or "
            "`any`, and features.show_action_uri_option = 0, or answer the question on the display"};
    if (got.status == 200 || got.status == 404) return std::nullopt;
    return rig_error{trouble::unexpected, fmt::format("the phone answers {} with {}", target, got.status),
                     got.status >= 300 && got.status < 400
                         ? "set `secure` of the rig the other way round"
                         : "look at the phone's web page; it may be starting, or its firmware another"};
}

bool asks_for_login(std::string_view page) {
    return says(page, "type=\"password\"") || says(page, "type=password");
}

} // namespace

outcome<std::string> yealink::page(std::string_view target) {
    auto got = session_.get(target);
    if (!got) return std::unexpected(got.error());
    // What is asked may hold a password.
    const auto shown = target.substr(0, target.find('?'));
    if (auto bad = refusal(*got, shown)) return std::unexpected(*std::move(bad));
    if (got->status == 404) return std::unexpected(missing(shown));
    return std::move(got->body);
}

outcome<std::string> yealink::action(std::string_view query) {
    const auto login = [this] {
        return fmt::format("p=login&q=login&username={}&pwd={}&jumpto=URI&", percent_encoded(user_),
                           percent_encoded(password_));
    };
    for (const auto candidate : action_pages) {
        if (!action_page_.empty() && candidate != action_page_) continue;
        auto got = session_.get(fmt::format("{}?{}{}", candidate, login_in_query_ ? login() : "", query));
        if (!got) return std::unexpected(got.error());
        if (auto bad = refusal(*got, candidate)) return std::unexpected(*std::move(bad));
        if (got->status == 404) continue;
        action_page_ = candidate;
        if (!asks_for_login(got->body)) return std::move(got->body);
        // Some firmware shows its login page instead of a 401, and does nothing.
        if (!login_in_query_ && !user_.empty()) {
            login_in_query_ = true;
            return action(query);
        }
        login_in_query_ = false;
        return std::unexpected(rig_error{trouble::password_refused, "the phone answers with its login page",
                                         "set `user` and `password` of the rig as on the phone's web page"});
    }
    return std::unexpected(missing("keys"));
}

outcome<identity> yealink::who() {
    const auto got = action("phonecfg=get&fw=x");
    if (!got) return std::unexpected(got.error());
    identity out{.make = std::string(make)};
    for (const auto& word : words_of_page(*got)) {
        const auto value = word.substr(word.find_last_of(":=") + 1);
        if (out.firmware.empty() && is_version(value)) out.firmware = value;
    }
    return out;
}

outcome<void> yealink::press(handset::key which) {
    const auto name = name_of_key(which, keys, facts_.keys);
    if (!name) return std::unexpected(name.error());
    // A star stands in the tables as it is.
    const auto got = action("key=" + (*name == "*" ? *name : percent_encoded(*name)));
    if (!got) return std::unexpected(got.error());
    return {};
}

outcome<void> yealink::hold(handset::key, std::chrono::milliseconds) {
    return std::unexpected(out_of_reach(make, "knows no key that is held", "take fingers for it"));
}

outcome<picture> yealink::shot() {
    for (const auto candidate : capture_pages) {
        if (!capture_page_.empty() && candidate != capture_page_) continue;
        const auto got = session_.get(candidate);
        if (!got) return std::unexpected(got.error());
        if (auto bad = refusal(*got, candidate)) return std::unexpected(*std::move(bad));
        if (got->status == 404) continue;
        auto out = picture_of_display(got->body, candidate, facts_.display,
                                      asks_for_login(got->body)
                                          ? "it is the phone's login page: set `user` and `password` of the "
                                            "rig as on the phone's web page"
                                          : "with a firmware that gives no picture, take a camera");
        if (out) capture_page_ = candidate;
        return out;
    }
    return std::unexpected(rig_error{trouble::cannot, "the phone has no page with a picture of its display",
                                     "the firmware may be too old for it; take a camera"});
}

outcome<std::map<handset::key, light_seen>> yealink::lights() {
    return std::unexpected(out_of_reach(make, "does not tell of its lights", "let a camera look at them"));
}

outcome<std::string> yealink::setting(std::string_view name) {
    return std::unexpected(out_of_reach(make, fmt::format("does not tell a program its {}", name),
                                        "look at the phone's web page or its provisioning file"));
}

outcome<void> yealink::set(const std::map<std::string, std::string>&) {
    return std::unexpected(out_of_reach(make, "takes settings from a person or by provisioning alone",
                                        "write them into the phone's provisioning file and start it again"));
}

outcome<void> yealink::reboot() {
    // As it is written here: REBOOT is another key, and none.
    const auto got = action("key=Reboot");
    if (!got) return std::unexpected(got.error());
    return {};
}

outcome<std::string> yealink::trace() {
    return std::unexpected(
        out_of_reach(make, "is not known to hand out its SIP trace", "capture at the switch"));
}

} // namespace simplespec::rigs
