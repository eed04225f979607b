#include "sip/headers/address.hpp"
#include "sip/headers/content.hpp"
#include "sip/headers/date.hpp"
#include "sip/headers/text.hpp"
#include "sip/headers/value.hpp"
#include "sip/headers/via.hpp"
#include "sip/headers/warning.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

template <class T>
parsed<T> tolerantly(parsed<T> (*read)(cursor&), std::string_view text, std::size_t departures) {
    std::vector<parse_error> noted;
    cursor in(text, &noted);
    auto out = read(in);
    EXPECT_TRUE(out) << text;
    EXPECT_TRUE(in.at_end()) << text << " leaves " << in.rest();
    EXPECT_EQ(noted.size(), departures) << text;
    cursor strict(text);
    const auto refused = read(strict);
    EXPECT_TRUE(!refused || !strict.at_end()) << text;
    return out;
}

TEST(warning, reads_code_agent_and_text) {
    const auto read = parse_warning("307 isi.edu:5060  \"Session parameter 'foo' \\\"not\\\" understood\"");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->code, 307);
    EXPECT_EQ(read->agent, "isi.edu:5060");
    EXPECT_EQ(read->text, "Session parameter 'foo' \"not\" understood");
    EXPECT_EQ(parse_warning("399 [2001:db8::1]\r\n \"x\"")->agent, "[2001:db8::1]");
    for (const std::string_view bad : {"", "39 a \"x\"", "3999 a \"x\"", "399 \"x\"", "399 a x", "399 a\"x\"", "399 a \"x"})
        EXPECT_FALSE(parse_warning(bad)) << bad;
    EXPECT_EQ(tolerantly<warning>(parse_warning, "399 a no quotes", 1)->text, "no quotes");
}

TEST(server, reads_products_and_comments) {
    const auto read = parse_server("Linphone-Desktop / 4.2 (belle-sip/4.4 (a\\)b)) core");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 3U);
    EXPECT_EQ((*read)[0].product, "Linphone-Desktop");
    EXPECT_EQ((*read)[0].version, "4.2");
    EXPECT_EQ((*read)[1].comment, "(belle-sip/4.4 (a\\)b))");
    EXPECT_EQ((*read)[2].product, "core");
    for (const std::string_view bad : {"", "a/", "a(b)", "(a", "(a)b", "a/b/c", "a, b", "(a\x01)"})
        EXPECT_FALSE(parse_server(bad)) << bad;
    EXPECT_EQ(tolerantly<std::vector<server_value>>(parse_server, "PBX-1(2.0) v:3", 3)->size(), 4U);
    EXPECT_EQ(tolerantly<std::vector<server_value>>(parse_server, "PBX (open", 1)->back().comment, "(open");
}

TEST(reason, reads_protocol_and_cause) {
    const auto read = parse_reason("SIP ;cause=480 ;text=\"Temporarily, away\"");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->protocol, "SIP");
    EXPECT_EQ(read->cause(), 480U);
    EXPECT_EQ(read->text(), "Temporarily, away");
    EXPECT_FALSE(parse_reason(";cause=1"));
}

TEST(date, reads_one_form) {
    using namespace std::chrono_literals;
    const auto read = parse_date("Sat, 13 Nov 2010 23:29:00 GMT");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->time_since_epoch(), 1289690940s);
    EXPECT_EQ(*parse_date("sat, 13 nov\r\n 2010 23:29:00 gmt"), *read); // ABNF literals have no case, a fold is a blank
    for (const std::string_view bad :
         {"", "Sat, 13 Nov 2010 23:29:00", "Sat, 13 Nov 2010 23:29:00 CET", "Sat, 13 Nov 2010 23:29:00 +0000",
          "Sat, 3 Nov 2010 23:29:00 GMT", "Sat 13 Nov 2010 23:29:00 GMT", "Sat, 13 Nov 10 23:29:00 GMT",
          "Saturday, 13-Nov-10 23:29:00 GMT", "Sat, 31 Feb 2010 23:29:00 GMT", "Sat, 13 Nov 2010 24:00:00 GMT",
          "Sat, 13  Nov 2010 23:29:00 GMT", "2010-11-13T23:29:00Z"})
        EXPECT_FALSE(parse_date(bad)) << bad;
    EXPECT_EQ(*tolerantly<std::chrono::sys_seconds>(parse_date, "Wed, 3 Nov 2010 23:29:00 UTC", 2),
              *parse_date("Wed, 03 Nov 2010 23:29:00 GMT"));
}

TEST(timestamp, reads_time_and_delay) {
    EXPECT_EQ(parse_timestamp("54.21")->time, "54.21");
    EXPECT_EQ(*parse_timestamp("54. .5")->delay, ".5");
    EXPECT_FALSE(parse_timestamp("54")->delay);
    for (const std::string_view bad : {"", ".5", "5 x", "5,5", "-1"}) EXPECT_FALSE(parse_timestamp(bad)) << bad;
}

