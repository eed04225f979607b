#include "events/subscription_state.hpp"

#include "sip/composer.hpp"

#include <gtest/gtest.h>

namespace simplespec::events {
namespace {

using std::chrono::seconds;
using value = subscription_state::substate;

std::optional<subscription_state> read(std::string_view text) {
    return subscription_state_of(
        sip::composer::request("NOTIFY", "sip:a@example.com").add(sip::header::subscription_state, text).take());
}

TEST(subscription_state, reads) {
    EXPECT_EQ(read("active;expires=600"), (subscription_state{value::active, "", seconds(600), {}}));
    EXPECT_EQ(read("Pending ; EXPIRES = 5"), (subscription_state{value::pending, "", seconds(5), {}}));
    EXPECT_EQ(read("terminated;reason=Probation;retry-after=30"),
              (subscription_state{value::terminated, "probation", {}, seconds(30)}));
    EXPECT_EQ(read("active;expires=soon"), (subscription_state{}));
    EXPECT_EQ(read("resting")->value, value::extension);
    EXPECT_FALSE(read(""));
}

TEST(subscription_state, prints_what_it_reads) {
    for (const std::string_view text :
         {"active;expires=600", "pending;expires=0", "terminated;reason=giveup;retry-after=9", "terminated"})
        EXPECT_EQ(write(*read(text)), text);
}

TEST(subscription_state, retry_rules_of_rfc_6665_section_4_1_3) {
    struct row {
        std::string_view text;
        std::optional<seconds> pause;
    };
    const row rows[] = {
        {"terminated;reason=deactivated;retry-after=9", seconds(0)},
        {"terminated;reason=probation", seconds(60)},
        {"terminated;reason=probation;retry-after=9", seconds(9)},
        {"terminated;reason=rejected;retry-after=9", {}},
        {"terminated;reason=timeout;retry-after=9", seconds(0)},
        {"terminated;reason=giveup;retry-after=9", seconds(9)},
        {"terminated;reason=giveup", seconds(60)},
        {"terminated;reason=noresource;retry-after=9", {}},
        {"terminated;reason=invariant;retry-after=31536000", {}},
        {"terminated;retry-after=9", seconds(9)},
        {"terminated;reason=moonphase", seconds(60)},
    };
    for (const auto& r : rows) EXPECT_EQ(retry_pause(*read(r.text), seconds(60)), r.pause) << r.text;
}

} // namespace
} // namespace simplespec::events
