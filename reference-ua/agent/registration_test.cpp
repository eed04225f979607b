#include "agent/registration.hpp"

#include "events/exchange.hpp"

#include <gtest/gtest.h>

namespace simplespec::agent {
namespace {

using namespace events::exchange;
using namespace std::chrono_literals;
using sip::header;
using state = registration::state;

struct registering : testing::Test {
    sip::entropy random{5};
    registration r{{.registrar = "sip:example.com", .aor = "sip:a@example.com", .contact = "sip:a@192.0.2.1", .expires = 600s},
                   random};
    sip::message last;

    std::string see(const registration::effects& effects) {
        if (const auto sent = requests(effects); !sent.empty()) last = sent.back();
        return wire(effects);
    }
    std::string answered(sip::instant when, int status, std::vector<std::pair<header, std::string>> rows = {}) {
        return see(r.on_response(when, reply(last, status, std::move(rows))));
    }
};

TEST_F(registering, enters_refreshes_and_leaves) {
    EXPECT_EQ(see(r.enter(at())), "REGISTER expires=600");
    EXPECT_EQ(last.request_uri(), "sip:example.com");
    EXPECT_EQ(last.value(header::to), "<sip:a@example.com>");
    EXPECT_EQ(last.value(header::contact), "<sip:a@192.0.2.1>");
    EXPECT_EQ(answered(at(), 200, {{header::contact, "<sip:b@192.0.2.2>;expires=9, <sip:a@192.0.2.1>;expires=100"}}), "");
    EXPECT_EQ(r.current(), state::registered);
    EXPECT_EQ(r.deadline(), at(50s).steady);
    EXPECT_EQ(see(r.on_timer(at(50s))), "REGISTER expires=600");
    EXPECT_EQ(events::cseq_of(last), 2U);
    EXPECT_EQ(see(r.leave(at(51s))), ""); // one at a time
    EXPECT_EQ(answered(at(52s), 200, {{header::expires, "600"}}), "REGISTER expires=0");
    EXPECT_EQ(answered(at(52s), 200), "");
    EXPECT_EQ(r.current(), state::init);
    EXPECT_FALSE(r.deadline());
}

TEST_F(registering, failures) {
    see(r.enter(at()));
    EXPECT_EQ(answered(at(), 423, {{header::min_expires, "1800"}}), "REGISTER expires=1800");
    EXPECT_EQ(answered(at(), 503, {{header::retry_after, "20"}}), "");
    EXPECT_EQ(r.current(), state::waiting);
    EXPECT_EQ(see(r.on_timer(at(20s))), "REGISTER expires=1800");
    see(r.on_failure(at(52s), events::failure::timed_out));
    EXPECT_EQ(r.deadline(), at(82s).steady);
    see(r.on_timer(at(82s)));
    EXPECT_EQ(answered(at(82s), 403), "");
    EXPECT_EQ(r.current(), state::failed);
    EXPECT_FALSE(r.deadline());
}

} // namespace
} // namespace simplespec::agent
