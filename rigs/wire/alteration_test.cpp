#include "rigs/wire/alteration.hpp"

#include "rigs/wire/virtual_wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const sip::hop server{sip::transport::udp, "192.0.2.1", 5060};

/// Answers "x" with "x1" and "x2", and says "late" a second after its first message.
struct endpoint : sip::node {
    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& r) override {
        peer = r;
        if (!due) due = now.steady + 1s;
        return {{r.to, r.from, r.octets + "1"}, {r.to, r.from, r.octets + "2"}};
    }
    std::vector<sip::transmission> on_undeliverable(sip::instant, const sip::transmission&) override { return {}; }
    std::vector<sip::transmission> on_timer(sip::instant) override {
        due = sip::time_point::max();
        ++fired;
        return {{peer.to, peer.from, "late"}};
    }
    std::optional<sip::time_point> deadline() const override {
        return due == sip::time_point::max() ? std::nullopt : due;
    }
    sip::reception peer;
    std::optional<sip::time_point> due;
    unsigned fired = 0;
};

std::vector<std::string> heard(const sip::alteration& alter) {
    endpoint inner;
    altered_node node(inner, alter);
    virtual_wire wire;
    wire.host(node, {server});
    const auto alice = *wire.attach("alice");
    wire.send({alice, server, "a"});
    std::vector<std::string> out;
    const auto end = wire.now().steady + 10s;
    while (wire.now().steady < end)
        for (const auto& e : wire.wait(end))
            if (const auto* a = std::get_if<arrival>(&e)) out.push_back(a->received.octets);
    EXPECT_EQ(inner.fired, 1U);
    return out;
}

TEST(altered_node, passes_drops_doubles_changes_and_delays) {
    EXPECT_THAT(heard([](std::string_view m) { return std::vector<sip::altered>{{std::string(m)}}; }),
                ElementsAre("a1", "a2", "late"));
    EXPECT_THAT(heard([](std::string_view) { return std::vector<sip::altered>{}; }), ElementsAre());
    EXPECT_THAT(heard([](std::string_view m) {
                    return std::vector<sip::altered>{{std::string(m)}, {"and " + std::string(m)}};
                }),
                ElementsAre("a1", "and a1", "a2", "and a2", "late", "and late"));
    EXPECT_THAT(heard([](std::string_view m) {
                    return std::vector<sip::altered>{{std::string(m), m == "a1" ? sip::duration(10ms) : sip::duration(0)}};
                }),
                ElementsAre("a2", "a1", "late"));
    EXPECT_THAT(heard([](std::string_view m) {
                    return std::vector<sip::altered>{{std::string(m), m == "a1" ? sip::duration(3s) : sip::duration(0)}};
                }),
                ElementsAre("a2", "late", "a1"));
}

TEST(altered_node, changes_what_comes_in) {
    endpoint inner;
    const auto same = [](std::string_view m) { return std::vector<sip::altered>{{std::string(m)}}; };
    altered_node node(inner, same, [](std::string_view m) { return std::vector<sip::altered>{{std::string(m) + "!"}, {"b"}}; });
    const auto out = node.on_reception({}, {server, server, "a"});
    ASSERT_EQ(out.size(), 4U);
    EXPECT_EQ(out[0].octets, "a!1");
    EXPECT_EQ(out[3].octets, "b2");
}

} // namespace
} // namespace simplespec::rigs
