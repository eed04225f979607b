#include "cli/addresses.hpp"

#include <gtest/gtest.h>

namespace simplespec::cli {
namespace {

TEST(addresses, become_uris) {
    EXPECT_EQ(uri_of("joe", "example.com"), "sip:joe@example.com");
    EXPECT_EQ(uri_of("joe", "::1"), "sip:joe@[::1]");
    EXPECT_EQ(uri_of("joe", "[::1]"), "sip:joe@[::1]");
    EXPECT_EQ(uri_of("sip:mark@other.example", "example.com"), "sip:mark@other.example");
}

TEST(addresses, are_read_with_and_without_port) {
    struct row {
        const char* name;
        const char* text;
        const char* host;
        int port;
    };
    for (const auto& r : {row{"name", "pbx.example.com", "pbx.example.com", 5060}, row{"IPv4", "192.0.2.1", "192.0.2.1", 5060},
                          row{"with port", "192.0.2.1:5070", "192.0.2.1", 5070}, row{"bare IPv6", "2001:db8::1", "2001:db8::1", 5060},
                          row{"IPv6", "[2001:db8::1]", "2001:db8::1", 5060}, row{"IPv6, port", "[::1]:65535", "::1", 65535}}) {
        const auto read = hop_of(r.text);
        ASSERT_TRUE(read) << r.name;
        EXPECT_EQ(read->host, r.host) << r.name;
        EXPECT_EQ(read->port, r.port) << r.name;
    }
}

TEST(addresses, that_are_none_are_refused) {
    for (const auto* text : {"", ":5060", "host:", "host:0", "host:65536", "host:50x", "[::1]:-1"})
        EXPECT_FALSE(hop_of(text)) << text;
}

} // namespace
} // namespace simplespec::cli
