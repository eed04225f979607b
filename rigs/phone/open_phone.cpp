#include "rigs/phone/open_phone.hpp"

#include "net/http_server.hpp"
#include "net/port.hpp"
#include "net/station.hpp"

#include <fmt/format.h>

#include <vector>

namespace simplespec::rigs {

struct open_phone::parts {
    parts(const net::clock& c, handset_setup setup, const phone_place& place, std::uint64_t seed)
        : clock(c), where(place), phone(std::move(setup), sip::entropy::derive(seed, "phone", "sip")),
          front(make_face(phone, place.account, place.ready, sip::entropy::derive(seed, "phone", "web"))) {}

    net::http_response answer(const net::http_request& request) {
        auto out = front->answer(clock.now(), request);
        // Also where nothing is sent: a key may have set a timer.
        station->transmit(phone.take());
        return out;
    }

    const net::clock& clock;
    phone_place where;
    virtual_handset phone;
    std::unique_ptr<face> front;
    std::unique_ptr<net::station> station;
    std::unique_ptr<net::http_server> server;
};

std::expected<std::unique_ptr<open_phone>, std::string>
open_phone::open(net::run_loop& loop, const net::clock& clock, handset_setup setup, phone_place place,
                 std::uint64_t seed) {
    auto port = net::port::open(loop, place.sip_host, place.sip_port);
    if (!port) return std::unexpected(port.error());
    setup.local = (*port)->address();
    setup.local.via = setup.line.server.via;
    auto made = std::make_unique<parts>(clock, std::move(setup), place, seed);
    std::vector<std::unique_ptr<net::port>> ports;
    ports.push_back(std::move(*port));
    made->station = std::make_unique<net::station>(loop, clock, made->phone, std::move(ports));
    const bool guarded = !place.account.user.empty() && !place.account.password.empty();
    auto server =
        net::http_server::open(loop, place.web_host, place.web_port, guarded,
                               [p = made.get()](const net::http_request& r) { return p->answer(r); });
    if (!server) return std::unexpected(server.error());
    made->server = std::move(*server);
    return std::unique_ptr<open_phone>(new open_phone(std::move(made)));
}

open_phone::open_phone(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
open_phone::~open_phone() = default;

void open_phone::switch_on() { parts_->station->transmit(parts_->phone.start(parts_->clock.now())); }
void open_phone::switch_off() { parts_->station->transmit(parts_->phone.stop(parts_->clock.now())); }
bool open_phone::at_rest() const { return parts_->phone.at_rest(); }

bool open_phone::press(const stroke& one) {
    const bool taken = parts_->phone.press(parts_->clock.now(), {one});
    parts_->station->transmit(parts_->phone.take());
    return taken;
}

virtual_handset& open_phone::phone() { return parts_->phone; }
std::uint16_t open_phone::web_port() const { return parts_->server->port(); }

std::string open_phone::address() const {
    const bool six = parts_->where.web_host.find(':') != std::string::npos;
    return fmt::format("http://{}{}{}:{}/", six ? "[" : "", parts_->where.web_host, six ? "]" : "",
                       web_port());
}

} // namespace simplespec::rigs
