#include "scenarios/observer/outline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

using testing::ElementsAre;

TEST(outline, reads_addresses_in_both_forms) {
    const auto a = read_address(R"("Bell; <A>" <sip:a@example.com;x=y>;tag=1;z)");
    EXPECT_EQ(a.display, R"("Bell; <A>")");
    EXPECT_EQ(a.uri, "sip:a@example.com;x=y");
    EXPECT_EQ(parameter(a.parameters, "TAG"), "1");
    EXPECT_EQ(parameter(a.parameters, "z"), "");
    EXPECT_EQ(parameter(a.parameters, "x"), std::nullopt);
    const auto b = read_address("sip:a@example.com;tag=2");
    EXPECT_EQ(b.uri, "sip:a@example.com");
    EXPECT_EQ(parameter(b.parameters, "tag"), "2");
    EXPECT_FALSE(b.bracketed);
}

TEST(outline, divides_lists_outside_quotes_and_brackets) {
    EXPECT_THAT(list_items(R"(<sip:a,b@c>;q="1,2" , sip:d,, e)"),
                ElementsAre(R"(<sip:a,b@c>;q="1,2")", "sip:d", "e"));
    EXPECT_THAT(parameter_names(";a=\"x;y\";b ;c = d"), ElementsAre("a", "b", "c"));
}

TEST(outline, reads_vias_with_white_space_and_ipv6) {
    const auto v =
        read_via("SIP / 2.0 / UDP  [2001:db8::9:1]:5070 ;branch=z9hG4bKx;rport=9;received=192.0.2.1");
    EXPECT_EQ(v.transport, "UDP");
    EXPECT_EQ(v.host, "2001:db8::9:1");
    EXPECT_EQ(v.port, 5070);
    EXPECT_EQ(v.branch(), "z9hG4bKx");
    EXPECT_EQ(parameter(v.parameters, "rport"), "9");
}

TEST(outline, tells_places_apart) {
    EXPECT_TRUE(same_place("sip:a@Example.com", "sips:a@example.com:5060;transport=tcp"));
    EXPECT_FALSE(same_place("sip:A@example.com", "sip:a@example.com"));
    EXPECT_EQ(presentity_of("pres:Alice@Example.COM"), presentity_of("sip:Alice@example.com:5060;x=y"));
    EXPECT_EQ(read_uri("sip:a;b?c@h:99;lr?x=y").user, "a;b?c");
    EXPECT_EQ(read_uri("sip:a:pw@[::1]:99;lr?x=y").host, "::1");
    EXPECT_EQ(read_uri("sip:a@[::1]:99;lr?x=y").port, "99");
}

TEST(outline, survives_anything) {
    for (const auto* text :
         {"", "<", "\"", ";", ":", "@", "<>;", "[", "\"\\", "sip:[", "SIP/2.0/UDP [;", ",,;=;="}) {
        read_address(text);
        read_uri(text);
        read_via(text);
        list_items(text);
        parameter_names(text);
        EXPECT_EQ(parameter(text, "tag"), std::nullopt) << text;
    }
}

TEST(outline, reads_a_whole_message) {
    const auto m = sip::read_message(
        "SUBSCRIBE sip:b@example.com SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bK1, SIP/2.0/TCP k\r\n"
        "f: <sip:a@example.com>;tag=x\r\nt: sip:b@example.com\r\ni: c1\r\nCSeq: 7 SUBSCRIBE\r\n"
        "o: presence ; id=4\r\nExpires: 60\r\n\r\n");
    ASSERT_TRUE(m);
    const auto o = read_outline(*m);
    ASSERT_EQ(o.vias.size(), 2U);
    EXPECT_EQ(o.vias[1].transport, "TCP");
    EXPECT_EQ(o.from_tag, "x");
    EXPECT_EQ(o.to_tag, std::nullopt);
    EXPECT_EQ(o.cseq, 7U);
    EXPECT_EQ(o.cseq_method, "SUBSCRIBE");
    EXPECT_EQ(o.event, "presence");
    EXPECT_EQ(o.event_id, "4");
    EXPECT_EQ(o.expires, 60U);
}

} // namespace
} // namespace simplespec::scenarios
