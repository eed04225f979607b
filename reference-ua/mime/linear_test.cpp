// A body of any shape is read in time linear in its size, and to a bounded depth and number of parts.
#include "mime/entity.hpp"
#include "mime/multipart.hpp"
#include "sip/cursor.hpp"
#include "sip/growth.hpp"

#include <gtest/gtest.h>

namespace simplespec::mime {
namespace {

struct shape {
    std::string_view name, before, again, after;
    std::string_view type = "multipart/mixed;boundary=b";
    std::string_view transfer{};

    std::string body(std::size_t octets) const {
        std::string out(before);
        while (out.size() < octets) out += again;
        return out.append(after);
    }
};

constexpr std::string_view related = "multipart/related;type=\"a/b\";start=\"<x@y>\";boundary=b";

constexpr shape shapes[] = {
    {"one long line", "", "a", ""},
    {"empty lines", "", "\r\n", ""},
    {"line feeds", "", "\n", ""},
    {"carriage returns", "", "\r", ""},
    {"hyphens", "", "-", ""},
    {"lines of hyphens", "", "--\r\n", ""},
    {"near misses of the boundary", "--b\r\n\r\n", "--bb\r\n", "--b--"},
    {"near misses without their end", "--b\r\n\r\n", "--", ""},
    {"delimiters", "", "--b\r\n", ""},
    {"parts", "", "--b\r\nContent-Type: a/b\r\n\r\nx\r\n", "--b--\r\n"},
    {"parts of a list", "", "--b\r\nContent-ID: <x@y>\r\nContent-Type: a/b\r\n\r\nx\r\n", "--b--", related},
    {"parts that are not closed", "", "--b\r\nX", ""},
    {"parts without empty line", "", "--b\r\nno field\r\n", "--b--"},
    {"one part", "--b\r\n\r\n", "x\r\n", "--b--"},
    {"a preamble", "", "x\r\n", "--b\r\n\r\n--b--"},
    {"an epilogue", "--b\r\n\r\n--b--", "x\r\n", ""},
    {"delimiters with white space", "", "--b \t \r\n", ""},
    {"white space behind a delimiter", "--b", " ", "x"},
    {"rows of a part", "--b\r\n", "X: y\r\n", "\r\n--b--"},
    {"folds in a part", "--b\r\nX: y\r\n", " z\r\n", "\r\n--b--"},
    {"a long row in a part", "--b\r\nContent-Type: a/b", ";c=d", "\r\n\r\n--b--"},
    {"parameters without value", "--b\r\nContent-Type: a/b", ";c", "\r\n\r\n--b--"},
    {"a quote that is not closed", "--b\r\nContent-Type: a/b;c=\"", "\\d", "\r\n\r\n--b--"},
    {"quotes in a part", "--b\r\nContent-Type: a/b", ";c=\"d\"", "\r\n\r\n--b--"},
    {"a Content-ID without end", "--b\r\nContent-ID: <", "x", "\r\n\r\n--b--"},
    {"multiparts in multiparts", "", "--b\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n", "--b--"},
    {"multiparts with other boundaries", "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n",
     "--c\r\nContent-Type: multipart/mixed;boundary=d\r\n\r\n--d\r\n\r\nx\r\n--d--\r\n", "--c--\r\n--b--"},
    {"multiparts without boundary", "--b\r\nContent-Type: multipart/mixed\r\n\r\n", "--x\r\n", "--b--"},
    {"no boundary", "", "--b\r\n\r\nx\r\n", "", "multipart/mixed"},
    {"a boundary of another", "", "--c\r\n\r\nx\r\n", "--c--", "multipart/mixed;boundary=b"},
    {"encoded parts", "", "--b\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n", "--b--"},
    {"base64", "", "QUJD", "", "a/b", "base64"},
    {"base64 in lines", "", "QUJDREVG\r\n", "", "a/b", "base64"},
    {"padding", "", "=", "", "a/b", "base64"},
    {"not base64", "", "!", "", "a/b", "base64"},
    {"quoted-printable", "", "=41b", "", "a/b", "quoted-printable"},
    {"escapes of nothing", "", "=", "", "a/b", "quoted-printable"},
    {"escapes before blanks", "", "= ", "x", "a/b", "quoted-printable"},
    {"blanks", "", " ", "x", "a/b", "quoted-printable"},
    {"one escape before blanks", "=", " ", "x", "a/b", "quoted-printable"},
    {"soft breaks", "", "=\r\n", "", "a/b", "quoted-printable"},
    {"blanks before line ends", "", "a \t \r\n", "", "a/b", "quoted-printable"}};

class each_body : public testing::TestWithParam<shape> {};

TEST_P(each_body, is_read_in_linear_time) {
    const auto& s = GetParam();
    EXPECT_TRUE(sip::grows_linearly([&](std::size_t octets) { return s.body(octets); },
                                    [&](const std::string& text) {
                                        const auto read = read_entity(s.type, s.transfer, text);
                                        const cid_index index(read.value);
                                        (void)index.find("x@y");
                                        (void)find_type(read.value, "a/c");
                                    },
                                    1U << 16U));
}

INSTANTIATE_TEST_SUITE_P(table, each_body, testing::ValuesIn(shapes), [](const auto& info) {
    std::string out(info.param.name);
    for (char& c : out)
        if (!sip::is_alphanum(c)) c = '_';
    return out;
});

TEST(linear, content_types_and_boundaries_of_any_length) {
    for (const std::string_view again : {"b", ";x=y", ";", "\"", "\\", " "}) {
        const auto make = [&](std::size_t octets) {
            std::string out = "multipart/mixed;boundary=";
            while (out.size() < octets) out += again;
            return out;
        };
        EXPECT_TRUE(sip::grows_linearly(make, [](const std::string& type) {
            (void)read_entity(type, "", "--" + type.substr(25) + "\r\n\r\nx\r\n");
        })) << again;
    }
    // A long boundary, and a body of its beginnings.
    const auto make = [](std::size_t octets) { return std::string(octets, 'b'); };
    EXPECT_TRUE(sip::grows_linearly(make, [](const std::string& boundary) {
        std::string body;
        while (body.size() < boundary.size()) body += "--" + boundary.substr(0, 60) + "\r\n";
        (void)read_entity("multipart/mixed;boundary=" + boundary, "", body);
    }));
}

TEST(linear, what_is_kept_is_bounded) {
    for (const auto& s : shapes) {
        const auto text = s.body(1U << 19U);
        const auto read = read_entity(s.type, s.transfer, text);
        const entity_limits limits;
        std::size_t parts = 0, octets = 0;
        const auto count = [&](const auto& self, const entity& e, std::size_t depth) -> void {
            ASSERT_LE(depth, limits.depth);
            octets += e.body.size();
            for (const auto& part : e.parts) {
                ++parts;
                self(self, part, depth + 1);
            }
        };
        count(count, read.value, 0);
        EXPECT_LE(parts, limits.parts) << s.name;
        EXPECT_LE(octets, text.size()) << s.name;
        EXPECT_LE(read.departures.size(), 8 * limits.parts) << s.name;
    }
}

} // namespace
} // namespace simplespec::mime
