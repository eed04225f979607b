#include "agent/handset_agent.hpp"

#include "agent/agents_network.hpp"
#include "agent/presence_server.hpp"
#include "sip/composer.hpp"
#include "sip/message.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace simplespec::agent {
namespace {

using namespace std::chrono_literals;
using sip::header;
using testing::fault;
using testing::network;

const sip::hop server_hop{sip::transport::udp, "192.0.2.9", 5060};
const sip::hop alice_hop{sip::transport::udp, "192.0.2.1", 5060};
const sip::hop bob_hop{sip::transport::udp, "192.0.2.2", 5060};

server_settings office(bool digest = false) {
    server_settings s;
    s.presence_throttle = s.list_throttle = std::chrono::milliseconds(0);
    for (const auto* user : {"alice", "bob"}) s.accounts.push_back({.user = user, .secret = digest ? "s3cret" : ""});
    s.lists = {{"sip:bob-friends@example.com", {{"sip:alice@example.com", "Alice"}, {"sip:bob@example.com", "Bob"}}}};
    return s;
}

handset_settings handset(std::string user, bool digest = false) {
    handset_settings s;
    s.aor = "sip:" + user + "@example.com";
    if (digest) s.account = {user, "s3cret"};
    s.server = server_hop;
    return s;
}

// Alice publishes; Bob watches her, alone or in a list.
struct office_day {
    network net;
    presence_server server;
    handset_agent alice, bob;

    explicit office_day(network n, std::string list = {}, bool digest = false)
        : net(std::move(n)), server(office(digest), server_hop, sip::entropy(1)),
          alice(handset("alice", digest), alice_hop, sip::entropy(2)), bob(watcher(list, digest), bob_hop, sip::entropy(3)) {
        net.host(server_hop, server);
        net.host(alice_hop, alice);
        net.host(bob_hop, bob);
    }
    static handset_settings watcher(const std::string& list, bool digest) {
        auto s = handset("bob", digest);
        (list.empty() ? s.watch : s.lists).push_back(list.empty() ? "sip:alice@example.com" : list);
        return s;
    }
    void begin() {
        net.send(alice.start(net.now));
        net.send(bob.start(net.now));
        EXPECT_TRUE(net.pass(1s));
    }
    void choose(std::string_view state) { net.send(alice.set_state(net.now, *find_user_state(state))); }
    std::string seen() const {
        const auto* row = bob.current().find("sip:alice@example.com");
        if (!row) return "nobody";
        return std::string(name(row->how.state)) + " " + std::string(row->note());
    }
    void tell(std::string_view what) {
        begin();
        choose("Lunch");
        EXPECT_TRUE(net.pass(1s));
        choose("Meeting");
        EXPECT_TRUE(net.pass(240s)); // a loss costs retransmissions, or a whole subscription and its retry
        EXPECT_EQ(seen(), "available Meeting") << what;
        choose("Offline");
        EXPECT_TRUE(net.pass(7000s)); // over the refreshes of everything
        EXPECT_EQ(seen(), "unavailable Offline") << what;
        net.send(alice.stop(net.now));
        EXPECT_TRUE(net.pass(200s));
        EXPECT_TRUE(alice.at_rest()) << what;
        EXPECT_EQ(seen(), "unknown ") << what;
        net.send(bob.stop(net.now));
        EXPECT_TRUE(net.pass(200s));
        EXPECT_TRUE(bob.at_rest()) << what;
        EXPECT_EQ(server.count(), presence_server::census{}) << what;
    }
};

TEST(handset_agents, lunch_on_one_shows_on_the_other) {
    office_day day{network{}};
    day.begin();
    EXPECT_EQ(day.server.count().bindings, 2U);
    EXPECT_EQ(day.seen(), "unknown ");
    day.bob.take_reports();
    day.choose("Lunch");
    ASSERT_TRUE(day.net.pass(1s));
    EXPECT_EQ(day.seen(), "available Lunch");
    const auto* row = day.bob.current().find("sip:alice@example.com");
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->how.activities, std::vector<std::string>{"meal"});
    const auto reports = day.bob.take_reports();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(std::get<contact_report>(reports[0].what).change.row.uri, "sip:alice@example.com");
    EXPECT_TRUE(day.bob.take_reports().empty());
}

TEST(handset_agents, an_address_literal_keeps_its_brackets) {
    auto settings = handset("alice");
    settings.aor = "sip:alice@[2001:db8::9]";
    handset_agent alice(settings, alice_hop, sip::entropy(2));
    const auto sent = alice.start(network().now);
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_TRUE(sent[0].octets.starts_with("REGISTER sip:[2001:db8::9] SIP/2.0\r\n")) << sent[0].octets;
}

