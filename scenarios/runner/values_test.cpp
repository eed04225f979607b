#include "scenarios/runner/values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using subject = lookup::subject;

const sip::hop here{sip::transport::tcp, "192.0.2.1", 5060};

std::string found(subject what, std::string field = {}, std::string parameter = {},
                  std::string_view text = {}) {
    const auto m =
        sip::read_message("NOTIFY sip:a@b SIP/2.0\r\n"
                          "To: \"A;b\" <sip:alice@example.com;x=y>;tag=t1\r\n"
                          "s: one\r\nX-Two: 1\r\nx-two: 2\r\n"
                          "Subscription-State: active;expires=3599\r\n"
                          "Content-Type: application/pidf+xml;charset=utf-8\r\n\r\n"
                          "<p:presence xmlns:p=\"urn:x\"><p:tuple id=\"a\"><p:note>hi</p:note></p:tuple>"
                          "<p:tuple id=\"b\"/></p:presence>");
    lookup where;
    where.what = what;
    where.name = std::move(field);
    where.parameter = std::move(parameter);
    return look(where, text, *m, here).value_or("(nothing)");
}

TEST(values, are_found_in_a_message) {
    EXPECT_EQ(found(subject::header, "to"), "\"A;b\" <sip:alice@example.com;x=y>;tag=t1");
    EXPECT_EQ(found(subject::header, "To", "tag"), "t1");
    EXPECT_EQ(found(subject::header, "To", "x"), "(nothing)");
    EXPECT_EQ(found(subject::uri, "To"), "sip:alice@example.com;x=y");
    EXPECT_EQ(found(subject::header, "Subject"), "one");
    EXPECT_EQ(found(subject::value, "Subscription-State"), "active");
    EXPECT_EQ(found(subject::header, "Subscription-State", "expires"), "3599");
    EXPECT_EQ(found(subject::count, "X-Two"), "2");
    EXPECT_EQ(found(subject::count, "Event"), "0");
    EXPECT_EQ(found(subject::header, "Event"), "(nothing)");
    EXPECT_EQ(found(subject::status), "(nothing)");
    EXPECT_EQ(found(subject::method), "NOTIFY");
    EXPECT_EQ(found(subject::request_uri), "sip:a@b");
    EXPECT_EQ(found(subject::type), "application/pidf+xml");
    EXPECT_EQ(found(subject::source), "192.0.2.1:5060");
    EXPECT_EQ(found(subject::transport), "TCP");
    EXPECT_EQ(found(subject::xpath, "", "", "/presence/tuple/note"), "hi");
    EXPECT_EQ(found(subject::nodes, "", "", "//tuple"), "2");
}

std::vector<std::string> nodes(std::string_view path) {
    return select_nodes("<a><b id=\"1\">x</b><c><b id=\"2\"> y </b></c><d k=\"v\"/></a>", path)
        .value_or(std::vector<std::string>{"(no path)"});
}

TEST(values, paths_select_nodes) {
    EXPECT_THAT(nodes("/a/b"), ElementsAre("x"));
    EXPECT_THAT(nodes("//b"), ElementsAre("x", "y"));
    EXPECT_THAT(nodes("/a/*/b"), ElementsAre("y"));
    EXPECT_THAT(nodes("//b[@id=\"2\"]"), ElementsAre("y"));
    EXPECT_THAT(nodes("//b[@id='3']"), IsEmpty());
    EXPECT_THAT(nodes("//*[@id]"), ElementsAre("x", "y"));
    EXPECT_THAT(nodes("//b[@k]"), IsEmpty());
    EXPECT_THAT(nodes("/a/c[b='y']/b/@id"), ElementsAre("2"));
    EXPECT_THAT(nodes("/x:a/x:d/@k"), ElementsAre("v"));
    EXPECT_THAT(nodes("/a/*[3]/@k"), ElementsAre("v"));
    EXPECT_THAT(nodes("/a/b/text()"), ElementsAre("x"));
    for (const auto* bad : {"", "/", "/a[", "/a[0]", "/a[b=y]", "/a//", "a b[", "a b", "count(//b)", "//b[last()]", "//b[c]"})
        EXPECT_THAT(nodes(bad), ElementsAre("(no path)")) << bad;
}

TEST(values, rows_of_a_list_are_one_list) {
    const auto m = sip::read_message("SIP/2.0 401 No\r\nAllow: A, B\r\nAllow: C\r\nWWW-Authenticate: X y=1\r\n"
                                     "WWW-Authenticate: Digest nonce=\"n\"\r\nTo: a\r\nTo: b\r\n\r\n");
    lookup where;
    where.what = subject::header;
    const auto value = [&](std::string name) {
        where.name = std::move(name);
        return look(where, {}, *m, here).value_or("(nothing)");
    };
    EXPECT_EQ(value("Allow"), "A, B, C");
    EXPECT_EQ(value("WWW-Authenticate"), "X y=1, Digest nonce=\"n\"");
    EXPECT_EQ(value("To"), "a");
}

TEST(values, a_body_is_read_whatever_its_spelling) {
    const auto m = sip::read_message("NOTIFY sip:a@b SIP/2.0\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n--b\r\n"
                                     "Content-Transfer-Encoding: base64\r\n\r\nTHVuY2g=\r\n--b\r\n"
                                     "Content-Type: application/pidf+xml;charset=ISO-8859-1\r\n\r\n"
                                     "<a><b>&#71;one</b><c>\xfc<![CDATA[ber]]></c></a>\r\n--b--\r\n");
    for (const auto* said : {"Lunch", "Gone", "\xc3\xbc" "ber", "<c>"})
        EXPECT_NE(readable_body(*m).find(said), std::string::npos) << said;
}

TEST(values, compare_as_what_they_are) {
    EXPECT_TRUE(holds(comparison::contains, "EventList", {"eventlist"}, true));
    EXPECT_FALSE(holds(comparison::lacks, "EventList", {"eventlist"}, true));
    EXPECT_FALSE(holds(comparison::contains, "EventList", {"eventlist"}, false));
    EXPECT_TRUE(holds(comparison::equal, "010", {"10"}, false));
    EXPECT_FALSE(holds(comparison::equal, "Active", {"active"}, false));
    EXPECT_TRUE(holds(comparison::equal, "Active", {"active"}, true));
    EXPECT_TRUE(holds(comparison::at_most, "599", {"600"}, false));
    EXPECT_FALSE(holds(comparison::less, "x", {"600"}, false));
    EXPECT_FALSE(holds(comparison::less, std::nullopt, {"600"}, false));
    EXPECT_FALSE(holds(comparison::not_equal, std::nullopt, {"x"}, false));
    EXPECT_TRUE(holds(comparison::in, "b", {"a", "b"}, false));
    EXPECT_TRUE(holds(comparison::contains, "abc", {"b"}, false));
    EXPECT_TRUE(holds(comparison::lacks, std::nullopt, {"b"}, false));
    EXPECT_TRUE(holds(comparison::absent, std::nullopt, {}, false));
    EXPECT_TRUE(holds(comparison::exists, "", {}, false));
}

} // namespace
} // namespace simplespec::scenarios
