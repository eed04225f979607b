// The corpora are what they say: each NOTIFY reads as the list that it was made from.
#include "bench/corpus.hpp"

#include "contacts/list_subscriber.hpp"
#include "sip/message.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace simplespec::bench {
namespace {

struct row {
    const char* name;
    corpus_settings settings;
};

class corpora : public testing::TestWithParam<row> {
  protected:
    corpus_settings settings = GetParam().settings;
    bool valid = settings.spelt == spelling::valid;
    contacts::contact_list list;
    contacts::list_subscriber watcher{list};

    contacts::list_effects take(const std::string& octets) {
        const auto message = sip::read_message(octets);
        EXPECT_TRUE(message);
        EXPECT_TRUE(message->departures().empty());
        return watcher.on_notify({}, message->value(sip::header::content_type), {}, message->body());
    }
};

TEST_P(corpora, a_full_notify_reads_as_the_list_it_was_made_from) {
    list_corpus corpus(settings);
    const auto got = take(corpus.full());
    EXPECT_EQ(difference(corpus.expected(), table_of(list)), "");
    EXPECT_EQ(got.departures.empty(), valid);
    EXPECT_FALSE(got.refresh);
    EXPECT_EQ(got.changes.size(), settings.contacts);
}

TEST_P(corpora, partial_notifies_bring_what_changed) {
    list_corpus corpus(settings);
    take(corpus.full());
    for (std::size_t i = 0; i < settings.contacts; i += 10) corpus.change(i);
    const auto got = take(corpus.partial());
    EXPECT_EQ(got.changes.size(), (settings.contacts + 9) / 10);
    EXPECT_FALSE(got.refresh);
    EXPECT_EQ(difference(corpus.expected(), table_of(list)), "");
}

TEST_P(corpora, the_same_seed_gives_the_same_octets) {
    list_corpus one(settings), other(settings);
    EXPECT_EQ(one.full(), other.full());
    EXPECT_NE(one.full(), one.full()) << "version and boundary go on";
}

TEST_P(corpora, content_ids_are_fresh_or_stable) {
    list_corpus corpus(settings);
    const auto ids = [](const std::string& octets) {
        std::vector<std::string> out;
        constexpr std::string_view mark = "cid=\"";
        for (auto at = octets.find(mark); at != std::string::npos; at = octets.find(mark, at + 1))
            out.push_back(
                octets.substr(at + mark.size(), octets.find('"', at + mark.size()) - at - mark.size()));
        return out;
    };
    const auto first = ids(corpus.full());
    EXPECT_EQ(first.size(), settings.contacts);
    EXPECT_EQ(first == ids(corpus.full()), settings.ids == content_ids::stable);
}

INSTANTIATE_TEST_SUITE_P(
    servers, corpora,
    testing::Values(row{"one", {.contacts = 1}}, row{"three", {.contacts = 3}},
                    row{"fifty", {.contacts = 50}}, row{"five_hundred", {.contacts = 500}},
                    row{"five_thousand", {.contacts = 5000}},
                    row{"five_hundred_of_ours", {500, server::reference}},
                    row{"fifty_of_ours", {50, server::reference}},
                    row{"stable", {50, server::kamailio, content_ids::stable}},
                    row{"stable_of_ours", {50, server::reference, content_ids::stable}},
                    row{"tolerant", {50, server::kamailio, content_ids::fresh, spelling::tolerant}}),
    [](const auto& info) { return info.param.name; });

TEST(corpus, sizes_are_those_of_the_field) {
    const auto kilobytes_each = [](std::size_t contacts) {
        return list_corpus({.contacts = contacts}).full().size() / contacts;
    };
    EXPECT_GT(kilobytes_each(50), 600U);
    EXPECT_LT(kilobytes_each(50), 1000U);
    EXPECT_GT(publish().octets.size(), 650U);
    EXPECT_LT(publish().octets.size(), 900U);
    EXPECT_GT(single_notify().octets.size(), 1000U);
    EXPECT_LT(single_notify().octets.size(), 1400U);
    EXPECT_GT(notify_head().size(), 800U);
    EXPECT_LT(notify_head().size(), 1200U);
}

TEST(corpus, messages_without_a_list_are_messages) {
    for (const auto& octets : {publish().octets, single_notify().octets, notify_head()}) {
        const auto message = sip::read_message(octets);
        ASSERT_TRUE(message);
        EXPECT_TRUE(message->departures().empty());
    }
    EXPECT_EQ(sip::read_message(notify_head())->body(), "");
}

TEST(contact_table, says_where_two_differ) {
    contact_table one, other;
    one.add() = {"sip:a@x", "A", "", presence::availability::available};
    EXPECT_EQ(difference(one, other), "there are 0 rows, not 1");
    other.add() = {"sip:a@x", "A", "Lunch", presence::availability::available};
    EXPECT_EQ(difference(one, other),
              "row 0 is sip:a@x \"A\" available \"Lunch\", not sip:a@x \"A\" available \"\"");
    other.clear();
    other.add() = {"sip:a@x", "A", "", presence::availability::available};
    EXPECT_EQ(difference(one, other), "");
    EXPECT_EQ(one, other);
}

} // namespace
} // namespace simplespec::bench