TEST(handset_agents, a_list_shows_all_its_members) {
    office_day day{network{}, "sip:bob-friends@example.com"};
    day.begin();
    day.choose("Lunch");
    ASSERT_TRUE(day.net.pass(2s));
    EXPECT_EQ(day.seen(), "available Lunch");
    ASSERT_EQ(day.bob.current().rows().size(), 2U);
    EXPECT_EQ(day.bob.current().find("sip:alice@example.com")->title(), "Alice");
}

TEST(handset_agents, a_day_without_faults_and_the_same_octets_again) {
    office_day day{network{}}, again{network{}};
    day.tell("the first time");
    again.tell("the second time");
    EXPECT_EQ(day.net.start_lines, again.net.start_lines);
}

TEST(handset_agents, answer_the_challenges_of_the_server_all_day) {
    for (const std::string list : {"", "sip:bob-friends@example.com"}) {
        office_day day{network{}, list, true};
        day.tell("with digest");
    }
}

TEST(handset_agents, a_wrong_secret_is_told_and_not_tried_again_and_again) {
    auto settings = handset("alice");
    settings.account = {"alice", "wrong"};
    presence_server server(office(true), server_hop, sip::entropy(1));
    handset_agent alice(settings, alice_hop, sip::entropy(2));
    network net;
    net.host(server_hop, server);
    net.host(alice_hop, alice);
    net.send(alice.start(net.now));
    ASSERT_TRUE(net.pass(3600s));
    EXPECT_EQ(net.carried, 4); // REGISTER, 401, and once more
    const auto reports = alice.take_reports();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(std::get<task_report>(reports[0].what).standing, "failed: 401");
}

void every_message_meets_every_fault(const std::string& list, bool digest = false) {
    office_day plain{network{}, list, digest};
    plain.tell("nothing happens");
    ASSERT_GT(plain.net.carried, 20);
    for (int which = 0; which < plain.net.carried; ++which)
        for (const auto what : {fault::lost, fault::doubled, fault::late}) {
            if (digest && what == fault::doubled) continue; // told by the shorter day
            office_day day{network{which, what}, list, digest};
            day.tell(plain.net.start_lines.at(which) + " is number " + std::to_string(which) + ", fault " +
                     std::to_string(static_cast<int>(what)));
        }
}

TEST(handset_agents, converge_whatever_message_is_lost_doubled_or_late) { every_message_meets_every_fault(""); }
TEST(handset_agents, converge_with_a_list_and_digest_too) {
    every_message_meets_every_fault("sip:bob-friends@example.com", true);
}

// A list server in one message: what it sends for the SUBSCRIBE of a handset.
sip::composer list_notify(const sip::message& subscribe, std::string_view cseq, std::string_view version,
                          std::string_view full, std::string_view basic) {
    const std::string to(subscribe.value(header::from));
    const std::string head = "--b\r\nContent-Type: application/rlmi+xml\r\nContent-ID: <l@x>\r\n\r\n"
                             "<list xmlns=\"urn:ietf:params:xml:ns:rlmi\" uri=\"sip:friends@example.com\" version=\"";
    const std::string list = std::string(version) + "\" fullState=\"" + std::string(full) +
                             "\"><resource uri=\"sip:alice@example.com\"><name>Alice</name>"
                             "<instance id=\"1\" state=\"active\" cid=\"a@x\"/></resource></list>\r\n";
    const std::string part = "--b\r\nContent-Type: application/pidf+xml\r\nContent-ID: <a@x>\r\n\r\n"
                             "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:alice@example.com\">"
                             "<tuple id=\"t\"><status><basic>" + std::string(basic) +
                             "</basic></status></tuple></presence>\r\n--b--\r\n";
    return sip::composer::request("NOTIFY", "sip:bob@192.0.2.2:5060")
        .add(header::via, "SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKl" + std::string(cseq))
        .add(header::from, "<sip:friends@example.com>;tag=list")
        .add(header::to, to)
        .add(header::call_id, subscribe.value(header::call_id))
        .add(header::cseq, std::string(cseq) + " NOTIFY")
        .add(header::contact, "<sip:192.0.2.9>")
        .add(header::event, "presence")
        .add(header::require, "eventlist")
        .add(header::subscription_state, "active;expires=3600")
        .body("multipart/related;type=\"application/rlmi+xml\";start=\"<l@x>\";boundary=b", head + list + part);
}

