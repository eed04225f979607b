#include "sip/transaction/top_via.hpp"

#include "sip/composer.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

message with_via(std::string_view via) {
    return composer::request("OPTIONS", "sip:a").add(header::via, via).add(header::call_id, "1").take();
}

struct row {
    const char* name;
    const char* via;
    hop source;
    const char* marked;
    hop answered_to;
};

TEST(top_via, marks_the_source_and_routes_by_it) {
    const hop peer{transport::udp, "192.0.2.4", 40000};
    const row rows[] = {
        {"same address, no rport",
         "SIP/2.0/UDP 192.0.2.4:5070;branch=z9hG4bKa",
         peer,
         "SIP/2.0/UDP 192.0.2.4:5070;branch=z9hG4bKa",
         {transport::udp, "192.0.2.4", 5070}},
        {"a name",
         "SIP/2.0/UDP pc.example.com;branch=z9hG4bKa",
         peer,
         "SIP/2.0/UDP pc.example.com;branch=z9hG4bKa;received=192.0.2.4",
         {transport::udp, "192.0.2.4", 5060}},
        {"rport", "SIP/2.0/UDP 192.0.2.4:5070;rport;branch=z9hG4bKa", peer,
         "SIP/2.0/UDP 192.0.2.4:5070;rport=40000;branch=z9hG4bKa;received=192.0.2.4", peer},
        {"odd spacing", "SIP / 2.0 / UDP 10.0.0.1 : 5070 ; rport ; branch = z9hG4bKa, SIP/2.0/UDP x", peer,
         "SIP / 2.0 / UDP 10.0.0.1 : 5070 ; rport=40000 ; branch = z9hG4bKa;received=192.0.2.4, SIP/2.0/UDP "
         "x",
         peer},
        {"maddr is not followed",
         "SIP/2.0/UDP 192.0.2.4:5070;maddr=198.51.100.1;branch=z9hG4bKa",
         peer,
         "SIP/2.0/UDP 192.0.2.4:5070;maddr=198.51.100.1;branch=z9hG4bKa",
         {transport::udp, "192.0.2.4", 5070}},
        {"ipv6",
         "SIP/2.0/UDP [2001:db8::1]:5070;branch=z9hG4bKa",
         {transport::udp, "2001:db8::1", 9},
         "SIP/2.0/UDP [2001:db8::1]:5070;branch=z9hG4bKa",
         {transport::udp, "2001:db8::1", 5070}},
    };
    for (const auto& r : rows) {
        const auto marked = mark_source(with_via(r.via), r.source);
        EXPECT_EQ(marked.value(header::via), r.marked) << r.name;
        EXPECT_EQ(marked.value(header::call_id), "1") << r.name;
        const auto via = read_top_via(marked);
        ASSERT_TRUE(via) << r.name;
        EXPECT_EQ(response_hops(via->parm, r.source, false).front(), r.answered_to) << r.name;
    }
}

TEST(top_via, over_a_stream_the_connection_comes_first_and_the_sent_by_second) {
    const auto m = with_via("SIP/2.0/TCP 192.0.2.4:5070;branch=z9hG4bKa");
    const hop source{transport::tcp, "192.0.2.4", 40000};
    EXPECT_EQ(response_hops(read_top_via(m)->parm, source, false),
              (std::vector<hop>{source, {transport::tcp, "192.0.2.4", 5070}}));
}

TEST(top_via, refuses_what_cannot_route) {
    for (const char* bad :
         {"", "SIP/2.0", "SIP/2.0/UDP", "SIP/2.0/UDP ;branch=a", "SIP/2.0/UDP [::1", "SIP/2.0/UDP h:99999"})
        EXPECT_FALSE(read_top_via(with_via(bad))) << bad;
}

} // namespace
} // namespace simplespec::sip
