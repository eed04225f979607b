#include "events/event_type.hpp"

#include "sip/composer.hpp"

#include <gtest/gtest.h>

namespace simplespec::events {
namespace {

std::optional<event_type> read(std::string_view value) {
    return event_of(sip::composer::request("SUBSCRIBE", "sip:a@example.com").add(sip::header::event, value).take());
}

TEST(event_type, reads_prints_and_reads_again) {
    for (const std::string_view value : {"presence", "presence.winfo", "presence;id=7", "dialog;id="}) {
        const auto first = read(value);
        ASSERT_TRUE(first) << value;
        EXPECT_EQ(read(write(*first)), first) << value;
    }
}

TEST(event_type, compares_package_and_id_octet_by_octet) {
    EXPECT_EQ(read("presence;id=7"), read("presence ; sla ; id = 7"));
    EXPECT_NE(read("presence;id=7"), read("presence"));
    EXPECT_NE(read("presence;id=a"), read("presence;id=A"));
    EXPECT_NE(read("presence"), read("Presence"));
    EXPECT_NE(read("presence"), read("presence.winfo"));
}

TEST(event_type, none_where_no_one_type_stands) {
    EXPECT_FALSE(read(""));
    EXPECT_FALSE(read(";id=7"));
    EXPECT_FALSE(read("presence, dialog"));
    auto twice = sip::composer::request("SUBSCRIBE", "sip:a@example.com");
    twice.add(sip::header::event, "presence").add(sip::header::event, "presence");
    EXPECT_FALSE(event_of(twice.take()));
}

} // namespace
} // namespace simplespec::events
