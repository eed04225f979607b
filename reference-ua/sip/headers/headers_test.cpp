#include "sip/headers/address.hpp"
#include "sip/headers/event.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/media.hpp"
#include "sip/headers/value.hpp"
#include "sip/headers/via.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

TEST(via, legal_forms) {
    const struct { std::string_view text, host; int port; std::string_view branch; } rows[] = {
        {"SIP/2.0/UDP erlang.bell-telephone.com:5060;branch=z9hG4bK87asdks7", "erlang.bell-telephone.com", 5060, "z9hG4bK87asdks7"},
        {"SIP / 2.0 / UDP first.example.com: 4000;ttl=16\r\n ;maddr=224.2.0.1 ;branch=z9hG4bKa7c6a8dlze.1", "first.example.com", 4000, "z9hG4bKa7c6a8dlze.1"},
        {"SIP/2.0/UDP [2001:db8::9:1]:5061;received=[2001:db8::9:255];rport;branch=z9hG4bKas3-111", "2001:db8::9:1", 5061, "z9hG4bKas3-111"},
        {"SIP/2.0/TCP h;received=2001:db8::1;rport=9;branch=x", "h", 0, "x"}};
    for (const auto& row : rows) {
        const auto read = parse_via(row.text);
        ASSERT_TRUE(read) << row.text << ' ' << read.error().expected;
        EXPECT_EQ(read->host, row.host);
        EXPECT_EQ(read->port.value_or(0), row.port);
        EXPECT_EQ(read->branch(), row.branch);
    }
    EXPECT_EQ(parse_via(rows[2].text)->received(), "2001:db8::9:255");
    EXPECT_TRUE(parse_via(rows[2].text)->wants_rport());
    EXPECT_EQ(parse_via(rows[3].text)->rport(), 9U);
    for (const std::string_view bad : {"", "SIP/2.0", "SIP/2.0/UDP", "SIP/2.0/UDPhost;x", "SIP/2.0/UDP h;;branch=x", "SIP/2.0/UDP h:x"})
        EXPECT_FALSE(parse_via(bad)) << bad;
}

TEST(via, empty_parameters_are_recovered_and_noted) {
    std::vector<parse_error> noted;
    cursor in("SIP/2.0/UDP 192.0.2.2;;branch=x", &noted);
    const auto read = parse_via(in);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->branch(), "x");
    EXPECT_EQ(noted.size(), 1U);
}

TEST(address, legal_forms) {
    const struct { std::string_view text, name, uri, tag; } rows[] = {
        {"\"A. G. Bell\" <sip:agb@bell-telephone.com> ;tag=a48s", "A. G. Bell", "sip:agb@bell-telephone.com", "a48s"},
        {"sip:+12125551212@server.phone2net.com;tag=887s", "", "sip:+12125551212@server.phone2net.com", "887s"},
        {"Anonymous <sip:c8oqz84zk7z@privacy.org>;tag=hyh8", "Anonymous", "sip:c8oqz84zk7z@privacy.org", "hyh8"},
        {"\"a\\\"<,;\" <sip:x@y;lr?h=1>", "a\"<,;", "sip:x@y;lr?h=1", ""},
        {"<sip:x@y>;tag=", "", "", ""},
        {"J\xC3\xB6rg M <sip:j@y>", "J\xC3\xB6rg M", "sip:j@y", ""},
        {"Bob<sip:b@y>", "Bob", "sip:b@y", ""}};
    for (const auto& row : rows) {
        const auto read = parse_address(row.text);
        ASSERT_EQ(read.has_value(), !row.uri.empty()) << row.text;
        if (!read) continue;
        EXPECT_EQ(read->display_name, row.name);
        EXPECT_EQ(print(read->target), row.uri);
        EXPECT_EQ(read->tag(), row.tag);
    }
    for (const std::string_view bad : {"", "Bob", "\"Bob <sip:a@b>", "<sip:a@b", "Bob, X <sip:a@b>", "<sip:a@b>x"})
        EXPECT_FALSE(parse_address(bad)) << bad;
    EXPECT_TRUE(parse_contact("*")->star);
    EXPECT_EQ(parse_contact("<sip:a@b>;q=0.7;expires=3600")->expires(), 3600U);
    EXPECT_FALSE(parse_route("sip:a@b;lr"));
}

TEST(event, and_subscription_state) {
    EXPECT_EQ(parse_event("presence.winfo ; id = 7")->type, "presence.winfo");
    EXPECT_EQ(parse_event("presence;id=\"a\"")->id(), "a");
    EXPECT_FALSE(parse_event("presence..winfo"));
    EXPECT_FALSE(parse_event(""));
    const auto read = parse_subscription_state("terminated;reason=probation;retry-after=30");
    EXPECT_EQ(read->state, "terminated");
    EXPECT_EQ(read->reason(), "probation");
    EXPECT_EQ(read->retry_after(), 30U);
    EXPECT_FALSE(parse_subscription_state("active;;expires=1"));
}

TEST(value, plain_ones) {
    EXPECT_EQ(parse_cseq("4711 \r\n PUBLISH")->method, "PUBLISH");
    EXPECT_FALSE(parse_cseq("4294967296 PUBLISH"));
    EXPECT_FALSE(parse_cseq("1PUBLISH"));
    EXPECT_EQ(*parse_call_id("f81d4fae-7dec-11d0@192.0.2.1"), "f81d4fae-7dec-11d0@192.0.2.1");
    EXPECT_FALSE(parse_call_id("a@b@c"));
    EXPECT_FALSE(parse_call_id("a b"));
    EXPECT_FALSE(parse_expires("-1"));
    EXPECT_EQ(parse_retry_after("18000 (I'm (in) a meeting);duration=3600")->params.text("duration"), "3600");
    EXPECT_FALSE(parse_retry_after("18000 (open"));
}

TEST(media_type, legal_and_not) {
    const auto read = parse_content_type("multipart/related ; type=\"application/rlmi+xml\";boundary=\"a;b\"");
    EXPECT_TRUE(read->is("Multipart", "RELATED"));
    EXPECT_EQ(read->params.text("boundary"), "a;b");
    EXPECT_FALSE(parse_content_type("text"));
    EXPECT_FALSE(parse_content_type("text/plain;charset=\"x"));
    EXPECT_FALSE(parse_content_type("text/plain;charset"));
    EXPECT_TRUE(parse_media_type("text/plain;q")); // as Accept may
}

TEST(list, splits_outside_quotes_and_brackets) {
    const auto values = split_list("\"a, \\\"b\" <sip:x,y@z>, <sip:c@d> ,", 10);
    ASSERT_EQ(values.size(), 3U);
    EXPECT_EQ(values[1].text, "<sip:c@d>");
    EXPECT_EQ(values[1].offset, 32U);
    EXPECT_TRUE(values[2].text.empty());
    EXPECT_TRUE(split_list("").empty());
}

} // namespace
} // namespace simplespec::sip
