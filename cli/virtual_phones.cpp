#include "cli/virtual_phones.hpp"

#include "agent/defects/defect.hpp"
#include "cli/phone.hpp"
#include "rigs/attendant.hpp"
#include "rigs/drivers/make_driver.hpp"
#include "rigs/phone/face.hpp"

#include <fmt/format.h>

#include <iterator>
#include <map>
#include <memory>
#include <utility>

namespace simplespec::cli {

namespace {

// A phone and its web server as one node: what a page makes it send leaves with its next timer, which is due
// at once.
class hosted_phone final : public sip::node {
  public:
    hosted_phone(rigs::handset_setup setup, std::uint64_t seed)
        : phone_(std::move(setup), sip::entropy::derive(seed, "phone", "sip")),
          face_(rigs::make_face(phone_, {}, true, sip::entropy::derive(seed, "phone", "web"))) {}

    void switch_on(sip::instant now) { keep(now, phone_.start(now)); }

    std::expected<net::http_response, net::http_failure> answer(sip::instant now,
                                                                const net::http_request& request) {
        auto out = face_->answer(now, request);
        keep(now, phone_.take());
        if (out.status != 0) return out;
        return std::unexpected(net::http_failure{net::http_failure_kind::unreachable,
                                                 "the phone starts, and closes connections"});
    }

    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& in) override {
        return phone_.on_reception(now, in);
    }
    std::vector<sip::transmission> on_undeliverable(sip::instant now,
                                                    const sip::transmission& lost) override {
        return phone_.on_undeliverable(now, lost);
    }
    std::vector<sip::transmission> on_timer(sip::instant now) override {
        auto out = std::exchange(unsent_, {});
        auto more = phone_.on_timer(now);
        std::ranges::move(more, std::back_inserter(out));
        return out;
    }
    std::optional<sip::time_point> deadline() const override {
        return unsent_.empty() ? phone_.deadline() : sip::earlier(phone_.deadline(), std::optional(since_));
    }

  private:
    void keep(sip::instant now, std::vector<sip::transmission> more) {
        if (unsent_.empty()) since_ = now.steady;
        std::ranges::move(more, std::back_inserter(unsent_));
    }

    rigs::virtual_handset phone_;
    std::unique_ptr<rigs::face> face_;
    std::vector<sip::transmission> unsent_;
    sip::time_point since_{};
};

// The phones of one scenario, and one pair of eyes for all of them.
struct virtual_room {
    std::vector<std::unique_ptr<hosted_phone>> phones;
    std::shared_ptr<rigs::reader> eyes;
};

using phone_at_hand = std::expected<std::shared_ptr<rigs::attendant>, scenarios::undone>;

phone_at_hand add_phone(virtual_room& room, rigs::virtual_wire& wire, const scenarios::client_part& part,
                        std::uint64_t seed, const std::vector<std::string>& defects) {
    static const std::vector<std::string> languages{"eng"};
    if (!room.eyes) {
        auto made = rigs::reader::make(languages);
        // Who has no OCR can play all else.
        if (!made) return std::unexpected(scenarios::undone{true, made.error()});
        room.eyes = std::make_shared<rigs::reader>(std::move(*made));
    }
    agent::handset_settings line;
    line.aor = part.who.aor();
    line.account = {.username = part.who.auth_user, .password = part.who.password};
    line.server = part.server;
    line.defects = agent::of_role(defects, agent::defect_role::client);
    phone_options wanted;
    wanted.model = "snom370";
    auto setup = setup_of(wanted, std::move(line), {});
    constexpr unsigned first_host = 20;
    sip::hop at{sip::transport::udp, fmt::format("192.0.2.{}", first_host + room.phones.size()), 5060};
    sip::hop stream = at;
    stream.via = sip::transport::tcp;
    setup.local = part.server.via == sip::transport::udp ? at : stream;
    room.phones.push_back(std::make_unique<hosted_phone>(
        std::move(setup), sip::entropy::derive(seed, "phone", part.who.name).next()));
    auto* phone = room.phones.back().get();
    wire.host(*phone, {at, stream});
    phone->switch_on(wire.now());
    const rigs::http_link link = [phone, &wire](const net::http_request& r) {
        return phone->answer(wire.now(), r);
    };
    auto driver = rigs::make_driver({.name = part.who.name, .kind = "snom", .model = wanted.model}, link,
                                    sip::entropy::derive(seed, "rig", part.who.name));
    if (!driver) return std::unexpected(scenarios::undone{false, driver.error().text});
    return std::make_shared<rigs::attendant>(std::move(*driver), room.eyes, languages);
}

} // namespace

void add_virtual_phones(scenarios::scene& into, rigs::virtual_wire& wire, std::uint64_t seed,
                        const std::vector<std::string>& defects) {
    into.phone = [room = std::make_shared<virtual_room>(), &wire, seed,
                  defects](const std::string&, const scenarios::client_part& part) {
        return add_phone(*room, wire, part, seed, defects);
    };
}

} // namespace simplespec::cli
