#include "sip/composer.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

TEST(composer, writes_rows_in_order_and_a_true_content_length) {
    const auto m = composer::request("PUBLISH", "sip:a@b")
                       .add(header::event, "presence")
                       .prepend(header::via, "SIP/2.0/UDP c")
                       .body("application/pidf+xml", "<presence/>");
    EXPECT_EQ(m.octets(), "PUBLISH sip:a@b SIP/2.0\r\n"
                          "Via: SIP/2.0/UDP c\r\n"
                          "Event: presence\r\n"
                          "Content-Type: application/pidf+xml\r\n"
                          "Content-Length: 11\r\n\r\n<presence/>");
}

TEST(composer, keeps_a_content_length_that_was_given) {
    const auto octets = composer::response(200, "OK").add(header::content_length, "7").octets();
    EXPECT_EQ(octets, "SIP/2.0 200 OK\r\nContent-Length: 7\r\n\r\n");
}

TEST(composer, sets_one_row_and_drops_its_twins) {
    auto m = composer::request("X", "sip:a").add(header::require, "a").add(header::to, "t").add(header::require, "b");
    m.set(header::require, "c");
    EXPECT_EQ(m.take().count(header::require), 1U);
    EXPECT_EQ(m.take().value(header::require), "c");
    EXPECT_FALSE(m.remove(header::require).take().has(header::require));
}

TEST(composer, reads_back_what_it_wrote) {
    const auto m = composer::request("NOTIFY", "sip:a@b").add("o", "presence").body("a/b", "x\r\ny").take();
    EXPECT_EQ(composer::from(m).octets(), m.octets());
    EXPECT_EQ(m.body(), "x\r\ny");
    EXPECT_EQ(reason_phrase(489), "Bad Event");
}

} // namespace
} // namespace simplespec::sip
