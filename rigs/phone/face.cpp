#include "rigs/phone/face.hpp"

#include "rigs/phone/form.hpp"
#include "rigs/phone/person_page.hpp"
#include "rigs/phone/snom_face.hpp"

namespace simplespec::rigs {

namespace {

class plain_face final : public face {
  public:
    plain_face(virtual_handset& phone, http_account account, sip::entropy random)
        : phone_(phone), account_(std::move(account)), gate_(phone.kind().make, random) {}

    net::http_response answer(sip::instant now, const net::http_request& request) override {
        const auto asked = read_form(request);
        if (!asked) return page_saying(asked.error().status, "Refused", asked.error().text);
        if (auto refused = gate_.refuse(now, request, account_)) return *std::move(refused);
        if (asked->path != "/" && from_elsewhere(request))
            return page_saying(403, "Forbidden", "A page of somebody else's asks this.");
        if (auto page = answer_person(phone_, now, request, *asked)) return *std::move(page);
        return page_saying(404, "Not Found", "There is no such page.");
    }

  private:
    virtual_handset& phone_;
    http_account account_;
    gate gate_;
};

} // namespace

std::unique_ptr<face> make_face(virtual_handset& phone, http_account account, bool ready,
                                sip::entropy random) {
    if (phone.kind().make == "snom")
        return std::make_unique<snom_face>(phone, std::move(account), ready, random);
    return std::make_unique<plain_face>(phone, std::move(account), random);
}

} // namespace simplespec::rigs
