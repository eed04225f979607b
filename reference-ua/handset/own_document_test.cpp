#include "handset/own_document.hpp"

#include "presence/pidf.hpp"

#include <gtest/gtest.h>

namespace simplespec::handset {
namespace {

// The document that the vendor's page prints.
constexpr std::string_view printed = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                                     "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"\r\n"
                                     "xmlns:im=\"urn:ietf:params:xml:ns:pidf:im\"\r\n"
                                     "entity=\"pres:431@192.168.10.59\">\r\n"
                                     "<tuple id=\"snom320-0004132495C2\">\r\n"
                                     "<status>\r\n"
                                     "<basic>open</basic>\r\n"
                                     "<im:im>Lunch</im:im>\r\n"
                                     "</status>\r\n"
                                     "<contact priority=\"1.00\">sip:431@192.168.10.59</contact>\r\n"
                                     "<note xml:lang=\"en\">Lunch</note>\r\n"
                                     "</tuple>\r\n"
                                     "</presence>\r\n";

TEST(own_document, of_lunch_is_the_printed_one) {
    const auto* lunch = find_own_state(own_states("snom"), "Lunch");
    ASSERT_NE(lunch, nullptr);
    EXPECT_EQ(own_document(*lunch, "sip:431@192.168.10.59", "snom320-0004132495C2"), printed);
}

TEST(own_document, of_every_state_is_read_without_a_finding) {
    for (const auto& state : own_states("snom")) {
        const auto read = presence::read_pidf(own_document(state, "sip:a&b@example.com", "snom360-1"));
        ASSERT_TRUE(read.value) << state.name;
        EXPECT_TRUE(read.departures.empty()) << state.name << ": " << read.departures.front().what;
        ASSERT_EQ(read.value->tuples.size(), 1U);
        EXPECT_EQ(read.value->tuples[0].status.basic,
                  state.open ? presence::basic::open : presence::basic::closed);
        EXPECT_EQ(read.value->entity, "pres:a&b@example.com");
    }
}

} // namespace
} // namespace simplespec::handset
