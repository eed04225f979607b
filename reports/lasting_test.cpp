#include "reports/lasting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

struct pair_row {
    const char* name;
    const char* one;
    const char* other;
    bool alike;
};

void PrintTo(const pair_row& row, std::ostream* out) { *out << row.name; }

class rows_of_two_runs : public testing::TestWithParam<pair_row> {};

std::optional<std::vector<std::string>> read(const std::string& row) {
    const auto m = sip::read_message("NOTIFY sip:a@b SIP/2.0\r\n" + row + "\r\n\r\n");
    EXPECT_TRUE(m);
    auto out = lasting_values(*m->fields().begin());
    if (out) std::ranges::sort(*out);
    return out;
}

TEST_P(rows_of_two_runs, are_alike_where_chance_alone_makes_them_differ) {
    const auto& row = GetParam();
    EXPECT_EQ(read(row.one) == read(row.other), row.alike)
        << testing::PrintToString(read(row.one)) << " and " << testing::PrintToString(read(row.other));
}

INSTANTIATE_TEST_SUITE_P(
    lasting, rows_of_two_runs,
    testing::Values(
        pair_row{"call_id", "Call-ID: a@b", "Call-ID: c@d", true},
        pair_row{"via", "Via: SIP/2.0/UDP a;branch=z9hG4bKa",
                 "Via: SIP/2.0/UDP b;branch=z9hG4bKb;received=192.0.2.1", true},
        pair_row{"date", "Date: Sat, 13 Nov 2010 23:29:00 GMT", "Date: Sat, 13 Nov 2010 23:29:01 GMT", true},
        pair_row{"entity_tag", "SIP-ETag: a", "SIP-ETag: b", true},
        pair_row{"compact_form", "i: a@b", "Call-ID: c@d", true},
        pair_row{"to_tag", "To: <sip:alice@a>;tag=1", "To: <sip:alice@a>;tag=2", true},
        pair_row{"to_without_tag", "To: <sip:alice@a>;tag=1", "To: <sip:alice@a>", false},
        pair_row{"account_that_was_free", "From: Alice <sip:alice@a>;tag=1", "From: <sip:bob@a>;tag=2", true},
        pair_row{"scheme", "From: <sip:alice@a>;tag=1", "From: <sips:alice@a>;tag=1", false},
        pair_row{"contact_of_a_dialog", "Contact: <sip:x1@a:5060>", "Contact: <sip:x2@a:49152>", true},
        pair_row{"contact_transport", "Contact: <sip:x@a;transport=tcp>", "Contact: <sip:x@a>", false},
        pair_row{"contact_transport_case", "Contact: <sip:x@a;transport=tcp>",
                 "Contact: <sip:x@a;transport=TCP>", true},
        pair_row{"contact_expires", "Contact: <sip:x@a>;expires=3600", "Contact: <sip:x@a>;expires=600",
                 false},
        pair_row{"seconds_left", "Subscription-State: active;expires=3599",
                 "Subscription-State: active;expires=3600", true},
        pair_row{"state", "Subscription-State: active;expires=3600",
                 "Subscription-State: pending;expires=3600", false},
        pair_row{"reason", "Subscription-State: terminated;reason=timeout",
                 "Subscription-State: terminated;reason=deactivated", false},
        pair_row{"expires", "Expires: 3599", "Expires: 3600", false},
        pair_row{"order_of_a_list", "Allow: PUBLISH, NOTIFY", "Allow: NOTIFY,PUBLISH", true},
        pair_row{"list", "Allow: PUBLISH, NOTIFY", "Allow: PUBLISH", false},
        pair_row{"boundary", "Content-Type: multipart/related;boundary=a;type=\"x/y\"",
                 "Content-Type: multipart/related;type=\"x/y\";boundary=\"b;c\"", true},
        pair_row{"root_type", "Content-Type: multipart/related;boundary=a;type=\"x/y\"",
                 "Content-Type: multipart/related;boundary=a;type=\"x/z\"", false},
        pair_row{"nonce", "WWW-Authenticate: Digest realm=\"r\", nonce=\"a,b\", qop=\"auth\"",
                 "WWW-Authenticate: Digest nonce=\"c\",qop=\"auth\", realm=\"r\"", true},
        pair_row{"algorithm", "WWW-Authenticate: Digest realm=\"r\", nonce=\"a\"",
                 "WWW-Authenticate: Digest realm=\"r\", nonce=\"a\", algorithm=SHA-256", false},
        pair_row{"warning_agent", "Warning: 399 a:5060 \"no\"", "Warning: 399 b:5061 \"no\"", true},
        pair_row{"warning_text", "Warning: 399 a \"no\"", "Warning: 399 a \"yes\"", false},
        pair_row{"product", "Server: X/1.0", "Server: X/1.1", false},
        pair_row{"unknown", "X-Mode: a;tag=1", "X-Mode: a;tag=2", false}),
    [](const auto& row) { return std::string(row.param.name); });

// Whatever it is: nothing of it may end the program.
TEST(lasting, takes_what_is_malformed) {
    for (const char* row :
         {"Contact: <", "Contact: \"", "WWW-Authenticate:", "WWW-Authenticate: =", "Warning: 1",
          "Content-Type: ;;=", "Subscription-State: active;expires=99999999999999999999", "Allow: ,,",
          "From: \\", "Retry-After: x("})
        EXPECT_EQ(read(row), read(row)) << row;
}

} // namespace
} // namespace simplespec::reports
