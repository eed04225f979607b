#include "rigs/phone/face.hpp"

#include "rigs/phone/person_page.hpp"
#include "rigs/phone/snom_face.hpp"

namespace simplespec::rigs {

namespace {

class plain_face final : public web_face {
  public:
    plain_face(virtual_handset& phone, http_account account, sip::entropy random)
        : web_face(phone, std::move(account), phone.kind().make, random) {}

  private:
    net::http_response route(sip::instant, const net::http_request&, const form&) override {
        return no_such_page();
    }
};

} // namespace

net::http_response no_such_page() { return page_saying(404, "Not Found", "There is no such page."); }

net::http_response web_face::answer(sip::instant now, const net::http_request& request) {
    constexpr int no_answer = 0;
    if (phone_.booting()) return {.status = no_answer};
    if (request.method != "GET" && request.method != "POST" && request.method != "HEAD") {
        auto out = page_saying(405, "Method Not Allowed", "GET, HEAD or POST.");
        out.fields["Allow"] = "GET, HEAD, POST";
        return out;
    }
    const auto asked = read_form(request);
    if (!asked) return page_saying(asked.error().status, "Refused", asked.error().text);
    if (auto first = before(request)) return *std::move(first);
    if (auto refused = gate_.refuse(now, request, account())) return *std::move(refused);
    const bool looks = request.method != "POST" && asked->path == "/";
    if (!looks && from_elsewhere(request))
        return page_saying(403, "Forbidden", "A page of somebody else's asks this.");
    auto out = answer_person(phone_, now, request, *asked);
    if (!out) out = route(now, request, *asked);
    if (request.method == "HEAD") out->body.clear();
    return *std::move(out);
}

std::unique_ptr<face> make_face(virtual_handset& phone, http_account account, bool ready,
                                sip::entropy random) {
    const auto& make = phone.kind().make;
    if (make == "snom") return std::make_unique<snom_face>(phone, std::move(account), ready, random);
    if (make == "yealink") return make_yealink_face(phone, std::move(account), ready, random);
    if (make == "poly") return make_poly_face(phone, std::move(account), ready, random);
    if (make == "cisco") return make_cisco_face(phone, std::move(account), ready, random);
    return std::make_unique<plain_face>(phone, std::move(account), random);
}

} // namespace simplespec::rigs
