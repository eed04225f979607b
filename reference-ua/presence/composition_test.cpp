#include "presence/composition.hpp"

#include <gtest/gtest.h>

#include <set>

namespace simplespec::presence {
namespace {

sip::wall_time at(int minutes) { return sip::wall_time{} + std::chrono::minutes(minutes); }

presence_document published(const char* id, const char* activity, const char* remark) {
    presence_document d;
    d.entity = "pres:other";
    tuple t;
    t.id = id;
    t.status.basic = basic::open;
    t.contact = contact{"sip:a@b", {}};
    d.tuples.push_back(t);
    person p;
    p.id = "p";
    if (*activity != '\0') p.rich.activities.push_back({{{activity}}, {}, {}, "act"});
    if (*remark != '\0') p.notes.push_back({remark});
    d.persons.push_back(p);
    return d;
}

TEST(composition, tuples_are_united_and_their_ids_made_unique) {
    const auto a = published("x", "", ""), b = published("x", "", ""), c = published("1", "", "");
    const std::vector<publication> all = {{&a, at(1)}, {&b, at(2)}, {&c, at(3)}};
    const auto d = compose("sip:a@b", all);
    EXPECT_EQ(d.entity, "sip:a@b");
    ASSERT_EQ(d.tuples.size(), 3U);
    EXPECT_EQ(d.tuples[0].id, "x");
    EXPECT_EQ(d.tuples[1].id, "x-2");
    EXPECT_EQ(d.tuples[2].id, "t1");
    const auto got = read_pidf(write_pidf(d));
    EXPECT_TRUE(got.value);
    EXPECT_TRUE(got.departures.empty());
}

TEST(composition, the_newest_person_says_and_older_ones_fill) {
    const auto a = published("a", "meal", "at lunch"), b = published("b", "meeting", "");
    const std::vector<publication> all = {{&b, at(2)}, {&a, at(1)}};
    const auto d = compose("sip:a@b", all);
    ASSERT_EQ(d.persons.size(), 1U);
    EXPECT_EQ(d.persons[0].rich.activities[0].values[0].name, "meeting");
    ASSERT_EQ(d.persons[0].notes.size(), 1U);
    EXPECT_EQ(d.persons[0].notes[0].text, "at lunch");
}

TEST(composition, no_id_stands_twice_in_the_document) {
    auto a = published("p", "meal", "");
    a.persons[0].id = "p";
    device dev;
    dev.id = "p";
    dev.device_id = "urn:1";
    a.devices.push_back(dev);
    a.tuples[0].rich.activities.push_back({{{"away"}}, {}, {}, "p"});
    const std::vector<publication> all = {{&a, at(1)}, {&a, at(1)}};
    const auto d = compose("sip:a@b", all);
    EXPECT_EQ(d.devices.size(), 1U);
    const std::set<std::string> ids = {d.tuples[0].id,
                                       d.tuples[1].id,
                                       d.persons[0].id,
                                       d.devices[0].id,
                                       d.tuples[0].rich.activities[0].id,
                                       d.tuples[1].rich.activities[0].id,
                                       d.persons[0].rich.activities[0].id};
    EXPECT_EQ(ids.size(), 7U);
}

TEST(composition, many_equal_ids_take_linear_time) {
    presence_document d = published("x", "", "");
    d.tuples.resize(100'000, d.tuples[0]);
    const std::vector<publication> all = {{&d, at(1)}};
    const auto got = compose("sip:a@b", all);
    EXPECT_EQ(got.tuples.back().id, "x-100000");
}

TEST(composition, nothing_published_is_a_document_without_tuples) {
    const auto d = compose("sip:a@b", {});
    EXPECT_TRUE(d.tuples.empty());
    EXPECT_TRUE(d.persons.empty());
    EXPECT_TRUE(read_pidf(write_pidf(d)).value);
}

} // namespace
} // namespace simplespec::presence