TEST(content, languages_and_qualities) {
    EXPECT_EQ(*parse_content_language("de-CH-1996"), "de-CH-1996");
    for (const std::string_view bad : {"", "de_CH", "-de", "de-", "1a", "abcdefghi"})
        EXPECT_FALSE(parse_content_language(bad)) << bad;
    const auto read = parse_accept_language("da;q=0.8");
    EXPECT_EQ(read->token, "da");
    EXPECT_EQ(quality(read->params), 800);
    EXPECT_EQ(parse_accept_language("*")->token, "*");
    const struct { std::string_view text; std::optional<int> thousandths; } rows[] = {
        {"a", 1000}, {"a;q=0", 0}, {"a;q=0.", 0}, {"a;q=0.025", 25}, {"a;q=1.000", 1000},
        {"a;q=1.001", {}}, {"a;q=2", {}}, {"a;q=0.1234", {}}, {"a;q=.5", {}}, {"a;q", {}}, {"a;q=0.x", {}}};
    for (const auto& row : rows) EXPECT_EQ(quality(parse_accept_language(row.text)->params), row.thousandths) << row.text;
}

TEST(content, disposition_version_and_id) {
    EXPECT_FALSE(handling_is_required(*parse_tagged_token("render;handling=OPTIONAL")));
    EXPECT_TRUE(handling_is_required(*parse_tagged_token("session")));
    EXPECT_EQ(parse_mime_version("1.0")->major, 1U);
    for (const std::string_view bad : {"", "1", "1.", ".0", "1.0 (x)"}) EXPECT_FALSE(parse_mime_version(bad)) << bad;
    EXPECT_EQ(*parse_content_id("<foo4*foo1@bar.net>"), "foo4*foo1@bar.net");
    EXPECT_FALSE(parse_content_id("a@b"));
    EXPECT_EQ(*tolerantly<std::string_view>(parse_content_id, "a@b", 1), "a@b");
    EXPECT_EQ(*tolerantly<std::string_view>(parse_content_id, "<a@b", 1), "a@b");
}

TEST(text, is_utf8_with_folds_made_blanks) {
    EXPECT_EQ(*parse_text("Gr\xC3\xBC\xC3\x9F\x65 \r\n\t  aus Wien"), "Gr\xC3\xBC\xC3\x9F\x65  aus Wien");
    EXPECT_EQ(*parse_text(""), "");
    EXPECT_FALSE(parse_text("Gr\xFC\xDF\x65"));
    EXPECT_FALSE(parse_text("bell\x07"));
    EXPECT_EQ(*tolerantly<std::string>(parse_text, "Gr\xFC\xDF\x65", 1), "Gr\xFC\xDF\x65");
}

TEST(text, quoted_strings_and_comments_are_exact) {
    const auto quoted = [](std::string_view text) {
        cursor in(text);
        return match_quoted_string(in).has_value() && in.at_end();
    };
    for (const std::string_view good : {"\"\"", "\"a b\"", "\"\\\"\\\\\"", "\"\xE2\x82\xAC\"", "\"a\r\n b\"", "\"\\\x01\"", "\"\t\""})
        EXPECT_TRUE(quoted(good)) << good;
    for (const std::string_view bad : {"", "\"", "\"a\\\"", "\"\x01\"", "\"\xE2\x82\"", "\"\xFF\"", "\"a\r\nb\"", "\"\\\xC3\xA4\"", "\"\x7F\""})
        EXPECT_FALSE(quoted(bad)) << bad;
    const std::string deep = std::string(100000, '(') + std::string(100000, ')');
    cursor in(deep);
    EXPECT_TRUE(match_comment(in));
    EXPECT_TRUE(in.at_end());
}

TEST(value, numbers_of_any_length_are_read_up_to_their_limit) {
    EXPECT_EQ(*parse_number("99999999999999999999999"), UINT64_MAX);
    EXPECT_EQ(*parse_number("00000000000000000000000000007"), 7U);
    EXPECT_EQ(*parse_expires("4294967296"), UINT32_MAX);
    EXPECT_EQ(*parse_max_forwards("0068"), 68U);
    EXPECT_EQ(*parse_max_forwards("256"), 255U);
    for (const std::string_view bad : {"", "-1", "+1", "1.5", "0x10", "7 0"}) {
        EXPECT_FALSE(parse_number(bad)) << bad;
        EXPECT_FALSE(parse_expires(bad)) << bad;
    }
}

TEST(address, is_recovered_where_a_good_receiver_would) {
    const auto open = tolerantly<address>(parse_address, "\"Joe\" <sip:joe@example.com;tag=7", 1);
    EXPECT_EQ(open->target.host, "example.com");
    const auto junk = tolerantly<address>(parse_address, "<sip:joe@example.com x>;tag=7", 1);
    EXPECT_EQ(junk->tag(), "7");
    const auto host = tolerantly<address>(parse_address, "<sip:joe@my_pbx:5070>;tag=7", 1);
    EXPECT_EQ(host->target.host, "my_pbx");
    EXPECT_EQ(host->target.port, 5070);
    EXPECT_FALSE(parse_address("<sip:joe@my_pbx>"));
}

TEST(parameter, values_are_tokens_references_or_quoted) {
    for (const std::string_view good : {"a;x=[2001:db8::1]", "a;x=b", "a;x=\"[\"", "a;received=2001:db8::1", "a;x"})
        EXPECT_TRUE(parse_tagged_token(good)) << good;
    for (const std::string_view bad : {"a;x=[2001:db8::1", "a;x=b:c", "a;x=b]", "a;x=[x]", "a;x=", "a;=b"})
        EXPECT_FALSE(parse_tagged_token(bad)) << bad;
}

} // namespace
} // namespace simplespec::sip
