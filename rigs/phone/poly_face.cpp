// The web server of a Poly VVX: keys by its REST interface or pushed, the screen capture, a few parameters.
// The names of the device's own data are from memory of the interface, not from its documents.
#include "rigs/phone/face.hpp"
#include "rigs/phone/vendor_keys.hpp"

#include "sip/cursor.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <map>

namespace simplespec::rigs {

namespace {

namespace json = boost::json;

// Words of its Status member.
constexpr std::string_view fine = "2000", busy = "4001", not_allowed = "4003", unsupported = "4004",
                           default_password = "4010", failed = "5000";

net::http_response status(std::string_view word) {
    return answer_with(200, "application/json", fmt::format(R"({{"Status":"{}"}})", word));
}

// The `data` member of what was posted; null where there is none.
json::value data_of(const net::http_request& request) {
    boost::system::error_code bad;
    json::parse_options limits;
    constexpr std::size_t deepest = 8;
    limits.max_depth = deepest;
    const auto read = json::parse(request.body, bad, {}, limits);
    if (bad || !read.is_object()) return {};
    const auto* data = read.as_object().if_contains("data");
    return data == nullptr ? json::value() : *data;
}

std::string_view text_in(const json::value& data, std::string_view name) {
    const auto* object = data.if_object();
    const auto* found = object == nullptr ? nullptr : object->if_contains(name);
    const auto* text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string_view() : std::string_view(*text);
}

class poly_face final : public web_face {
  public:
    poly_face(virtual_handset& phone, http_account account, bool ready, sip::entropy random)
        : web_face(phone, account, "SPIP Configuration", random),
          has_default_password_(!account.user.empty() && account.password == "456"),
          screen_allowed_at_phone_(ready), parameters_{{"apps.restapi.enabled", ready ? "1" : "0"},
                                                       {"up.screenCapture.enabled", ready ? "1" : "0"}} {}

  private:
    net::http_response route(sip::instant now, const net::http_request& request, const form& asked) override {
        if (asked.path == "/captureScreen/mainScreen") return capture();
        constexpr std::string_view api = "/api/v1/mgmt/";
        if (!asked.path.starts_with(api) || parameters_.at("apps.restapi.enabled") != "1")
            return no_such_page();
        if (has_default_password_) return status(default_password);
        const auto what = std::string_view(asked.path).substr(api.size());
        if (what == "device/info") return info();
        if (request.method != "POST") return status(not_allowed);
        const auto data = data_of(request);
        if (what == "simulateKeyEvent") return press(now, data);
        if (what == "config/get") return get(data);
        if (what == "config/set") return set(data);
        if (what == "safeRestart" || what == "safeReboot") {
            // The permission that was given at the phone is gone with it.
            screen_allowed_at_phone_ = false;
            phone_.reboot(now);
            return status(fine);
        }
        return status(unsupported);
    }

    net::http_response capture() {
        if (parameters_.at("up.screenCapture.enabled") != "1" || !screen_allowed_at_phone_)
            return no_such_page();
        return answer_with(200, "image/bmp", bmp_of(phone_.shot()));
    }

    net::http_response press(sip::instant now, const json::value& data) {
        const auto type = text_in(data, "Type");
        const auto known = find_vendor_key(text_in(data, "KeyName"), phone_.kind());
        if (type != "Tap" || !known) return status(unsupported);
        if (known->which && !phone_.press(now, {{*known->which, {}, {}}})) return status(busy);
        return status(fine);
    }

    net::http_response info() const {
        const json::object data{{"ModelNumber", phone_.kind().text},
                                {"FirmwareRelease", phone_.kind().firmware},
                                {"MACAddress", phone_.setup().mac}};
        return answer_with(200, "application/json",
                           json::serialize(json::object{{"Status", fine}, {"data", data}}));
    }

    net::http_response get(const json::value& data) const {
        const auto* names = data.if_array();
        constexpr std::size_t most = 20;
        if (names == nullptr || names->size() > most) return status(failed);
        json::object out;
        for (const auto& name : *names) {
            const auto* text = name.if_string();
            const auto found = text == nullptr ? parameters_.end() : parameters_.find(*text);
            if (found != parameters_.end()) out[found->first] = json::object{{"Value", found->second}};
        }
        return answer_with(200, "application/json",
                           json::serialize(json::object{{"Status", fine}, {"data", out}}));
    }

    net::http_response set(const json::value& data) {
        const auto* values = data.if_object();
        if (values == nullptr) return status(failed);
        for (const auto& [name, value] : *values)
            if (!parameters_.contains(name) || !value.is_string() || value.as_string().size() > 64)
                return status(failed);
        for (const auto& [name, value] : *values) parameters_.find(name)->second = value.as_string();
        return status(fine);
    }

    bool has_default_password_;
    bool screen_allowed_at_phone_;
    std::map<std::string, std::string, std::less<>> parameters_;
};

} // namespace

std::unique_ptr<face> make_poly_face(virtual_handset& phone, http_account account, bool ready,
                                     sip::entropy random) {
    return std::make_unique<poly_face>(phone, std::move(account), ready, random);
}

} // namespace simplespec::rigs
