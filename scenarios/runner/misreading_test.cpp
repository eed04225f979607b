// What the display scenarios are worth: a handset that misreads one thing is told, under the requirement that
// it breaks.
#include "scenarios/runner/reference_world.hpp"
#include "scenarios/runner/runner.hpp"
#include "scenarios/runner/suite.hpp"
#include "sip/composer.hpp"
#include "sip/message.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace simplespec::scenarios {
namespace {

struct misreading_row {
    std::string_view scenario;
    std::string_view requirement;
    std::string_view in; ///< the NOTIFYs that are misread have this in them; empty: those without a body
    std::string_view from, to;
    std::string_view and_from{}, and_to{};
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); !from.empty() && at != std::string::npos;
         at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

// As the handset understands it.
sip::alteration misread(const misreading_row& row) {
    return [row](std::string_view octets) -> std::vector<sip::altered> {
        const auto m = sip::read_message(std::string(octets));
        const bool meant =
            m && m->is_request() && m->method() == "NOTIFY" &&
            (row.in.empty() ? m->body().empty() : m->body().find(row.in) != std::string_view::npos);
        if (!meant) return {sip::altered{std::string(octets)}};
        auto again = sip::composer::from(*m);
        again.remove(sip::header::content_length).remove(sip::header::content_type);
        if (row.in.empty()) {
            again.body(std::string(row.from), std::string(row.to));
        } else {
            const auto body =
                replaced(replaced(std::string(m->body()), row.from, row.to), row.and_from, row.and_to);
            EXPECT_NE(body, m->body()) << row.from << " is nowhere";
            again.body(std::string(m->value(sip::header::content_type)), body);
        }
        return {sip::altered{again.octets()}};
    };
}

class misreading : public testing::TestWithParam<misreading_row> {};

TEST_P(misreading, is_told) {
    const auto& row = GetParam();
    const auto* s = [&]() -> const scenario* {
        for (const auto& each : built_in_suite())
            if (each.id == row.scenario) return &each;
        return nullptr;
    }();
    ASSERT_NE(s, nullptr) << row.scenario;
    const sip::hop at{sip::transport::udp, "192.0.2.1", 5060};
    const auto desk = [&](const scenario&, std::uint64_t seed) -> std::expected<scene, std::string> {
        return at_a_desk(at, seed, {}, misread(row));
    };
    const auto r = run(embedded_testbed(), {s}, desk, {}).scenarios.at(0);
    EXPECT_TRUE(std::ranges::any_of(r.deviations,
                                    [&](const auto& d) {
                                        return d.requirement == row.requirement ||
                                               d.text.find(row.requirement) != std::string::npos;
                                    }))
        << name(r.outcome) << " " << r.reason;
}

constexpr std::string_view partial = R"(version="1" fullState="false")";
constexpr std::string_view full = R"(version="1" fullState="true")";

INSTANTIATE_TEST_SUITE_P(
    table, misreading,
    testing::Values(
        misreading_row{"rfc4662/4.1/client-watches-what-is-no-list", "RFC4662-4.1-9", "Here", "<tuple",
                       "<unread", "</tuple", "</unread"},
        misreading_row{
            "rfc4662/4.5/client-keeps-its-list-on-an-empty-notify", "RFC4662-4.5-4", "",
            "application/rlmi+xml",
            R"(<list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:friends@example.com" version="1" fullState="true"/>)"},
        misreading_row{"rfc4662/4.6/client-replaces-its-list-by-full-state", "RFC4662-4.6-1", full, full,
                       partial},
        misreading_row{"rfc4662/4.6/client-replaces-its-list-by-full-state", "RFC4662-5.6.1-2", full, full,
                       partial},
        misreading_row{"rfc4662/4.6/client-updates-what-partial-state-names", "RFC4662-4.6-2", partial,
                       partial, full},
        misreading_row{"rfc4662/4.6/client-updates-what-partial-state-names", "RFC4662-5.6.2-1", partial,
                       partial, R"(version="0" fullState="false")"},
        misreading_row{"rfc4662/4.6/client-applies-full-state-list-by-list", "RFC4662-4.6-3", partial,
                       partial, full},
        misreading_row{"rfc4662/5.2/client-ignores-a-part-of-the-list-itself", "RFC4662-5.2-11", "sum@",
                       "<resource", "<unread", "</resource", "</unread"},
        misreading_row{"rfc4662/5.3/client-shows-any-scheme", "RFC4662-5.3-3",
                       "tel:", R"(<resource uri="tel:)", R"(<resource uri="sip:)"},
        misreading_row{"rfc4662/5.5/client-keeps-instances-by-resource", "RFC4662-5.5-4", partial,
                       R"(<resource uri="sip:bob@)", R"(<resource uri="sip:alice@)"},
        misreading_row{"rfc4662/5.6/client-keeps-a-row-for-each-resource", "RFC4662-5.6-1", "Home",
                       R"(fullState="true")", R"(fullState="false")"},
        misreading_row{"rfc4662/5.6/client-keeps-a-row-for-each-resource", "RFC4662-5.6.2-5", "New",
                       R"(<resource uri="sip:carol@)", R"(<resource uri="sip:bob@)"},
        misreading_row{"rfc4662/5.6.1/client-discards-an-old-full-state", "RFC4662-5.6.1-1", "Gone",
                       R"(version="4")", R"(version="6")"},
        misreading_row{"rfc4662/5.6.2/client-applies-partial-state-after-a-gap", "RFC4662-5.6.2-2", "Gone",
                       R"(version="3")", R"(version="0")"},
        misreading_row{"rfc4662/5.6.2/client-discards-a-repeated-version", "RFC4662-5.6.2-4", "Back",
                       R"(version="1" )", R"(version="2" )"},
        misreading_row{"rfc4662/5.6.2/client-counts-versions-anew", "RFC4662-5.6.2-7", "Anew", "<resource",
                       "<unread", "</resource", "</unread"},
        misreading_row{"rfc5263/4.5/client-counts-from-the-first-full-document", "RFC5263-4.5-1", R"x(version="8")x", R"x(version="8")x", R"x(version="12")x"},
        misreading_row{"rfc5263/4.5/client-applies-the-next-difference", "RFC5263-4.5-5", R"x(version="2")x", ">closed<", ">open<"},
        misreading_row{"rfc5263/4.5/client-applies-the-next-difference", "RFC5263-4.5-2", R"x(version="2")x", "closed</p:replace>", R"x(closed</p:replace><p:remove sel="*/tuple/note"/>)x"},
        misreading_row{"rfc5263/4.5/client-discards-a-repeated-version", "RFC5263-4.5-3", ">open</p:replace>", R"x(version="2")x", R"x(version="3")x"},
        misreading_row{"rfc5263/4.5/client-takes-a-full-document-after-a-gap", "RFC5263-4.5-4", "Gone", R"x(version="6")x", R"x(version="1")x"},
        misreading_row{"rfc5263/4.5/client-refreshes-after-a-gap", "RFC5263-4.5-6", "pidf-diff ", R"x(version="3")x", R"x(version="2")x"},
        misreading_row{"rfc5263/4.5/client-renews-after-a-broken-difference", "RFC5263-4.5-7", "t9", "t9", "t1"},
        misreading_row{"rfc5263/4.5/client-drops-what-it-has-with-another-content-type", "RFC5263-4.5-9", "Gone", R"x(<tuple id="t2">)x", R"x(<tuple id="t1"><status><basic>open</basic></status></tuple><tuple id="t2">)x"},
        misreading_row{"rfc5261/4.1/client-refuses-a-selector-of-two-nodes", "RFC5261-4.1-1", R"x(version="2")x", "<p:replace", R"x(<p:replace sel="*/tuple[1]/status/basic/text()">closed</p:replace><p:replace)x", R"x("*/tuple/)x", R"x("*/tuple[2]/)x"},
        misreading_row{"rfc5261/4.2.1/client-resolves-prefixes-in-the-patch", "RFC5261-4.2.1-1", R"x(version="2")x", R"x(xmlns:q="urn:ietf)x", R"x(xmlns:q="urn:x)x"},
        misreading_row{"rfc5261/4.2.1/client-takes-the-default-namespace-of-the-patch", "RFC5261-4.2.1-2", R"x(version="2")x", R"x( sel="*/tuple[@id='t1']/status)x", R"x( xmlns="" sel="*/tuple[@id='t1']/status)x"},
        misreading_row{"rfc5261/4.3/client-appends-what-has-no-position", "RFC5261-4.3-1", R"x(version="2")x", R"x(sel="*")x", R"x(sel="*/tuple")x"},
        misreading_row{"rfc5261/4.3/client-adds-where-the-patch-says", "RFC5261-4.3-2", "prepend", "prepend", "before"},
        misreading_row{"rfc5261/4.4/client-replaces-elements-attributes-and-text", "RFC5261-4.4-1", R"x(version="3")x", "0.1", "0.9"},
        misreading_row{"rfc5261/4.5/client-removes-white-space-with-an-element", "RFC5261-4.5-1", R"x(version="2")x", R"x(ws="both")x", R"x(ws="never")x"},
        misreading_row{"rfc5261/4.5/client-refuses-white-space-that-is-not-there", "RFC5261-4.5-2", R"x(version="2")x", R"x( ws="before")x", ""},
        misreading_row{"rfc5261/5/client-rejects-the-whole-patch", "RFC5261-5-1", R"x(version="2")x", R"x(<p:remove sel="*/tuple[@id='t9']"/>)x", ""},
        misreading_row{"rfc5261/5.1/client-applies-operations-in-their-order", "RFC5261-5.1-1", R"x(version="2")x", R"x(<p:remove sel="*/tuple[@id='t1']"/>)x", ""},
        misreading_row{"rfc3856/6.8/client-keeps-the-document-on-an-empty-notify", "RFC3856-6.8-3", "",
                       "application/pidf+xml",
                       R"(<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:bob@example.com"/>)"},
        misreading_row{"rfc3863/4.1.2/client-knows-tuples-by-their-ids", "RFC3863-4.1.2-5",
                       "Mobile</note></tuple>\r\n<tuple", ">closed<", ">open<", R"(priority="0.2")",
                       R"(priority="0.9")"},
        misreading_row{"rfc3863/4.1.4/client-takes-no-other-word-for-open", "RFC3863-4.1.4-2", ">available<",
                       ">available<", ">open<"},
        misreading_row{"rfc3863/4.1.5/client-prefers-the-higher-priority", "RFC3863-4.1.5-4", "0.9", "0.9",
                       "0.1"},
        misreading_row{"rfc3863/4.2.3/client-ignores-a-mark-in-what-it-ignores", "RFC3863-4.2.3-3", "x:inner",
                       "<tuple", "<x:tuple", "</tuple", "</x:tuple"},
        misreading_row{"rfc3863/4.2.3/client-passes-over-what-is-mandatory-by-one", "RFC3863-4.2.3-5",
                       "x:mood", "<status>", "<x:status>", "</status>", "</x:status>"},
        misreading_row{"rfc3863/4.2.3/client-passes-over-what-is-mandatory-by-true", "RFC3863-4.2.3-6",
                       "x:mood", "<status>", "<x:status>", "</status>", "</x:status>"},
        misreading_row{"rfc4479/3.3.2/client-takes-one-address-for-one-service", "RFC4479-3.3.2-2", "desk", "<contact",
                       "<unread", "</contact", "</unread"},
        misreading_row{"rfc4479/3.3.3/client-compares-priorities-within-a-document", "RFC4479-3.3.3-1", "0.2", "0.2",
                       "0.05"},
        misreading_row{"rfc4480/3.12/client-does-not-wait-for-an-icon", "RFC4480-3.12-1", "status-icon", "<d:note",
                       "<d:unread", "</d:note", "</d:unread"},
        misreading_row{"rfc4482/3.4/client-does-not-wait-for-what-a-card-names", "RFC4482-3.4-1", "c:card",
                       "<d:note", "<d:unread", "</d:note", "</d:unread"},
        misreading_row{"rfc4482/3.6/client-ignores-addresses-of-unknown-schemes", "RFC4482-3.6-1", "x-nowhere",
                       "<tuple", "<unread", "</tuple", "</unread"}),
    [](const auto& row) {
        std::string out(row.param.requirement);
        std::ranges::replace_if(out, [](char c) { return c == '-' || c == '.'; }, '_');
        return out;
    });

} // namespace
} // namespace simplespec::scenarios
