#include "rigs/reading/matching.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

line_read row(const std::vector<std::pair<std::string, double>>& words) {
    line_read out;
    int x = 0;
    for (const auto& [text, confidence] : words)
        out.words.push_back({text, {x, 0, 20, 10}, confidence}), x += 25;
    return out;
}

TEST(distance, counts_to_its_limit) {
    EXPECT_EQ(distance(U"Lunch", U"Lunch", 2), 0U);
    EXPECT_EQ(distance(U"Lunch", U"Lnch", 2), 1U);
    EXPECT_EQ(distance(U"online", U"offline", 5), 2U);
    EXPECT_EQ(distance(U"abcdef", U"uvwxyz", 2), 3U);
    EXPECT_EQ(characters("M\u00fcller \u2019x"), U"M\u00fcller'x");
}

TEST(correct, takes_the_one_word_that_is_near) {
    auto line = row({{"Marle", 0.8}, {"Edwards", 0.9}, {"Lunch", 0.7}});
    correct(line, {"Marie Edwards", "Joe Thomas", "Lunch"});
    ASSERT_EQ(line.words.size(), 2U);
    EXPECT_EQ(line.words[0].text, "Marie Edwards");
    EXPECT_EQ(line.words[0].misread, "Marle Edwards");
    EXPECT_EQ(line.words[0].where.width, 45);
    EXPECT_GT(line.words[1].confidence, 0.9); // to the letter a word that can stand there
}

// Two words of the vocabulary that differ by little need an exact reading: one is never made of the other.
TEST(correct, makes_no_word_of_its_neighbour) {
    for (const std::string read : {"Jon Smyth", "Joe Smyth"}) {
        auto line = row({{read, 0.9}});
        correct(line, {"Jon Smith", "Joe Smith"});
        EXPECT_EQ(line.text(), read);
    }
    auto line = row({{"0nline", 0.9}});
    correct(line, {"Online", "Offline"});
    EXPECT_EQ(line.text(), "Online");
    auto off = row({{"Ofline", 0.9}});
    correct(off, {"Online", "Offline"});
    EXPECT_EQ(off.text(), "Ofline"); // as near to the one as to the other
}

TEST(correct, leaves_short_words_and_weak_readings_unsure) {
    auto line = row({{"8ob", 0.9}});
    correct(line, {"Bob"});
    EXPECT_EQ(line.text(), "8ob");
    auto weak = row({{"Lumch", 0.1}});
    correct(weak, {"Lunch"});
    EXPECT_EQ(find({{weak}}, "Lunch"), presence_of_text::unsure);
}

// A frame beside a word is no part of it, unless there is such a word.
TEST(correct, takes_off_what_is_of_a_frame) {
    auto line = row({{"Marie", 0.9}, {"offline]", 0.7}});
    correct(line, {"offline", "online"});
    EXPECT_EQ(line.text(), "Marie offline");
    EXPECT_EQ(line.words[1].misread, "offline]");
    auto same = row({{"[away]", 0.7}});
    correct(same, {"away", "[away]"});
    EXPECT_EQ(same.text(), "[away]");
}

TEST(correct, holds_words_that_nobody_knows_to_more) {
    auto line = row({{"Uaddad", 0.7}, {"Smith", 0.9}});
    correct(line, {"Lunch"});
    EXPECT_LT(line.words[0].confidence, 0.6);
    EXPECT_EQ(line.words[1].confidence, 0.9);
    auto short_one = row({{"\u5348", 0.8}, {"\u9910", 0.7}});
    correct(short_one, {"\u5348\u9910"});
    EXPECT_EQ(short_one.words[1].confidence, 0.7); // it is known, and too short to be surer for it
    auto near = row({{"Ontine", 0.96}});
    correct(near, {"Online", "online"});
    EXPECT_LT(near.words[0].confidence, 0.6); // near to two, and neither
    auto free = row({{"Uaddad", 0.7}});
    correct(free, {});
    EXPECT_EQ(free.words[0].confidence, 0.7);
}

// What could not be read may be what is looked for.
TEST(find, is_unsure_where_a_row_could_not_be_read) {
    const reading seen{{row({{"Contacts", 0.95}}), row({{"@", 0.1}, {"pes", 0.3}, {"4a", 0.2}})}};
    EXPECT_EQ(find(seen, "Busy"), presence_of_text::unsure);
    EXPECT_EQ(find(seen, "Server not reachable"), presence_of_text::absent); // too long for it
}

TEST(find, says_there_absent_or_unsure) {
    const reading seen{{row({{"Contacts", 0.95}}),
                        row({{"@", 0.2}, {"Marie", 0.95}, {"Edwards", 0.96}, {"Lunch]", 0.8}}),
                        row({{"Bury", 0.5}})}};
    EXPECT_EQ(find(seen, "Marie Edwards"), presence_of_text::there);
    EXPECT_EQ(find(seen, "MarieEdwards Lunch"), presence_of_text::there);
    EXPECT_EQ(find(seen, "Lunch"), presence_of_text::there); // the bracket came of a scroll bar
    EXPECT_EQ(find(seen, "Joe Thomas"), presence_of_text::absent);
    EXPECT_EQ(find(seen, "Marie"), presence_of_text::there);
    EXPECT_EQ(find(seen, "Busy"), presence_of_text::unsure);
    EXPECT_EQ(find(seen, "Mario"), presence_of_text::absent); // it is surely Marie
    EXPECT_EQ(find({}, "Busy"), presence_of_text::absent);
    const reading known{{row({{"Offline", 0.95}})}};
    EXPECT_EQ(find(known, "Online"), presence_of_text::absent); // surely something else
}

} // namespace
} // namespace simplespec::rigs
