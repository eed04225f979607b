#include "presence/availability.hpp"

#include <gtest/gtest.h>

namespace simplespec::presence {
namespace {

tuple made(const char* id, std::optional<basic> b, std::optional<int> priority = {}, const char* im = "") {
    tuple t;
    t.id = id;
    t.status.basic = b;
    t.status.im = im;
    t.contact = contact{std::string("sip:") + id, priority};
    return t;
}

TEST(standing, one_open_tuple_beats_closed_ones) {
    presence_document d;
    EXPECT_EQ(standing_of(d).state, availability::unknown);
    d.tuples.push_back(made("a", std::nullopt));
    EXPECT_EQ(standing_of(d).state, availability::unknown);
    d.tuples.push_back(made("b", basic::closed));
    EXPECT_EQ(standing_of(d).state, availability::unavailable);
    EXPECT_EQ(standing_of(d).contact, "");
    d.tuples.push_back(made("c", basic::open, 200));
    d.tuples.push_back(made("d", basic::open, 900));
    d.tuples.push_back(made("e", basic::open));
    EXPECT_EQ(standing_of(d).state, availability::available);
    EXPECT_EQ(standing_of(d).contact, "sip:d");
}

TEST(standing, a_note_never_decides) {
    presence_document d;
    d.tuples.push_back(made("a", basic::closed));
    d.tuples[0].notes.push_back({"online", "en"});
    EXPECT_EQ(standing_of(d).state, availability::unavailable);
    EXPECT_EQ(standing_of(d).notes[0].text, "online");
}

TEST(standing, activities_come_from_the_person_else_from_the_im_word) {
    presence_document d;
    d.tuples.push_back(made("a", basic::open, {}, "Lunch"));
    EXPECT_EQ(standing_of(d).activities, std::vector<std::string>{"Lunch"});
    person p;
    p.rich.activities.push_back({{{"meal"}, {"other", "cake"}, {"meal"}}, {}, {}, ""});
    d.persons.push_back(p);
    EXPECT_EQ(standing_of(d).activities, (std::vector<std::string>{"meal", "cake"}));
    const auto then = *read_time("2026-01-01T00:00:00Z").value;
    d.persons[0].rich.activities[0].valid.until = then;
    EXPECT_EQ(standing_of(d, then).activities, std::vector<std::string>{"Lunch"});
    EXPECT_EQ(standing_of(d, then - std::chrono::seconds(1)).activities.size(), 2U);
}

TEST(standing, since_is_the_time_of_what_decided) {
    presence_document d;
    const auto then = *read_time("2026-01-01T00:00:00Z").value;
    person p;
    p.timestamp = then;
    d.persons.push_back(p);
    d.tuples.push_back(made("a", basic::open));
    EXPECT_EQ(standing_of(d).since, then);
    d.tuples[0].timestamp = then + std::chrono::hours(1);
    EXPECT_EQ(standing_of(d).since, then + std::chrono::hours(1));
}

TEST(standing, somebody_elses_tuple_does_not_speak_for_the_person) {
    presence_document d;
    d.tuples.push_back(made("a", basic::closed));
    d.tuples.push_back(made("b", basic::open));
    d.tuples[1].rich.relationship.push_back({{{"assistant"}}, {}, {}, ""});
    EXPECT_EQ(standing_of(d).state, availability::unavailable);
}

TEST(notes, are_chosen_by_language) {
    const std::vector<note> notes = {{"hello", "en"}, {"hallo", "de-AT"}, {"?", ""}};
    EXPECT_EQ(note_in(notes, "de")->text, "hallo");
    EXPECT_EQ(note_in(notes, "EN")->text, "hello");
    EXPECT_EQ(note_in(notes, "fr")->text, "?");
    EXPECT_EQ(note_in(notes, "d")->text, "?");
    EXPECT_EQ(note_in({}, "de"), nullptr);
}

} // namespace
} // namespace simplespec::presence
