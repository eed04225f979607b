#include "mime/multipart.hpp"

#include <gtest/gtest.h>

namespace simplespec::mime {
namespace {

TEST(multipart, what_was_written_is_read_again) {
    sip::entropy random(1);
    std::vector<outgoing_part> parts = {
        {"application/rlmi+xml;charset=\"UTF-8\"", new_content_id("example.com", random), "<list/>\r\n"},
        {"application/pidf+xml", new_content_id("example.com", random), "<presence/>", encoding::base64},
        {"text/plain", "", "gr\xc3\xbc\xc3\x9f", encoding::quoted_printable, "render"},
    };
    const auto written = write_related(parts, random);
    const auto got = read_entity(written.content_type, "binary", written.body);
    EXPECT_TRUE(got.departures.empty());
    ASSERT_EQ(got.value.parts.size(), parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        EXPECT_EQ(got.value.parts[i].body, parts[i].body);
        EXPECT_EQ(got.value.parts[i].content_id, parts[i].content_id);
    }
    EXPECT_EQ(got.value.type.find("type"), "application/rlmi+xml");
    EXPECT_EQ(got.value.type.find("start"), "<" + parts[0].content_id + ">");
    EXPECT_EQ(root_part(got.value), &got.value.parts[0]);
    EXPECT_EQ(got.value.parts[2].disposition, "render");
}

TEST(multipart, the_boundary_occurs_in_no_part) {
    sip::entropy random(5), same(5);
    const auto first = same.token(24); // what would be drawn first
    const std::vector<outgoing_part> parts = {{"text/plain", "", "--" + first + "\r\n"}};
    const auto written = write_mixed(parts, random);
    const auto got = read_entity(written.content_type, "", written.body);
    EXPECT_TRUE(got.departures.empty());
    ASSERT_EQ(got.value.parts.size(), 1U);
    EXPECT_EQ(got.value.parts[0].body, parts[0].body);
}

TEST(multipart, the_index_finds_what_find_part_finds) {
    sip::entropy random(2);
    const std::vector<outgoing_part> parts = {{"a/b", "one%40@x", "1"}, {"a/b", "two@x", "2"}};
    const auto written = write_mixed(parts, random);
    const auto got = read_entity(written.content_type, "", written.body);
    const cid_index index(got.value);
    for (const auto* cid : {"one%40@x", "cid:one%40@x", "<two@x>", "two@x", "TWO@x", ""}) {
        sip::findings a, b;
        EXPECT_EQ(index.find(cid, &a), find_part(got.value, cid, &b)) << cid;
        EXPECT_EQ(a.size(), b.size()) << cid;
    }
}

} // namespace
} // namespace simplespec::mime
