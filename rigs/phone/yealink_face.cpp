// The web server of a Yealink T-series phone: the action URI and the screen capture, and how both are
// refused. Settings, lights and traces are not to be had over it.
#include "rigs/phone/face.hpp"
#include "rigs/phone/vendor_keys.hpp"

#include <algorithm>
#include <array>

namespace simplespec::rigs {

namespace {

constexpr std::array<std::string_view, 3> action_pages{"/servlet", "/cgi-bin/ConfigManApp.com",
                                                       "/cgi-bin/cgiServer.exx"};
constexpr std::size_t most_keys = 64;

class yealink_face final : public web_face {
  public:
    yealink_face(virtual_handset& phone, http_account account, bool ready, sip::entropy random)
        : web_face(phone, std::move(account), "Gigabit Color IP Phone " + phone.kind().name, random),
          allowed_(ready) {}

  private:
    net::http_response route(sip::instant now, const net::http_request&, const form& asked) override {
        const bool action = std::ranges::find(action_pages, asked.path) != action_pages.end();
        const auto* command = asked.find("command");
        const bool capture =
            asked.path == "/screencapture" || (action && command != nullptr && *command == "screenshot");
        if (!action && !capture) return no_such_page();
        // Out of its box features.action_uri_limit_ip lets nobody in. The words are known, the status is not.
        if (!allowed_) return page_saying(403, "Forbidden", "Remote control forbidden");
        if (capture) return answer_with(200, "image/bmp", bmp_of(phone_.shot()));
        for (const auto& [name, value] : asked.values)
            if (name == "key") return press(now, value);
        return answer_with(200, "text/html", "");
    }

    // key = name *( ";" name )
    net::http_response press(sip::instant now, std::string_view chain) {
        std::vector<stroke> strokes;
        for (std::size_t count = 0; !chain.empty(); ++count) {
            const auto name = chain.substr(0, chain.find(';'));
            chain.remove_prefix(std::min(name.size() + 1, chain.size()));
            if (count == most_keys) return page_saying(400, "Bad Request", "Too many keys in one request.");
            if (name == "Reboot") {
                phone_.reboot(now);
                break;
            }
            if (name == "Reset") {
                phone_.reset(now);
                break;
            }
            if (const auto known = find_vendor_key(name, phone_.kind()); known && known->which)
                strokes.push_back({*known->which, {}, {}});
        }
        if (!phone_.press(now, strokes)) return page_saying(503, "Busy", "Too many keys wait.");
        return answer_with(200, "text/html", "");
    }

    bool allowed_;
};

} // namespace

std::unique_ptr<face> make_yealink_face(virtual_handset& phone, http_account account, bool ready,
                                        sip::entropy random) {
    return std::make_unique<yealink_face>(phone, std::move(account), ready, random);
}

} // namespace simplespec::rigs
