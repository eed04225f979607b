#include "rigs/phone/open_phone.hpp"

#include "rigs/drivers/snom.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;

handset_setup joe(const char* kind) {
    handset_setup out;
    out.kind = *find_model(kind);
    out.person.aor = out.line.aor = "sip:joe@127.0.0.1";
    out.person.programmable.resize(1);
    out.person.programmable[0].use = handset::key_use::presence;
    out.line.server = {sip::transport::udp, "127.0.0.1", 9}; // nobody is there
    return out;
}

// A driver waits for its answers, so the phone has a thread of its own.
struct running {
    explicit running(const char* kind, http_account account = {}) {
        auto opened = open_phone::open(loop, clock, joe(kind),
                                       {.sip_host = "127.0.0.1", .account = std::move(account)}, 1);
        EXPECT_TRUE(opened) << opened.error();
        phone = std::move(*opened);
        phone->switch_on();
        thread = std::thread([this] { loop.run(sip::time_point::max(), [this] { return stop.load(); }); });
    }
    ~running() {
        stop = true;
        thread.join();
    }
    snom driver(std::string password = "") {
        auto client = std::make_shared<net::http_client>(net::http_place{"127.0.0.1", phone->web_port()}, 5s);
        return snom({[client](const net::http_request& r) { return client->exchange(r); }, "admin",
                     std::move(password), sip::entropy(3)});
    }
    net::run_loop loop;
    net::clock clock;
    std::unique_ptr<open_phone> phone;
    std::atomic<bool> stop{false};
    std::thread thread;
};

TEST(open_phone, a_driver_reaches_it_over_real_http) {
    for (const auto* kind : {"snom320", "snom360", "snom370", "snomD385", "snomD785"}) {
        running r(kind, {"admin", "secret", true});
        auto driver = r.driver("secret");
        const auto who = driver.who();
        ASSERT_TRUE(who) << kind << ": " << who.error().text;
        EXPECT_EQ(who->model, kind);
        const auto before = driver.shot();
        ASSERT_TRUE(before) << kind;
        EXPECT_TRUE(driver.press({handset::key_kind::programmable, 1})) << kind;
        const auto after = driver.shot();
        ASSERT_TRUE(after) << kind;
        EXPECT_NE(*before, *after) << kind;
        EXPECT_TRUE(driver.lights()) << kind;
        EXPECT_EQ(r.driver("wrong").who().error().what, trouble::password_refused) << kind;
    }
}

TEST(open_phone, of_a_make_without_a_face_has_the_persons_page) {
    running r("VVX450");
    net::http_client client({"127.0.0.1", r.phone->web_port()}, 5s);
    EXPECT_EQ(client.exchange({.target = "/"})->status, 200);
    EXPECT_EQ(client.exchange({.target = "/command.htm?key=F1"})->status, 404);
    EXPECT_EQ(client.exchange({.method = "POST", .target = "/press?key=P1"})->status, 204);
}

TEST(open_phone, beyond_this_machine_wants_a_password) {
    net::run_loop loop;
    const net::clock clock;
    phone_place place{.sip_host = "127.0.0.1", .web_host = "0.0.0.0"};
    EXPECT_FALSE(open_phone::open(loop, clock, joe("snom370"), place, 1));
    place.account = {"admin", "", false};
    EXPECT_FALSE(open_phone::open(loop, clock, joe("snom370"), place, 1));
    place.account.password = "secret";
    EXPECT_TRUE(open_phone::open(loop, clock, joe("snom370"), place, 1));
}

} // namespace
} // namespace simplespec::rigs
