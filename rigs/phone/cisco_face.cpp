// The web server of a Cisco 8800 phone: keys as XML to be executed, the screenshot, the device's data.
#include "presence/xml.hpp"
#include "rigs/phone/face.hpp"
#include "rigs/phone/vendor_keys.hpp"

#include <fmt/format.h>

namespace simplespec::rigs {

namespace {

constexpr std::string_view xml_type = "text/xml; charset=utf-8";

// 1: it cannot be read, 2: it holds something else than it should, 4: who asks may not.
net::http_response failure(int number) {
    return answer_with(200, xml_type,
                       fmt::format("<?xml version=\"1.0\"?>\n<CiscoIPPhoneError Number=\"{}\"/>\n", number));
}

class cisco_face final : public web_face {
  public:
    cisco_face(virtual_handset& phone, http_account account, bool ready, sip::entropy random)
        : web_face(phone, std::move(account), "user", random), web_access_(ready) {}

  private:
    net::http_response route(sip::instant now, const net::http_request& request, const form& asked) override {
        // Out of its box webAccess may be off; what it answers then is not known.
        if (!web_access_) return page_saying(403, "Forbidden", "Web access is disabled.");
        if (asked.path == "/CGI/Execute") return execute(now, request, asked);
        if (asked.path == "/CGI/Screenshot") return answer_with(200, "image/png", png_of(phone_.shot()));
        if (asked.path == "/DeviceInformationX") return info();
        return no_such_page();
    }

    // Up to three items, within 512 octets; each URL within 256. A key that the phone has not is dropped
    // silently.
    net::http_response execute(sip::instant now, const net::http_request& request, const form& asked) {
        constexpr std::size_t longest = 512, longest_url = 256, most_items = 3;
        constexpr int unreadable = 1, other = 2;
        const auto* text = asked.find("XML");
        if (request.method != "POST" || text == nullptr || text->size() > longest) return failure(unreadable);
        const auto read = presence::xml::read(*text, {.strict = true});
        if (!read.value) return failure(unreadable);
        const auto& items = read.value->children;
        if (read.value->name != "CiscoIPPhoneExecute" || items.empty() || items.size() > most_items)
            return failure(other);
        std::vector<stroke> strokes;
        std::string answers;
        for (const auto& item : items) {
            const auto* url = item.find("URL");
            if (item.name != "ExecuteItem" || url == nullptr || url->size() > longest_url)
                return failure(other);
            if (const auto known = find_vendor_key(*url, phone_.kind()); known && known->which)
                strokes.push_back({*known->which, {}, {}});
            answers +=
                fmt::format("<ResponseItem Status=\"0\" Data=\"Success\" URL=\"{}\"/>\n", in_html(*url));
        }
        if (!phone_.press(now, strokes)) return failure(other);
        return answer_with(
            200, xml_type,
            fmt::format("<?xml version=\"1.0\"?>\n<CiscoIPPhoneResponse>\n{}</CiscoIPPhoneResponse>\n",
                        answers));
    }

    net::http_response info() const {
        return answer_with(
            200, xml_type,
            fmt::format("<?xml version=\"1.0\"?>\n<DeviceInformation>\n<MACAddress>{}</MACAddress>\n"
                        "<versionID>{}</versionID>\n<modelNumber>{}</modelNumber>\n</DeviceInformation>\n",
                        in_html(phone_.setup().mac), in_html(phone_.kind().firmware),
                        in_html("CP-" + phone_.kind().name)));
    }

    bool web_access_;
};

} // namespace

std::unique_ptr<face> make_cisco_face(virtual_handset& phone, http_account account, bool ready,
                                      sip::entropy random) {
    return std::make_unique<cisco_face>(phone, std::move(account), ready, random);
}

} // namespace simplespec::rigs