TEST(handset_agents, a_list_fills_the_contact_list_and_a_gap_in_it_asks_for_the_whole) {
    auto settings = office_day::watcher("sip:friends@example.com", false);
    settings.registers = false;
    handset_agent bob{settings, bob_hop, sip::entropy(3)};
    const sip::instant now{sip::time_point(1h), {}};
    const auto subscribe = *sip::read_message(bob.start(now).at(0).octets);
    EXPECT_EQ(subscribe.value(header::supported), "eventlist");
    EXPECT_EQ(subscribe.value(header::accept),
              "application/pidf+xml, application/pidf-diff+xml, application/rlmi+xml, multipart/related");
    const auto arrive = [&](const sip::composer& m) {
        std::string lines;
        for (const auto& sent : bob.on_reception(now, {server_hop, bob_hop, m.octets()}))
            lines += sent.octets.substr(0, sent.octets.find("\r\n")) + "|";
        return lines;
    };
    EXPECT_EQ(arrive(list_notify(subscribe, "1", "0", "true", "open")), "SIP/2.0 200 OK|");
    ASSERT_EQ(bob.current().rows().size(), 1U);
    EXPECT_EQ(bob.current().rows()[0].title(), "Alice");
    EXPECT_EQ(bob.current().rows()[0].how.state, presence::availability::available);
    EXPECT_EQ(arrive(list_notify(subscribe, "2", "1", "false", "closed")), "SIP/2.0 200 OK|");
    EXPECT_EQ(bob.current().rows()[0].how.state, presence::availability::unavailable);
    // The first SUBSCRIBE has no response yet: the question for the whole waits for it.
    EXPECT_EQ(arrive(list_notify(subscribe, "3", "7", "false", "open")), "SIP/2.0 200 OK|");
    auto ok = sip::composer::response(200, "OK");
    for (const auto h : {header::via, header::from, header::call_id, header::cseq}) ok.add(h, subscribe.value(h));
    ok.add(header::to, "<sip:friends@example.com>;tag=list").add(header::contact, "<sip:192.0.2.9>");
    EXPECT_EQ(arrive(ok), "SUBSCRIBE sip:192.0.2.9 SIP/2.0|");
}

// RFC 5263 section 4.5, with a notifier that answers each refresh by what is broken again.
TEST(handset_agents, a_difference_that_cannot_be_applied_asks_for_the_whole_once) {
    auto settings = office_day::watcher("", false);
    settings.registers = false;
    handset_agent bob{settings, bob_hop, sip::entropy(3)};
    sip::instant now{sip::time_point(1h), {}};
    const auto subscribe = *sip::read_message(bob.start(now).at(0).octets);
    int cseq = 0;
    const auto arrive = [&](const sip::composer& m) {
        std::string lines;
        for (const auto& sent : bob.on_reception(now, {server_hop, bob_hop, m.octets()}))
            lines += sent.octets.substr(0, sent.octets.find(' ')) + "|";
        return lines;
    };
    const auto answer = [&](const sip::message& request) {
        auto ok = sip::composer::response(200, "OK");
        for (const auto h : {header::via, header::from, header::call_id, header::cseq}) ok.add(h, request.value(h));
        return arrive(std::move(ok.add(header::to, "<sip:alice@example.com>;tag=pa")
                                    .add(header::expires, "3600")
                                    .add(header::contact, "<sip:192.0.2.9>")));
    };
    const auto notify = [&](std::string_view root, int version, std::string_view inside) {
        auto to = std::string(subscribe.value(header::from));
        const auto count = std::to_string(++cseq);
        const auto element = "p:pidf-" + std::string(root);
        return arrive(sip::composer::request("NOTIFY", "sip:bob@192.0.2.2:5060")
                          .add(header::via, "SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKp" + count)
                          .add(header::from, "<sip:alice@example.com>;tag=pa")
                          .add(header::to, to)
                          .add(header::call_id, subscribe.value(header::call_id))
                          .add(header::cseq, count + " NOTIFY")
                          .add(header::contact, "<sip:192.0.2.9>")
                          .add(header::event, "presence")
                          .add(header::subscription_state, "active;expires=3600")
                          .body("application/pidf-diff+xml",
                                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><" + element +
                                    " xmlns:p=\"urn:ietf:params:xml:ns:pidf-diff\" "
                                    "xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"pres:alice@example.com\" "
                                    "version=\"" +
                                    std::to_string(version) + "\">" + std::string(inside) + "</" + element + ">"));
    };
    const auto shown = [&] { return bob.current().find("sip:alice@example.com")->how.state; };
    using enum presence::availability;
    constexpr std::string_view whole = "<tuple id=\"t1\"><status><basic>open</basic></status></tuple>";
    constexpr std::string_view close = "<p:replace sel=\"*/tuple/status/basic/text()\">closed</p:replace>";
    constexpr std::string_view broken = "<p:remove sel=\"*/tuple[@id='x']\"/>";
    EXPECT_EQ(answer(subscribe), "");
    EXPECT_EQ(notify("full", 1, whole), "SIP/2.0|");
    EXPECT_EQ(shown(), available);
    EXPECT_EQ(notify("diff", 3, close), "SIP/2.0|SUBSCRIBE|") << "a gap";
    EXPECT_EQ(notify("diff", 2, broken), "SIP/2.0|") << "it has asked";
    EXPECT_EQ(shown(), available);
    EXPECT_EQ(notify("diff", 2, close), "SIP/2.0|");
    EXPECT_EQ(shown(), unavailable);
    EXPECT_EQ(notify("full", 2, whole), "SIP/2.0|") << "no newer than what it has";
    EXPECT_EQ(shown(), unavailable);
    EXPECT_EQ(notify("full", 7, whole), "SIP/2.0|");
    EXPECT_EQ(shown(), available);
}

