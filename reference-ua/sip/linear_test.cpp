// A message of any shape is read or refused in time linear in its size, and without an allocation per header field.
#include "sip/authentication_info.hpp"
#include "sip/framer.hpp"
#include "sip/growth.hpp"
#include "sip/headers/address.hpp"
#include "sip/headers/check.hpp"
#include "sip/headers/content.hpp"
#include "sip/headers/date.hpp"
#include "sip/headers/event.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/text.hpp"
#include "sip/headers/value.hpp"
#include "sip/headers/via.hpp"
#include "sip/headers/warning.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

namespace {
std::size_t allocations = 0;
}

// Counts what the whole test program allocates.
void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
    throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace simplespec::sip {
namespace {

std::string repeated(std::string_view what, std::size_t octets) {
    std::string out;
    out.reserve(octets + what.size());
    while (out.size() < octets) out += what;
    return out;
}

/// A value of any size, as it might stand in any header field.
struct shape {
    std::string_view name, before, again, after;

    std::string value(std::size_t octets) const {
        return std::string(before) + repeated(again, octets) + std::string(after);
    }
};

constexpr shape shapes[] = {
    {"one long token", "", "a", ""},
    {"nothing but white space", "a", " ", "b"},
    {"folds", "a", "\r\n ", "b"},
    {"tokens over folded lines", "", "token\r\n\t", "x"},
    {"commas", "", ",", ""},
    {"values between commas", "a", ", a", ""},
    {"semicolons", "a", ";", ""},
    {"parameters", "a", ";x=y", ""},
    {"parameters without their value", "a", ";x=", ""},
    {"one parameter many times quoted", "a", ";x=\"y;,\\\"\"", ""},
    {"a quote that is not closed", "a;x=\"", "y", ""},
    {"quotes", "", "\"", ""},
    {"quotes that are not closed, between commas", "", "a \"b, ", ""},
    {"quoted strings", "", "\"a\" ", ""},
    {"backslashes in quotes", "\"", "\\\\", ""},
    {"comments that are not closed", "a ", "(", ""},
    {"comments closed", "", "(a) ", ""},
    {"comments closed too often", "a (", ")", ""},
    {"comments nested", "a ", "(b", ""},
    {"angle brackets", "", "<", ""},
    {"brackets that are not closed, between commas", "", "<sip:a@b, ", ""},
    {"addresses", "<sip:a@b.c>", ", \"x\" <sip:a@b.c>;tag=a", ""},
    {"bare addresses", "sip:a@b.c", ", sip:a@b.c", ""},
    {"bare addresses without a user", "sip:b.c", ",sip:b.c", ""},
    {"a URI of many parameters", "<sip:a@b.c", ";p=v", ">"},
    {"a URI of many headers", "<sip:a@b.c?a=b", "&h=v", ">"},
    {"a URI of escapes", "<sip:", "%41", "@b.c>"},
    {"a URI of broken escapes", "<sip:", "%", "@b.c>"},
    {"a bare URI of parameters", "sip:a@b.c", ";p=v", ""},
    {"a bare URI of parameters that end in a quote", "sip:a@b.c", ";p=v", ";q=\"x"},
    {"a long display name", "", "word ", "<sip:a@b.c>"},
    {"a host of labels", "SIP/2.0/UDP ", "a.", "b;branch=x"},
    {"a host of labels in a URI", "<sip:a@", "a.", "b>"},
    {"an IPv6 address without end", "SIP/2.0/UDP [", "1:", "]"},
    {"brackets of IPv6", "a;x=", "[", ""},
    {"vias", "SIP/2.0/UDP h;branch=a", ", SIP/2.0/UDP h;branch=a", ""},
    {"digits", "", "9", ""},
    {"colons", "a", ":", ""},
    {"at signs", "sip:a", "@", ""},
    {"slashes", "a", "/", "b"},
    {"not UTF-8", "\"", "\xC3", "\""},
    {"digest parameters", "Digest realm=\"a\", nonce=\"b\"", ", x=\"y\"", ""},
    {"languages", "de", "-de", ""}};

// All readers of header fields, strict and tolerant, on one value.
void read_all(std::string_view value) {
    const auto both = [&]<class T>(parsed<T> (*read)(cursor&)) {
        cursor strict(value);
        (void)read(strict);
        std::vector<parse_error> noted;
        cursor tolerant(value, &noted);
        (void)read(tolerant);
    };
    both.operator()<address>(parse_address);
    both.operator()<address>(parse_route);
    both.operator()<contact_value>(parse_contact);
    both.operator()<via>(parse_via);
    both.operator()<event>(parse_event);
    both.operator()<subscription_state>(parse_subscription_state);
    both.operator()<media_type>(parse_content_type);
    both.operator()<tagged_token>(parse_accept_language);
    both.operator()<warning>(parse_warning);
    both.operator()<std::vector<server_value>>(parse_server);
    both.operator()<reason>(parse_reason);
    both.operator()<retry_after>(parse_retry_after);
    both.operator()<timestamp>(parse_timestamp);
    both.operator()<cseq>(parse_cseq);
    both.operator()<std::string>(parse_text);
    (void)parse_uri(value);
    (void)parse_number(value);
    (void)parse_call_id(value);
    (void)parse_digest_challenge(value);
    (void)parse_digest_credentials(value);
    (void)parse_authentication_info(value);
    for (const auto& item : split_list(value)) {
        (void)parse_address(item.text);
        (void)parse_via(item.text);
        (void)parse_media_type(item.text);
    }
}

class each_shape : public testing::TestWithParam<shape> {};

TEST_P(each_shape, is_read_in_linear_time) {
    const auto make = [](std::size_t octets) { return GetParam().value(octets); };
    EXPECT_TRUE(grows_linearly(make, [](const std::string& text) { read_all(text); })) << "readers";
    EXPECT_TRUE(grows_linearly(make, [](const std::string& text) {
        for (unsigned id = 0; id <= static_cast<unsigned>(header::identity_info); ++id)
            (void)check_field(static_cast<header>(id), text);
    })) << "grammar";
}

INSTANTIATE_TEST_SUITE_P(table, each_shape, testing::ValuesIn(shapes), [](const auto& info) {
    std::string out(info.param.name);
    for (char& c : out)
        if (!is_alphanum(c)) c = '_';
    return out;
});

/// Messages whose rows are what grows.
constexpr shape rows[] = {
    {"rows", "", "X-A: b\r\n", ""},
    {"rows of one letter", "", "a:b\r\n", ""},
    {"rows without a colon", "", "row\r\n", ""},
    {"rows with an odd name", "", "a b: c\r\n", ""},
    {"rows with a bare LF", "", "X-A: b\n", ""},
    {"rows that are folded", "", "X-A:\r\n b\r\n", ""},
    {"carriage returns", "X-A: ", "\r", "\r\n"},
    {"a name without end", "", "a", ": b\r\n"},
    {"content lengths", "", "Content-Length: 0\r\n", ""},
    {"vias", "", "v: SIP/2.0/UDP h\r\n", ""},
    {"challenges", "", "WWW-Authenticate: Digest realm=\"a\",nonce=\"b\"\r\n", ""}};

TEST(linear, messages_of_many_rows) {
    for (const auto& row : rows)
        for (const bool limited : {true, false}) {
            const auto make = [&](std::size_t octets) {
                return "SIP/2.0 401 No\r\n" + row.value(octets) + "\r\nbody";
            };
            const message_limits limits{.fields = limited ? message_limits{}.fields : std::size_t{1} << 24U};
            EXPECT_TRUE(grows_linearly(make, [&](const std::string& text) {
                const auto m = read_message(text, limits);
                if (m) (void)check_headers(*m);
            })) << row.name;
        }
}

TEST(linear, start_lines) {
    for (const shape& line : {shape{"method", "", "A", " sip:a@b.c SIP/2.0\r\n\r\n"}, {"uri", "A sip:", "b", " SIP/2.0\r\n\r\n"},
                              {"blanks", "A", " ", "sip:b SIP/2.0\r\n\r\n"}, {"version", "A sip:b SIP/", "2", "\r\n\r\n"},
                              {"reason", "SIP/2.0 200 ", "O K ", "\r\n\r\n"}, {"status", "SIP/2.0 ", "2", " OK\r\n\r\n"},
                              {"empty lines", "", "\r\n", "A sip:b SIP/2.0\r\n\r\n"}})
        EXPECT_TRUE(grows_linearly([&](std::size_t octets) { return line.value(octets); },
                                   [](const std::string& text) { (void)read_message(text); }))
            << line.name;
}

// Comparing URIs that somebody else made up: neither their parameters nor their headers may be walked for each other.
TEST(linear, comparison_of_uris) {
    for (const std::string_view between : {";p", "&h"}) {
        const auto make = [&](std::size_t octets) {
            std::string out = between == ";p" ? "sip:a@b.c" : "sip:a@b.c?a=b";
            for (std::size_t i = 0; out.size() < octets; ++i) out.append(between).append(std::to_string(i)).append("=v");
            return out;
        };
        EXPECT_TRUE(grows_linearly(make, [](const std::string& text) {
            const auto one = parse_uri(text);
            EXPECT_TRUE(one && equivalent(*one, *one));
        })) << between;
    }
}

TEST(linear, streams_of_small_frames) {
    const std::string small = "A sip:b SIP/2.0\r\nl: 4\r\n\r\nbody\r\n\r\n";
    const auto make = [&](std::size_t octets) { return repeated(small, octets); };
    for (const std::size_t step : {std::size_t{1}, std::size_t{1000}, std::size_t{1} << 30U})
        EXPECT_TRUE(grows_linearly(make, [&](const std::string& text) {
            framer f;
            for (std::size_t at = 0; at < text.size(); at += step) {
                f.feed(std::string_view(text).substr(at, step));
                while (const auto next = f.take())
                    if (!*next) break;
            }
        })) << step;
    for (const auto& row : rows)
        EXPECT_TRUE(grows_linearly([&](std::size_t octets) { return "A sip:b SIP/2.0\r\n" + row.value(octets) + "\r\n"; },
                                   [](const std::string& text) {
                                       framer f;
                                       for (const char& octet : text) {
                                           f.feed({&octet, 1});
                                           (void)f.take();
                                       }
                                   }, 1U << 16U)) << row.name << ", octet by octet";
    EXPECT_TRUE(grows_linearly(
        [](std::size_t octets) { return "A sip:b SIP/2.0\r\nl: " + std::to_string(octets) + "\r\n\r\n" + repeated("\r\n", octets); },
        [](const std::string& text) {
            framer f;
            for (const char& octet : text) {
                f.feed({&octet, 1});
                (void)f.take();
            }
        })) << "a body, octet by octet";
}

// What a search for one octet makes quadratic shows only where there is much to search in.
TEST(linear, lists_of_a_megabyte) {
    for (const auto& s : shapes) {
        const bool searched = s.name.starts_with("addresses") || s.name.starts_with("bare addresses") || s.name == "vias" ||
                              s.name.ends_with("between commas");
        if (!searched) continue;
        const auto make = [&](std::size_t octets) { return s.value(octets); };
        constexpr std::size_t much = 1U << 18U;
        EXPECT_TRUE(grows_linearly(make, [](const std::string& text) {
            for (const auto& item : split_list(text)) {
                (void)parse_address(item.text);
                (void)parse_via(item.text);
            }
            (void)parse_contact(text);
        }, much)) << s.name;
        EXPECT_TRUE(grows_linearly(make, [](const std::string& text) {
            for (const header id : {header::contact, header::via, header::route, header::accept, header::from})
                (void)check_field(id, text);
        }, much)) << s.name;
    }
}

// Ten megabytes in one header field, or in its rows, or in a body: read, or refused for a limit.
TEST(linear, ten_megabytes) {
    constexpr std::size_t octets = 10U << 20U;
    const std::string texts[] = {"PUBLISH sip:a@b.c SIP/2.0\r\nContact: " + repeated("<sip:a@b.c>, ", octets) + "\r\n\r\n",
                                 "PUBLISH sip:a@b.c SIP/2.0\r\nX: " + repeated("a\r\n ", octets) + "\r\n\r\n",
                                 "PUBLISH sip:a@b.c SIP/2.0\r\n" + repeated("X: a\r\n", octets) + "\r\n\r\n",
                                 "PUBLISH sip:a@b.c SIP/2.0\r\n\r\n" + repeated("body\r\n", octets)};
    std::size_t read = 0;
    for (const auto& text : texts) {
        const auto m = read_message(text);
        if (!m) continue;
        ++read;
        (void)check_headers(*m);
    }
    EXPECT_EQ(read, 3U) << "so many rows are refused";
}

TEST(allocations, do_not_grow_with_the_rows) {
    const auto count = [](std::size_t n) {
        std::string text = "PUBLISH sip:a@b.c SIP/2.0\r\n";
        for (std::size_t i = 0; i < n; ++i)
            text += i % 3 == 0   ? "Via: SIP/2.0/UDP h.example.com;branch=z9hG4bKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
                    : i % 3 == 1 ? "Contact: \"a long display name\" <sip:alice@example.com;transport=tcp>;expires=60\r\n"
                                 : "X-Something-Of-Nobody: with a value that no small string would hold\r\n";
        text += "Content-Length: 0\r\n\r\n";
        const auto before = allocations;
        const auto m = read_message(std::move(text));
        EXPECT_TRUE(m && m->field_count() == n + 1);
        EXPECT_TRUE(check_headers(*m).empty());
        return allocations - before;
    };
    EXPECT_LE(count(20), 2U);
    EXPECT_LE(count(4000), 12U) << "the index grows by doubling, nothing else does";
}

} // namespace
} // namespace simplespec::sip
