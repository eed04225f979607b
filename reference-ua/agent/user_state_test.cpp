#include "agent/user_state.hpp"

#include "presence/availability.hpp"

#include <gtest/gtest.h>

namespace simplespec::agent {
namespace {

TEST(user_state, lunch_is_published_as_the_handset_of_the_seed_does) {
    const auto* lunch = find_user_state("lunch");
    ASSERT_NE(lunch, nullptr);
    const auto text = user_document(*lunch, "sip:431@192.168.10.59", "snom320-0004132495C2", {});
    const auto read = presence::read_pidf(text);
    ASSERT_TRUE(read.value);
    EXPECT_TRUE(read.departures.empty());
    EXPECT_EQ(read.value->entity, "pres:431@192.168.10.59");
    ASSERT_EQ(read.value->tuples.size(), 1U);
    const auto& tuple = read.value->tuples[0];
    EXPECT_EQ(tuple.id, "snom320-0004132495C2");
    EXPECT_EQ(tuple.status.basic, presence::basic::open);
    EXPECT_EQ(tuple.status.im, "Lunch");
    EXPECT_EQ(tuple.contact->uri, "sip:431@192.168.10.59");
    EXPECT_EQ(tuple.notes.at(0), (presence::note{"Lunch", "en"}));
    EXPECT_EQ(presence::standing_of(*read.value).activities, std::vector<std::string>{"meal"});
}

TEST(user_state, every_offer_is_read_back_as_it_was_meant) {
    for (const auto& state : user_states()) {
        const auto read = presence::read_pidf(user_document(state, "sip:a@example.com", "d", {}));
        ASSERT_TRUE(read.value) << state.name;
        EXPECT_TRUE(read.departures.empty()) << state.name;
        const auto how = presence::standing_of(*read.value);
        EXPECT_EQ(how.state == presence::availability::available, state.open) << state.name;
        EXPECT_EQ(how.notes.at(0).text, state.name);
        EXPECT_TRUE(state.activity.empty() || presence::is_activity(state.activity)) << state.name;
        EXPECT_EQ(find_user_state(state.name), &state);
    }
    EXPECT_EQ(find_user_state("Siesta"), nullptr);
}

} // namespace
} // namespace simplespec::agent