// What a handset answers to whoever asks.
struct asked : ::testing::Test {
    handset_agent bob{handset("bob"), bob_hop, sip::entropy(3)};
    int count = 0;

    sip::composer request(std::string_view method, std::string_view uri = "sip:bob@192.0.2.2:5060") {
        ++count;
        return sip::composer::request(method, uri)
            .add(header::via, "SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKq" + std::to_string(count))
            .add(header::max_forwards, "70")
            .add(header::from, "<sip:x@example.com>;tag=x")
            .add(header::to, "<sip:bob@example.com>")
            .add(header::call_id, "q" + std::to_string(count))
            .add(header::cseq, "1 " + std::string(method));
    }
    sip::message ask(const sip::composer& m) {
        const auto sent = bob.on_reception({sip::time_point(1h), {}}, {server_hop, bob_hop, m.octets()});
        EXPECT_EQ(sent.size(), 1U);
        return sent.empty() ? sip::message() : *sip::read_message(sent.at(0).octets);
    }
};

TEST_F(asked, options_tell_what_it_can) {
    const auto ok = ask(request("OPTIONS"));
    EXPECT_EQ(ok.status(), 200);
    EXPECT_EQ(ok.value(header::allow), "CANCEL, NOTIFY, OPTIONS");
    EXPECT_EQ(ok.value(header::supported), "eventlist");
    EXPECT_EQ(ok.value(header::allow_events), "presence");
}

TEST_F(asked, refusals) {
    struct row {
        std::string_view name;
        sip::composer request;
        int status;
        header field;
        std::string_view value;
    };
    const row rows[] = {
        {"a call", request("INVITE"), 405, header::allow, "CANCEL, NOTIFY, OPTIONS"},
        {"a publication", request("PUBLISH"), 405, header::allow, "CANCEL, NOTIFY, OPTIONS"},
        {"a method of the future", request("FROBNICATE"), 501, header::allow, "CANCEL, NOTIFY, OPTIONS"},
        {"somebody else's", request("OPTIONS", "sip:carol@192.0.2.2:5060"), 404, header::other, ""},
        {"another scheme", request("OPTIONS", "tel:+491234"), 416, header::other, ""},
        {"an extension", request("OPTIONS").add(header::require, "path, eventlist, 100rel"), 420, header::unsupported,
         "path, 100rel"},
        {"no subscription", request("NOTIFY").add(header::event, "presence"), 481, header::other, ""},
        {"another package", request("NOTIFY").add(header::event, "dialog"), 489, header::allow_events, "presence"},
        {"no Event", request("NOTIFY"), 489, header::allow_events, "presence"},
        {"no From", request("OPTIONS").remove(header::from), 400, header::other, ""},
        {"another method in CSeq", request("OPTIONS").set(header::cseq, "1 NOTIFY"), 400, header::other, ""},
        {"nothing to cancel", request("CANCEL"), 481, header::other, ""},
    };
    for (const auto& r : rows) {
        const auto no = ask(r.request);
        EXPECT_EQ(no.status(), r.status) << r.name;
        if (r.field != header::other) { EXPECT_EQ(no.value(r.field), r.value) << r.name; }
        EXPECT_TRUE(no.value(header::to).contains("tag=")) << r.name;
    }
}

TEST_F(asked, what_is_no_request_gets_silence) {
    const auto send = [&](std::string octets) {
        return bob.on_reception({sip::time_point(1h), {}}, {server_hop, bob_hop, std::move(octets)});
    };
    EXPECT_TRUE(send("\r\n\r\n").empty());
    EXPECT_TRUE(send("hello").empty());
    EXPECT_TRUE(send("SIP/2.0 200 OK\r\nCSeq: 1 PUBLISH\r\n\r\n").empty());
    EXPECT_TRUE(send(request("ACK").octets()).empty());
}

} // namespace
} // namespace simplespec::agent
