#include "mime/entity.hpp"

#include <gtest/gtest.h>

namespace simplespec::mime {
namespace {

std::vector<std::string> rules(const sip::findings& all) {
    std::vector<std::string> out;
    for (const auto& f : all) out.emplace_back(f.rule);
    return out;
}

std::vector<std::string> bodies(const entity& e) {
    std::vector<std::string> out;
    for (const auto& p : e.parts) out.push_back(p.body);
    return out;
}

using list = std::vector<std::string>;

struct row {
    const char* name;
    const char* type;
    std::string body;
    list parts;
    list findings;
};

class multipart_reading : public testing::TestWithParam<row> {};

TEST_P(multipart_reading, cuts) {
    const auto& [name, type, body, parts, findings] = GetParam();
    const auto got = read_entity(type, "", body);
    EXPECT_EQ(bodies(got.value), parts);
    EXPECT_EQ(rules(got.departures), findings);
    for (const auto& p : got.value.parts) EXPECT_EQ(body.substr(p.offset, p.size), p.body) << "raw extent";
}

INSTANTIATE_TEST_SUITE_P(
    rows, multipart_reading,
    testing::Values(
        row{"two", "multipart/mixed;boundary=b", "--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--\r\n", {"x", "y"}, {}},
        row{"quoted", "multipart/mixed;boundary=\"a b:c\"", "--a b:c\r\n\r\nx\r\n--a b:c--", {"x"}, {}},
        row{"preamble_and_epilogue",
            "multipart/mixed;boundary=b",
            "\r\nhi\r\n--b\r\n\r\nx\r\n--b--\r\nbye\r\n--b\r\n",
            {"x"},
            {}},
        row{"padding", "multipart/mixed;boundary=b", "--b \t\r\n\r\nx\r\n--b-- \r\n", {"x"}, {"delimiter-padded"}},
        row{"line_end_belongs_to_delimiter",
            "multipart/mixed;boundary=b",
            "--b\r\n\r\nx\r\n\r\n--b--",
            {"x\r\n"},
            {}},
        row{"longer_line_is_no_delimiter",
            "multipart/mixed;boundary=b",
            "--b\r\n\r\n--bc\r\n--b--x\r\n--b--",
            {"--bc\r\n--b--x"},
            {"boundary-within-part"}},
        row{"empty_part", "multipart/mixed;boundary=b", "--b\r\n\r\n--b--", {""}, {}},
        row{"nul_and_eight_bit",
            "multipart/mixed;boundary=b",
            std::string("--b\r\n\r\n\0\xff\r\n--b--", 16),
            {std::string("\0\xff", 2)},
            {}},
        row{"bare_lf", "multipart/mixed;boundary=b", "--b\n\nx\n--b--\n", {"x"}, {"delimiter-bare-lf"}},
        row{"not_closed",
            "multipart/mixed;boundary=b",
            "--b\r\n\r\nx\r\n--b\r\n\r\ny",
            {"x", "y"},
            {"close-delimiter-missing"}},
        row{"no_boundary", "multipart/mixed", "--b\r\n\r\nx\r\n--b--", {"x"}, {"multipart-without-boundary"}},
        row{"wrong_boundary",
            "multipart/mixed;boundary=a",
            "--b\r\n\r\nx\r\n--b--",
            {"x"},
            {"boundary-differs"}},
        row{"no_part", "multipart/mixed;boundary=b", "hello", {}, {"multipart-without-part"}},
        row{"only_closed", "multipart/mixed;boundary=b", "--b--\r\n", {}, {"multipart-without-part"}},
        row{"empty", "multipart/mixed;boundary=b", "", {}, {"multipart-without-part"}},
        row{"empty_boundary",
            "multipart/mixed;boundary=\"\"",
            "--b\r\n\r\nx\r\n--b--",
            {"x"},
            {"boundary-characters", "boundary-differs"}},
        row{"no_empty_line",
            "multipart/mixed;boundary=b",
            "--b\r\n<a/>\r\n--b--",
            {"<a/>"},
            {"part-without-empty-line"}},
        row{"no_empty_line_before_a_colon",
            "multipart/mixed;boundary=b",
            "--b\r\nX-Y: z\r\n<a xmlns=\"urn:b\"/>\r\n--b--",
            {"<a xmlns=\"urn:b\"/>"},
            {"part-without-empty-line"}},
        row{"comments",
            "multipart/mixed;boundary=b",
            "--b\r\nContent-Type: a/b (c (d;e) \\) f); g=\"(h)\" (i)\r\nContent-Transfer-Encoding: (j) 8bit\r\n\r\nx\r\n--b--",
            {"x"},
            {}},
        row{"without_type",
            "multipart/related;boundary=b",
            "--b\r\n\r\nx\r\n--b--",
            {"x"},
            {"related-without-type"}},
        row{"type_differs",
            "multipart/related;boundary=b;type=\"a/b\"",
            "--b\r\n\r\nx\r\n--b--",
            {"x"},
            {"related-type-differs"}},
        row{"type_case",
            "multipart/related;boundary=b;type=\"Text/Plain\"",
            "--b\r\n\r\nx\r\n--b--",
            {"x"},
            {}},
        row{"start_unknown",
            "multipart/related;boundary=b;type=\"text/plain\";start=\"<z>\"",
            "--b\r\n\r\nx\r\n--b--",
            {"x"},
            {"related-start-unknown"}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(entity, a_part_says_what_it_is) {
    const auto got =
        read_entity("multipart/mixed;boundary=b", "",
                    "--b\r\ncontent-id: <a@b>\r\nContent-Type: application/pidf+xml;\r\n charset=utf-8\r\n"
                    "Content-Transfer-Encoding: base64\r\nContent-Disposition: session; handling=optional\r\n"
                    "X-Other: 1\r\n\r\nPGEvPg==\r\n--b--");
    EXPECT_TRUE(got.departures.empty());
    ASSERT_EQ(got.value.parts.size(), 1U);
    const auto& part = got.value.parts[0];
    EXPECT_EQ(part.body, "<a/>");
    EXPECT_EQ(part.content_id, "a@b");
    EXPECT_EQ(part.disposition, "session");
    EXPECT_EQ(write(part.type), "application/pidf+xml;charset=utf-8");
    EXPECT_EQ(part.fields.size(), 5U);
    EXPECT_EQ(find_type(got.value, "application/pidf+xml"), &part);
}

TEST(entity, a_part_without_type_is_plain_text) {
    const auto got = read_entity("multipart/mixed;boundary=b", "", "--b\r\n\r\nx\r\n--b--");
    EXPECT_TRUE(got.value.parts[0].type.is("text/plain"));
    EXPECT_FALSE(got.value.parts[0].typed);
}

TEST(entity, multiparts_nest_and_an_outer_delimiter_ends_inner_parts) {
    const auto got =
        read_entity("multipart/mixed;boundary=out", "",
                    "--out\r\nContent-Type: "
                    "multipart/mixed;boundary=in\r\n\r\n--in\r\n\r\nx\r\n--out\r\n\r\ny\r\n--out--");
    ASSERT_EQ(got.value.parts.size(), 2U);
    EXPECT_EQ(bodies(got.value.parts[0]), list{"x"});
    EXPECT_EQ(got.value.parts[1].body, "y");
    EXPECT_EQ(rules(got.departures), list{"close-delimiter-missing"});
}

TEST(entity, the_root_is_named_by_start_or_stands_first) {
    const std::string body =
        "--b\r\nContent-ID: <one@x>\r\n\r\n1\r\n--b\r\nContent-ID: <two@x>\r\n\r\n2\r\n--b--";
    const auto root = [&](const char* type) { return root_part(read_entity(type, "", body).value)->body; };
    EXPECT_EQ(root("multipart/related;boundary=b"), "1");
    EXPECT_EQ(root("multipart/related;boundary=b;start=\"<two@x>\""), "2");
    EXPECT_EQ(root("multipart/related;boundary=b;start=two@x"), "2");
    EXPECT_EQ(root("multipart/related;boundary=b;start=\"<three@x>\""), "1");
}

TEST(entity, a_cid_is_found_exactly_or_leniently_with_a_finding) {
    const auto got = read_entity(
        "multipart/related;boundary=b", "",
        "--b\r\nContent-ID: <a%b@x>\r\n\r\n1\r\n--b\r\nContent-ID: <sip:joe@x>\r\n\r\n2\r\n--b--");
    const struct {
        const char* cid;
        const char* body;
        std::size_t findings;
    } rows[] = {{"a%b@x", "1", 0},       {"cid:a%25b@x", "1", 1}, {"<a%25b@x>", "1", 1},
                {"sip:joe@x", "2", 0},   {"A%b@x", "", 0},        {"", "", 0},
                {"sip%3Ajoe@x", "2", 1}, {"joe@x", "", 0}};
    for (const auto& r : rows) {
        sip::findings departures;
        const auto* part = find_part(got.value, r.cid, &departures);
        EXPECT_EQ(part != nullptr ? part->body : "", r.body) << r.cid;
        EXPECT_EQ(departures.size(), r.findings) << r.cid;
    }
}

TEST(entity, limits_hold) {
    std::string deep = "x";
    for (int i = 0; i < 20; ++i) {
        const auto b = "b" + std::to_string(i) + "b";
        deep = "--" + b + "\r\nContent-Type: multipart/mixed;boundary=b" + std::to_string(i - 1) +
               "b\r\n\r\n" + deep + "\r\n--" + b + "--";
    }
    EXPECT_EQ(rules(read_entity("multipart/mixed;boundary=b19b", "", deep).departures),
              list{"multipart-limit"});
    std::string many;
    for (int i = 0; i < 20000; ++i) many += "--b\r\n\r\n\r\n";
    const auto got = read_entity("multipart/mixed;boundary=b", "", many + "--b--");
    EXPECT_EQ(got.value.parts.size(), 8192U);
    EXPECT_EQ(rules(got.departures).front(), "multipart-limit");
}

TEST(entity, hostile_bodies_are_read_in_linear_time) {
    for (const std::string unit :
         {"--b", "\n", "--", "--b\n", "--b\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n", "a:\r\n",
          " "}) {
        std::string body;
        while (body.size() < 2'000'000) body += unit;
        const auto got = read_entity("multipart/mixed;boundary=b", "", "--b\r\n" + body);
        EXPECT_LE(got.departures.size(), 10'000U) << unit;
    }
}

TEST(entity, a_list_without_ids_and_with_an_empty_parameter_is_read) {
    const std::string b = "50UBfW7LSCVLtggUPe5z";
    const auto got = read_entity(
        "multipart/related;type=\"application/rlmi+xml\";boundary=\"" + b + "\"", "",
        "--" + b + "\r\nContent-Type: application/rlmi+xml;;charset=\"UTF-8\"\r\n\r\n<list/>\r\n\r\n--" + b +
            "\r\nContent-Type: application/pidf+xml;charset=\"UTF-8\"\r\n\r\n<presence/>\r\n\r\n--" + b +
            "--\r\n");
    ASSERT_EQ(got.value.parts.size(), 2U);
    ASSERT_EQ(rules(got.departures), list{"media-type-empty-parameter"});
    EXPECT_EQ(got.departures[0].offset, b.size() + 4 + 14 + 21);
    EXPECT_TRUE(root_part(got.value)->type.is("application/rlmi+xml"));
    EXPECT_EQ(find_part(got.value, "joe@stockholm.example.org"), nullptr);
}

} // namespace
} // namespace simplespec::mime
