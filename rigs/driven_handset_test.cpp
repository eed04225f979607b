#include "rigs/driven_handset.hpp"

#include "sip/message.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

struct desk {
    desk() : phone({sip::transport::udp, "192.0.2.10", 5060}, sip::entropy(1)) {
        agent::handset_settings settings;
        settings.aor = "sip:alice@example.com";
        settings.server = {sip::transport::udp, "198.51.100.1", 5060};
        phone.set_up(settings);
    }
    /// The methods of what it sends after this sentence.
    std::string after(std::string_view sentence) {
        EXPECT_TRUE(phone.act(now, sentence)) << sentence;
        std::string out;
        for (const auto& sent : phone.on_timer(now))
            out += (out.empty() ? "" : " ") + sent.octets.substr(0, sent.octets.find(' '));
        return out;
    }
    sip::instant now{sip::time_point(std::chrono::hours(1)), {}};
    driven_handset phone;
};

TEST(driven_handsets, do_what_the_first_sentence_says_and_no_more) {
    EXPECT_EQ(desk().after("register"), "REGISTER");
    EXPECT_EQ(desk().after("publish Lunch"), "PUBLISH");
    EXPECT_EQ(desk().after("watch sip:bob@example.com"), "SUBSCRIBE");
}

TEST(driven_handsets, wait_for_their_timer_to_send) {
    desk d;
    EXPECT_EQ(d.phone.deadline(), std::nullopt);
    ASSERT_TRUE(d.phone.act(d.now, "publish Lunch"));
    EXPECT_EQ(d.phone.deadline(), d.now.steady);
    EXPECT_EQ(d.phone.on_timer(d.now).size(), 1U);
    EXPECT_GT(d.phone.deadline(), d.now.steady);
}

TEST(driven_handsets, say_what_they_cannot_do) {
    desk d;
    EXPECT_FALSE(d.phone.act(d.now, "call bob"));
    EXPECT_FALSE(d.phone.act(d.now, "publish Nonsense"));
    EXPECT_TRUE(d.phone.on_timer(d.now).empty());
}

} // namespace
} // namespace simplespec::rigs
