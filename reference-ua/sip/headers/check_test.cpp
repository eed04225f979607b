// The tables of what is legal and what is not stand with the rules that cite the clauses; here is where an error is found.
#include "sip/headers/check.hpp"
#include "sip/headers/host.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

TEST(check, tells_the_production_and_the_place) {
    const struct { header id; std::string_view value; std::string_view production; std::size_t offset; } rows[] = {
        {header::via, "SIP/2.0/UDP 192.0.2.1;;branch=a", "generic-param", 22},
        {header::via, "SIP/2.0/UDP h;branch=a, SIP/2.0 UDP h", "sent-protocol", 31},
        {header::via, "SIP/2.0/UDP [::1;branch=a", "IPv6reference", 16},
        {header::from, "\"a\\\" <sip:a@b.c>", "quoted-string", 0},
        {header::from, "\"a\x01\" <sip:a@b.c>", "quoted-string", 2},
        {header::from, "<sip:a%2@b.c>", "userinfo", 6},
        {header::from, "<sip:a@b.c", "addr-spec", 10},
        {header::to, "sip:a@b.c;tag=a b", "field-value", 16},
        {header::contact, "<sip:a@b.c>, ,<sip:d@e.f>", "COMMA", 12},
        {header::supported, "a, b c", "field-value", 5},
        {header::content_type, "a/b;c", "m-parameter", 5},
        {header::event, "a..b", "event-type", 0},
        {header::user_agent, "a (b (c)", "comment", 2},
        {header::user_agent, "a/1(b)", "server-val", 3},
        {header::require, "", "field-value", 0}};
    for (const auto& row : rows) {
        const auto error = check_field(row.id, row.value);
        ASSERT_TRUE(error) << row.value;
        EXPECT_EQ(error->production, row.production) << row.value;
        EXPECT_EQ(error->offset, row.offset) << row.value;
    }
}

TEST(check, a_message_gives_a_finding_for_each_bad_row) {
    auto m = read_message("OPTIONS sip:a@b.c SIP/2.0\r\nVia: SIP/2.0/UDP h;\r\nf: <sip:a@my_host>;tag=a\r\n"
                          "To: <sip:a@b.c>\r\nX-Odd: \x01\r\nContent-Length: x\r\n\r\n");
    ASSERT_TRUE(m);
    const auto found = check_headers(*m);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].rule, "via-form");
    EXPECT_EQ(m->octets().substr(found[0].offset - 1, 1), ";");
    EXPECT_EQ(found[1].rule, "from-form");
    EXPECT_EQ(found[1].sure, certainty::suspected);
    EXPECT_EQ(found[2].rule, "extension-form");
    EXPECT_EQ(check_headers(*m, 1).size(), 1U);
}

TEST(host, names_and_addresses) {
    for (const std::string_view good : {"a", "a.b", "1-2.a", "a.b.", "A9", "example.co1"}) EXPECT_TRUE(is_hostname(good)) << good;
    for (const std::string_view bad : {"", ".", "a..b", "-a", "a-", "1", "a.1", ".a", "a b", "a_b"})
        EXPECT_FALSE(is_hostname(bad)) << bad;
    for (const std::string_view good : {"0.0.0.0", "999.1.22.333"}) EXPECT_TRUE(is_ipv4_address(good)) << good;
    for (const std::string_view bad : {"", "1.2.3", "1.2.3.4.5", "1.2.3.", "1..2.3", "1.2.3.4444"})
        EXPECT_FALSE(is_ipv4_address(bad)) << bad;
    for (const std::string_view good : {"::", "::1", "1::", "1:2:3:4:5:6:7:8", "2001:DB8::9:1", "::ffff:192.0.2.1",
                                        "::192.0.2.1", "1::2:192.0.2.1", "1:2:3:4:5:6:192.0.2.1"})
        EXPECT_TRUE(is_ipv6_address(good)) << good;
    for (const std::string_view bad : {"", ":", ":1", "1:", "1::2::3", ":::", "12345::", "g::", "192.0.2.1", "::1.2.3", "1:::2"})
        EXPECT_FALSE(is_ipv6_address(bad)) << bad;
}

} // namespace
} // namespace simplespec::sip
