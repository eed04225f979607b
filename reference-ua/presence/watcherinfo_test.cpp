#include "presence/watcherinfo.hpp"

#include <gtest/gtest.h>

namespace simplespec::presence {
namespace {

watcherinfo made(std::uint32_t version, bool full, std::vector<watcher> watchers) {
    return {version, full, {{"sip:a@b", "presence", std::move(watchers)}}};
}
watcher who(const char* id, watcher_status status = watcher_status::active) {
    return {id,      std::string("sip:") + id, status, watcher_event::approved,
            "A & B", std::chrono::seconds(60), {}};
}

TEST(watcherinfo, what_was_written_is_read_again) {
    const auto value = made(7, false, {who("a"), who("b", watcher_status::pending)});
    const auto got = read_watcherinfo(write_watcherinfo(value));
    ASSERT_TRUE(got.value);
    EXPECT_TRUE(got.departures.empty());
    EXPECT_EQ(*got.value, value);
}

TEST(watcherinfo, departures_are_told) {
    const auto got = read_watcherinfo(
        "<watcherinfo xmlns=\"urn:ietf:params:xml:ns:watcherinfo\" version=\"\" state=\"Full\"><watcher-list "
        "resource=\"sip:a\"><watcher id=\"1\" status=\"on\" event=\"subscribe\" "
        "expiration=\"x\">sip:b</watcher>"
        "<watcher id=\"1\" status=\"active\" "
        "event=\"subscribe\">sip:c</watcher></watcher-list></watcherinfo>");
    ASSERT_TRUE(got.value);
    std::vector<std::string_view> rules;
    for (const auto& f : got.departures) rules.push_back(f.rule);
    EXPECT_EQ(rules,
              (std::vector<std::string_view>{"winfo-version", "winfo-state", "winfo-list-attributes",
                                             "winfo-watcher-word", "winfo-number", "winfo-watcher-id"}));
    EXPECT_FALSE(read_watcherinfo("<a/>").value);
    const auto bare = read_watcherinfo("<watcherinfo xmlns=\"urn:ietf:params:xml:ns:watcherinfo\" version=\"0\" state=\"full\">"
                                       "<watcher-list resource=\"sip:a\" package=\"presence\"><watcher id=\"1\" "
                                       "event=\"subscribe\">sip:b</watcher></watcher-list></watcherinfo>");
    ASSERT_EQ(bare.departures.size(), 1U);
    EXPECT_EQ(bare.departures[0].rule, "winfo-watcher-attributes");
    EXPECT_EQ(bare.departures[0].requirement, "RFC3858-3-4");
}

TEST(watcher_table, follows_versions) {
    using enum watcher_table::outcome;
    watcher_table table;
    EXPECT_EQ(table.on_document(made(3, false, {})), gap);
    EXPECT_EQ(table.on_document(made(0, true, {who("a")})), applied);
    EXPECT_EQ(table.on_document(made(1, false, {who("b"), who("a", watcher_status::waiting)})), applied);
    EXPECT_EQ(table.on_document(made(1, false, {who("c")})), discarded);
    EXPECT_EQ(table.on_document(made(3, false, {who("c")})), gap);
    ASSERT_EQ(table.lists()[0].watchers.size(), 2U);
    EXPECT_EQ(table.lists()[0].watchers[0].status, watcher_status::waiting);
    EXPECT_EQ(table.on_document(made(2, false, {who("a", watcher_status::terminated)})), applied);
    EXPECT_EQ(table.lists()[0].watchers.size(), 1U);
    EXPECT_EQ(table.on_document(made(9, true, {who("z")})), applied);
    EXPECT_EQ(table.lists()[0].watchers[0].id, "z");
}

} // namespace
} // namespace simplespec::presence
