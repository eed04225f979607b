#include "agent/directory.hpp"

#include <gtest/gtest.h>

namespace simplespec::agent {
namespace {

server_settings office() {
    server_settings s;
    s.domains = {"example.com", "example.net"};
    s.accounts = {
        {.user = "alice",
         .secret = {},
         .policy = watcher_policy::pending,
         .watchers = {{"bob", watcher_policy::allow}, {"sip:eve@example.org", watcher_policy::reject}}},
        {.user = "bob", .secret = {}}};
    s.lists = {{"sip:friends@example.com", {}}};
    return s;
}

TEST(directory, names_a_resource_in_one_way) {
    const auto settings = office();
    const directory d(settings, "192.0.2.9");
    const struct {
        const char* uri;
        std::optional<std::string> expected;
    } rows[] = {
        {"sip:alice@example.com", "sip:alice@example.com"},
        {"sip:alice@EXAMPLE.net:5070;transport=tcp", "sip:alice@example.com"},
        {"pres:alice@example.com", "sip:alice@example.com"},
        {"sip:%61lice@192.0.2.9", "sip:alice@example.com"},
        {"sip:a%2Fb@example.com", "sip:a%2fb@example.com"},
        {"sip:alice@example.org", std::nullopt},
        {"sip:example.com", std::nullopt},
    };
    for (const auto& r : rows) EXPECT_EQ(d.resource_of(*sip::parse_uri(r.uri)), r.expected) << r.uri;
}

TEST(directory, knows_users_lists_and_what_they_decided) {
    const auto settings = office();
    const directory d(settings, "192.0.2.9");
    EXPECT_TRUE(d.exists("sip:alice@example.com"));
    EXPECT_TRUE(d.exists("sip:friends@example.com"));
    EXPECT_FALSE(d.exists("sip:Alice@example.com")) << "users are case-sensitive";
    EXPECT_EQ(d.list("sip:friends@example.com"), &settings.lists[0]);
    EXPECT_EQ(d.policy("sip:alice@example.com", "sip:bob@example.com"), watcher_policy::allow);
    EXPECT_EQ(d.policy("sip:alice@example.com", "sip:eve@example.org"), watcher_policy::reject);
    EXPECT_EQ(d.policy("sip:alice@example.com", "sip:carol@example.com"), watcher_policy::pending);
    EXPECT_EQ(d.policy("sip:alice@example.com", "sip:alice@example.com"), watcher_policy::allow) << "oneself";
}

} // namespace
} // namespace simplespec::agent
