#include "contacts/list_subscriber.hpp"

#include <gtest/gtest.h>

namespace simplespec::contacts {
namespace {

using namespace std::chrono_literals;

std::string list(std::uint32_t version, bool full) {
    return write(rlmi_list{"sip:l@x", version, true, full, {}, {}, {{"sip:a@x"}}});
}

TEST(list_subscriber, asks_for_full_state_once_after_a_gap_and_again_when_none_comes) {
    contact_list contacts;
    list_subscriber s(contacts, 32s);
    sip::instant now{};
    const auto notify = [&](std::uint32_t version, bool full) {
        return s.on_notify(now, "application/rlmi+xml", {}, list(version, full));
    };
    EXPECT_FALSE(notify(0, true).refresh);
    EXPECT_FALSE(s.deadline());
    EXPECT_TRUE(notify(2, false).refresh);
    EXPECT_FALSE(notify(4, false).refresh) << "it was asked for already";
    ASSERT_TRUE(s.deadline());
    now = now + 31s;
    EXPECT_FALSE(s.on_timer(now).refresh);
    now = now + 1s;
    EXPECT_TRUE(s.on_timer(now).refresh);
    EXPECT_FALSE(notify(5, true).refresh);
    EXPECT_FALSE(s.deadline());
}

TEST(list_subscriber, counts_anew_in_a_new_subscription) {
    contact_list contacts;
    list_subscriber s(contacts);
    s.on_notify({}, "application/rlmi+xml", {}, list(20, true));
    s.on_new_subscription();
    EXPECT_TRUE(s.on_notify({}, "application/rlmi+xml", {}, list(0, true)).departures.empty());
    EXPECT_EQ(s.current().rows().size(), 1U);
    EXPECT_TRUE(s.on_notify({}, {}, {}, {}).departures.empty());
}

} // namespace
} // namespace simplespec::contacts
