#include "agent/presence_server_exchange.hpp"

#include <gtest/gtest.h>

namespace simplespec::agent {
namespace {

using namespace std::chrono_literals;
using sip::header;
using testing::exchange;

struct registrars : ::testing::Test {
    exchange x{[] {
        server_settings s;
        s.accounts = {{.user = "alice", .secret = {}}};
        s.limits.contacts = 3;
        return s;
    }()};

    sip::composer request(std::string_view contact = {}) {
        auto m = x.request("REGISTER", "alice", "sip:example.com", "sip:alice@example.com");
        m.set(header::call_id, "registration");
        if (!contact.empty()) m.add(header::contact, contact);
        return m;
    }
    std::vector<std::string> contacts(const sip::message& m) {
        std::vector<std::string> out;
        for (const auto& row : m.all(header::contact)) out.emplace_back(row.value);
        return out;
    }
};

TEST_F(registrars, binds_refreshes_lists_and_removes) {
    auto ok = x.send(request("<sip:a@192.0.2.1>;q=0.5").add(header::expires, "600"));
    EXPECT_EQ(ok.status(), 200);
    EXPECT_EQ(contacts(ok), std::vector<std::string>{"<sip:a@192.0.2.1>;q=0.5;expires=600"});
    EXPECT_EQ(ok.value(header::date), "Sun, 01 Mar 2026 00:00:00 GMT");
    x.pass(100s);
    ok = x.send(request("\"B\" <sip:b@192.0.2.2>;expires=120"));
    EXPECT_EQ(contacts(ok), (std::vector<std::string>{"<sip:a@192.0.2.1>;q=0.5;expires=500",
                                                      "\"B\" <sip:b@192.0.2.2>;expires=120"}));
    EXPECT_EQ(contacts(x.send(request())).size(), 2U) << "a query";
    EXPECT_EQ(contacts(x.send(request("<sip:A@192.0.2.1>;expires=60"))).size(), 3U)
        << "users are case-sensitive";
    EXPECT_EQ(contacts(x.send(request("<sip:A@192.0.2.1>;expires=0"))).size(), 2U);
    x.pass(150s);
    EXPECT_EQ(x.server.count().bindings, 1U) << "one ran out";
    EXPECT_TRUE(contacts(x.send(request("*").add(header::expires, "0"))).empty());
    EXPECT_EQ(x.server.count().bindings, 0U);
}

TEST_F(registrars, refusals_change_nothing) {
    x.send(request("<sip:a@192.0.2.1>").set(header::cseq, "1000 REGISTER"));
    const struct {
        const char* name;
        sip::composer m;
        int status;
    } rows[] = {
        {"star without Expires", request("*"), 400},
        {"star with Expires above 0", request("*").add(header::expires, "60"), 400},
        {"star beside another", request("*, <sip:b@192.0.2.1>").add(header::expires, "0"), 400},
        {"unreadable contact", request("<sip:b@192.0.2.1>, <"), 400},
        {"brief", request("<sip:b@192.0.2.1>, <sip:c@192.0.2.1>;expires=5"), 423},
        {"older CSeq of the same call", request("<sip:b@192.0.2.1>, <sip:a@192.0.2.1>"), 500},
        {"older star", request("*").add(header::expires, "0"), 500},
        {"too many", request("<sip:b@h>, <sip:c@h>, <sip:d@h>"), 403},
        {"unknown user", request("<sip:b@192.0.2.1>").set(header::to, "<sip:nobody@example.com>"), 404},
    };
    for (const auto& r : rows) {
        EXPECT_EQ(x.send(r.m).status(), r.status) << r.name;
        EXPECT_EQ(x.server.count().bindings, 1U) << r.name;
    }
    EXPECT_EQ(x.send(request("<sip:b@192.0.2.1>;expires=5")).value(header::min_expires), "60");
}

TEST_F(registrars, malformed_intervals_are_an_hour) {
    EXPECT_EQ(contacts(x.send(request("<sip:a@192.0.2.1>;expires=soon"))),
              std::vector<std::string>{"<sip:a@192.0.2.1>;expires=3600"});
    EXPECT_EQ(contacts(x.send(request("<sip:a@192.0.2.1>").add(header::expires, "soon"))),
              std::vector<std::string>{"<sip:a@192.0.2.1>;expires=3600"});
}

} // namespace
} // namespace simplespec::agent
