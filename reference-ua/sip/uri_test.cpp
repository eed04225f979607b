#include "sip/uri.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

TEST(uri, is_read_and_printed_as_it_stood) {
    for (const std::string_view text :
         {"sip:alice@atlanta.com", "sip:alice:secretword@atlanta.com;transport=tcp", "sip:1212@gateway.com",
          "sips:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:+1-212-555-1212:1234@gateway.com;user=phone",
          "sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com", "sip:alice;day=tuesday@atlanta.com",
          "sip:[2001:db8::10]:5070;lr", "pres:joe@example.com", "im:joe@example.com", "tel:+358-555-1234567;x=1",
          "http://www.example.com/a?b", "urn:service:sos"}) {
        const auto read = parse_uri(text);
        ASSERT_TRUE(read) << text << ' ' << read.error().expected;
        EXPECT_EQ(print(*read), text);
    }
}

TEST(uri, that_is_none_fails_where_it_goes_wrong) {
    const std::pair<std::string_view, std::size_t> rows[] = {
        {"", 0}, {"alice", 0}, {"sip:", 4}, {"sip:@host", 4}, {"sip:a@", 6}, {"sip:a@b:99999", 8},
        {"sip:a@[::1", 10}, {"sip:a%4@b", 5}, {"sip:a@b;", 8}, {"sip:a@b c", 7}, {"sip:a@b?x", 9}};
    for (const auto& [text, offset] : rows) {
        const auto read = parse_uri(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().offset, offset) << text;
    }
}

TEST(uri, equality_follows_the_table_of_the_rfc) {
    const struct { std::string_view a, b; bool same; } rows[] = {
        {"sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", true},
        {"sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true},
        {"sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5", true},
        {"sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
         "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", true},
        {"sip:alice@atlanta.com?subject=project%20x&priority=urgent",
         "sip:alice@atlanta.com?priority=urgent&subject=project%20x", true},
        {"SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false},
        {"sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false},
        {"sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false},
        {"sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", false},
        {"sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", false},
        {"sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false},
        {"sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", false},
        {"sip:a@b", "sips:a@b", false}, {"sip:a%40x@b", "sip:a@b", false}};
    for (const auto& row : rows) EXPECT_EQ(equivalent(*parse_uri(row.a), *parse_uri(row.b)), row.same) << row.a << ' ' << row.b;
}

TEST(uri, presentity_is_user_and_host) {
    EXPECT_TRUE(same_presentity(*parse_uri("pres:%6aoe@Example.com"), *parse_uri("sips:joe@example.com:5061;x")));
    EXPECT_FALSE(same_presentity(*parse_uri("pres:joe@example.com"), *parse_uri("sip:Joe@example.com")));
    EXPECT_EQ(address_of_record(*parse_uri("sip:joe:pw@EXAMPLE.com:5070;x?a=b")), "sip:joe@example.com");
}

} // namespace
} // namespace simplespec::sip
