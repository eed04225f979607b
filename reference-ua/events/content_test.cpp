#include "events/content.hpp"

#include <gtest/gtest.h>

namespace simplespec::events {
namespace {

sip::message with_accept(std::string_view value) {
    return sip::composer::request("SUBSCRIBE", "sip:a@example.com").add(sip::header::accept, value).take();
}

TEST(content, a_body_and_its_labels_go_in_and_come_out) {
    const content body{"application/pidf+xml;charset=UTF-8", "<presence/>", "identity"};
    auto m = sip::composer::request("PUBLISH", "sip:a@example.com");
    put(m, body);
    EXPECT_EQ(content_of(m.take()), body);
}

TEST(content, an_empty_one_adds_no_rows) {
    auto m = sip::composer::request("PUBLISH", "sip:a@example.com");
    put(m, {"text/plain", "", ""});
    EXPECT_FALSE(m.take().has(sip::header::content_type));
    EXPECT_TRUE(content_of(m.take()).empty());
}

TEST(content, media_type_is_bare_and_lower_case) {
    EXPECT_EQ(media_type("Application / PIDF+xml ; charset=UTF-8"), "application/pidf+xml");
    EXPECT_EQ(media_type("application/rlmi+xml;;charset=\"UTF-8\""), "application/rlmi+xml");
    EXPECT_EQ(media_type(""), "");
}

TEST(content, accept_lists_by_the_closest_range) {
    struct row {
        std::string_view accept, type;
        bool admitted;
    };
    const row rows[] = {
        {"application/pidf+xml", "application/pidf+xml", true},
        {"application/PIDF+XML;q=0.4", "application/pidf+xml;charset=UTF-8", true},
        {"text/plain, application/*", "application/pidf+xml", true},
        {"*/*", "application/pidf+xml", true},
        {"*/*, application/pidf+xml;q=0", "application/pidf+xml", false},
        {"application/pidf+xml;q=0.0, */*", "application/pidf+xml", false},
        {"text/plain", "application/pidf+xml", false},
        {"text/*;x=\"a,application/pidf+xml\"", "application/pidf+xml", false},
        {"", "application/pidf+xml", false},
    };
    for (const auto& r : rows) EXPECT_EQ(accepts(with_accept(r.accept), r.type), r.admitted) << r.accept;
}

} // namespace
} // namespace simplespec::events
