#include "contacts/contact_list.hpp"
#include "contacts/list_server.hpp"

#include <gtest/gtest.h>

namespace simplespec::contacts {
namespace {

using namespace std::chrono_literals;
using presence::availability;

resource_state showing(std::string_view basic) {
    return {instance_state::active, {}, "application/pidf+xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:x@x\">"
            "<tuple id=\"t\"><status><basic>" + std::string(basic) +
                "</basic></status><contact>sip:x@x</contact></tuple></presence>"};
}

list_server served(sip::duration throttle = 0s) {
    return {{"sip:l@x", {{"Friends", "en"}}, "rls.example.com", throttle},
            {{"sip:a@x", {{"Anna", ""}}}, {"sip:b@x", {}}},
            sip::entropy(7)};
}

list_notification read(const list_document& d) {
    auto out = read_list_notification(d.content.content_type, {}, d.content.body);
    EXPECT_TRUE(out.value);
    for (const auto& f : out.departures) ADD_FAILURE() << f.rule << ": " << f.what;
    return out.value.value_or(list_notification{});
}

TEST(list_server, the_first_document_is_full_and_has_what_is_known) {
    auto server = served();
    server.on_state({}, "sip:a@x", showing("open"));
    const auto out = server.on_subscribe({}, "one");
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].version, 0U);
    const auto n = read(out[0]);
    EXPECT_TRUE(n.list.full_state);
    ASSERT_EQ(n.resources.size(), 2U);
    EXPECT_TRUE(n.resources[0].instances[0].document);
    EXPECT_TRUE(n.resources[1].instances.empty()) << "unknown: no instance";
}

TEST(list_server, a_change_goes_to_all_as_partial_state_with_versions_of_their_own) {
    auto server = served();
    server.on_subscribe({}, "one");
    server.on_subscribe({}, "one");
    server.on_subscribe({}, "two");
    const auto out = server.on_state({}, "sip:b@x", showing("closed"));
    ASSERT_EQ(out.size(), 2U);
    EXPECT_EQ(out[0].version, 2U);
    EXPECT_EQ(out[1].version, 1U);
    const auto n = read(out[0]);
    EXPECT_FALSE(n.list.full_state);
    ASSERT_EQ(n.resources.size(), 1U);
    EXPECT_EQ(n.resources[0].meta.uri, "sip:b@x");
    EXPECT_TRUE(server.on_state({}, "sip:b@x", showing("closed")).empty()) << "nothing changed";
    server.on_unsubscribe("two");
    EXPECT_EQ(server.on_state({}, "sip:b@x", showing("open")).size(), 1U);
}

TEST(list_server, a_throttle_holds_back_and_merges) {
    auto server = served(5s);
    sip::instant now{};
    server.on_subscribe(now, "one");
    EXPECT_TRUE(server.on_state(now + 1s, "sip:a@x", showing("closed")).empty());
    EXPECT_TRUE(server.on_state(now + 2s, "sip:a@x", showing("open")).empty());
    EXPECT_TRUE(server.on_state(now + 2s, "sip:b@x", showing("open")).empty());
    ASSERT_EQ(server.deadline(), (now + 5s).steady);
    const auto out = server.on_timer(now + 5s);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(read(out[0]).resources.size(), 2U);
    EXPECT_FALSE(server.deadline());
    EXPECT_FALSE(server.on_subscribe(now + 6s, "one").empty()) << "a refresh is answered at once";
}

TEST(list_server, a_terminated_resource_has_a_reason_and_a_changed_list_is_full) {
    auto server = served();
    server.on_subscribe({}, "one");
    auto n = read(server.on_state({}, "sip:a@x", {instance_state::terminated, "rejected"}).at(0));
    EXPECT_EQ(n.resources[0].instances[0].meta.reason, "rejected");
    n = read(server.on_list({}, {{"sip:c@x", {}}}).at(0));
    EXPECT_TRUE(n.list.full_state);
    EXPECT_EQ(n.resources.size(), 1U);
    EXPECT_TRUE(server.on_state({}, "sip:a@x", showing("open")).empty()) << "no longer on the list";
}

TEST(list_server, what_it_says_ends_in_the_contact_list) {
    auto server = served();
    contact_list list;
    const auto tell = [&](const list_server::effects& out) {
        for (const auto& d : out)
            EXPECT_TRUE(list.apply_body({}, d.content.content_type, {}, d.content.body).departures.empty());
    };
    tell(server.on_subscribe({}, "one"));
    EXPECT_EQ(list.find("sip:a@x")->how.state, availability::unknown);
    tell(server.on_state({}, "sip:a@x", showing("open")));
    EXPECT_EQ(list.find("sip:a@x")->how.state, availability::available);
    EXPECT_EQ(list.find("sip:a@x")->title(), "Anna");
    tell(server.on_state({}, "sip:a@x", showing("closed")));
    EXPECT_EQ(list.find("sip:a@x")->how.state, availability::unavailable);
    tell(server.on_list({}, {{"sip:b@x", {}}}));
    EXPECT_EQ(list.find("sip:a@x"), nullptr);
}

} // namespace
} // namespace simplespec::contacts
