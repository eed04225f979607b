#include "rigs/phone/form.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

net::http_request get(std::string target) { return {.target = std::move(target)}; }

TEST(form, values_come_in_their_order_with_escapes_undone) {
    const auto read =
        read_form(get("/dummy.htm?settings=save&fkey_label0=J%C3%BCrgen+M&empty=&bare&a=1&a=2#end"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->path, "/dummy.htm");
    ASSERT_EQ(read->values.size(), 6U);
    EXPECT_EQ(*read->find("fkey_label0"), "Jürgen M");
    EXPECT_EQ(*read->find("empty"), "");
    EXPECT_EQ(*read->find("bare"), "");
    EXPECT_EQ(*read->find("a"), "1");
    EXPECT_EQ(read->find("Settings"), nullptr);
}

TEST(form, a_posted_form_comes_behind_the_query) {
    net::http_request request{.method = "POST", .target = "/x?a=1", .body = "b=2&a=3"};
    request.fields["content-type"] = "application/x-www-form-urlencoded; charset=utf-8";
    const auto read = read_form(request);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read->find("a"), "1");
    EXPECT_EQ(*read->find("b"), "2");
    request.fields["Content-Type"] = "text/plain";
    EXPECT_EQ(read_form(request)->find("b"), nullptr);
}

TEST(form, escapes_that_are_none_stay) {
    EXPECT_EQ(unescaped("100%"), "100%");
    EXPECT_EQ(unescaped("%4"), "%4");
    EXPECT_EQ(unescaped("%zz%2"), "%zz%2");
    EXPECT_EQ(unescaped("%23%2a%25"), "#*%");
    EXPECT_EQ(unescaped(std::string("%00")), std::string(1, '\0'));
}

TEST(form, what_is_too_much_is_refused_by_its_own_status) {
    EXPECT_EQ(read_form(get("/" + std::string(9000, 'a'))).error().status, 414);
    EXPECT_EQ(read_form({.method = "POST", .body = std::string(70000, 'a')}).error().status, 413);
    EXPECT_EQ(read_form(get("")).error().status, 400);
    EXPECT_EQ(read_form(get("http://elsewhere/")).error().status, 400);
    EXPECT_EQ(read_form(get("/?" + std::string(300, 'x'))).error().status, 400);
    EXPECT_EQ(read_form(get("/?x=" + std::string(5000, 'x'))).error().status, 400);
    std::string many = "/?";
    for (int i = 0; i < 300; ++i) many += "a=1&";
    EXPECT_EQ(read_form(get(many)).error().status, 400);
    net::http_request crowded;
    for (int i = 0; i < 65; ++i) crowded.fields["X-" + std::to_string(i)] = "1";
    EXPECT_EQ(read_form(crowded).error().status, 431);
}

TEST(form, texts_cannot_leave_their_place) {
    EXPECT_EQ(in_html("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    EXPECT_EQ(in_json("a\"b\\c\n\xff"), "\"a\\\"b\\\\c \ufffd\"");
    EXPECT_EQ(page_saying(404, "<b>", "x").body.find("<b>"), std::string::npos);
}

} // namespace
} // namespace simplespec::rigs
