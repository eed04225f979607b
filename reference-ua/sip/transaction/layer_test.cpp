#include "sip/transaction/layer.hpp"

#include "sip/transaction/answer.hpp"
#include "sip/transaction/top_via.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

using namespace std::chrono_literals;

const hop alice{transport::udp, "192.0.2.1", 5060};
const hop server{transport::udp, "192.0.2.9", 5060};

composer options_request() {
    return composer::request("OPTIONS", "sip:example.com")
        .add(header::from, "<sip:alice@example.com>;tag=1")
        .add(header::to, "<sip:example.com>")
        .add(header::call_id, "c1")
        .add(header::cseq, "7 OPTIONS")
        .add(header::max_forwards, "70");
}

template <class T>
std::vector<T> only(const layer_effects& all) {
    std::vector<T> out;
    for (const auto& e : all)
        if (const auto* one = std::get_if<T>(&e)) out.push_back(*one);
    return out;
}

reception as_received(const transmission& t) { return {t.from, t.to, t.octets}; }

struct layers : testing::Test {
    entropy random{1};
    transaction_layer client{{.local = alice, .sent_by = {}}, random};
    transaction_layer uas{{.local = server, .sent_by = {}}, random};
    instant now{};
};

TEST_F(layers, a_request_travels_and_its_answer_comes_back_once) {
    const auto out = client.send(now, options_request(), server);
    const auto requests = only<transmission>(out.effects);
    ASSERT_EQ(requests.size(), 1U);
    const auto arrived = only<request_arrived>(uas.on_reception(now, as_received(requests[0])));
    ASSERT_EQ(arrived.size(), 1U);
    EXPECT_NE(arrived[0].request.value(header::via).find(";rport=5060"), std::string_view::npos);
    EXPECT_TRUE(uas.on_reception(now, as_received(requests[0])).empty()) << "absorbed while trying";

    const auto answered = uas.respond(now, arrived[0].key, answer(arrived[0].request, 200, "srv").take());
    const auto responses = only<transmission>(answered);
    ASSERT_EQ(responses.size(), 1U);
    EXPECT_EQ(responses[0].to, alice);
    const auto again = only<transmission>(uas.on_reception(now, as_received(requests[0])));
    ASSERT_EQ(again.size(), 1U) << "the last response is repeated";
    EXPECT_EQ(again[0].octets, responses[0].octets);

    const auto done = only<response_arrived>(client.on_reception(now, as_received(responses[0])));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done[0].key, out.key);
    EXPECT_EQ(done[0].response.value(header::to), "<sip:example.com>;tag=srv");
    EXPECT_EQ(only<stray_response>(client.on_reception(now, as_received(responses[0]))).size(), 1U);

    EXPECT_EQ(client.deadline(), now.steady + 5s);
    client.on_timer(now + 5s);
    EXPECT_EQ(client.client_count(), 0U);
    uas.on_timer(now + 32s);
    EXPECT_EQ(uas.server_count(), 0U);
    EXPECT_EQ(uas.deadline(), std::nullopt);
}

TEST_F(layers, an_unanswered_request_times_out_after_eleven_transmissions) {
    const auto out = client.send(now, options_request(), server);
    std::size_t sent = only<transmission>(out.effects).size(), timeouts = 0;
    while (const auto due = client.deadline()) {
        const auto effects = client.on_timer({*due, {}});
        for (const auto& t : only<transmission>(effects)) EXPECT_EQ(t.octets, out.octets);
        sent += only<transmission>(effects).size();
        timeouts += only<timed_out>(effects).size();
    }
    EXPECT_EQ(sent, 11U);
    EXPECT_EQ(timeouts, 1U);
}

TEST_F(layers, a_large_request_goes_over_tcp_and_falls_back_to_udp) {
    auto request = options_request().body("text/plain", std::string(1400, 'x'));
    const auto out = client.send(now, request, server);
    const auto first = only<transmission>(out.effects);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].to.via, transport::tcp);
    EXPECT_NE(first[0].octets.find("Via: SIP/2.0/TCP 192.0.2.1:5060;"), std::string::npos);
    const auto second = only<transmission>(client.on_undeliverable(now, first[0]));
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0].to, server);
    EXPECT_NE(second[0].octets.find("Via: SIP/2.0/UDP 192.0.2.1:5060;"), std::string::npos);
    EXPECT_EQ(only<transport_failed>(client.on_undeliverable(now, first[0])).size(), 0U)
        << "already left behind";
    EXPECT_EQ(only<transport_failed>(client.on_undeliverable(now, second[0])).size(), 1U);
    EXPECT_EQ(client.client_count(), 0U);
}

TEST_F(layers, a_scenario_may_turn_retransmission_off) {
    client.send(now, options_request(), server, {.retransmit = false});
    std::size_t sent = 0;
    while (const auto due = client.deadline()) sent += only<transmission>(client.on_timer({*due, {}})).size();
    EXPECT_EQ(sent, 0U);
}

TEST_F(layers, tells_transactions_apart) {
    const auto arrives = [&](const char* via, const char* method) {
        const auto m =
            options_request().prepend(header::via, via).start_line(std::string(method) + " sip:x SIP/2.0");
        return only<request_arrived>(uas.on_reception(now, {alice, server, m.octets()})).size();
    };
    EXPECT_EQ(arrives("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa", "OPTIONS"), 1U);
    EXPECT_EQ(arrives("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa", "OPTIONS"), 0U)
        << "5060 is the default port";
    EXPECT_EQ(arrives("SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa", "OPTIONS"), 1U) << "another sent-by";
    EXPECT_EQ(arrives("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa", "PUBLISH"), 1U) << "another method";
    EXPECT_EQ(arrives("SIP/2.0/UDP 192.0.2.1;branch=1", "OPTIONS"), 1U) << "RFC 2543";
    EXPECT_EQ(arrives("SIP/2.0/UDP 192.0.2.1;branch=1", "OPTIONS"), 0U);
    EXPECT_EQ(arrives("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKi", "INVITE"), 1U);
    EXPECT_EQ(arrives("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKi", "ACK"), 0U) << "belongs to its INVITE";
    EXPECT_EQ(arrives("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKn", "ACK"), 1U);
}

TEST_F(layers, a_cancel_finds_its_transaction) {
    const auto cancel = [](const char* via) {
        return composer::request("CANCEL", "sip:x")
            .add(header::via, via)
            .add(header::cseq, "7 CANCEL")
            .take();
    };
    const auto m = options_request().prepend(header::via, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa");
    uas.on_reception(now, {alice, server, m.octets()});
    EXPECT_TRUE(uas.cancels(cancel("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa")));
    EXPECT_FALSE(uas.cancels(cancel("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKab")));
}

TEST_F(layers, discards_a_response_with_a_foreign_sent_by) {
    const auto out = client.send(now, options_request(), server);
    auto octets = answer(*read_message(out.octets), 200, "t").octets();
    octets.replace(octets.find("192.0.2.1:5060"), 14, "192.0.2.7:5060");
    const auto effects = client.on_reception(now, {server, alice, octets});
    EXPECT_TRUE(only<response_arrived>(effects).empty());
    EXPECT_EQ(only<stray_response>(effects).size(), 1U);
}

TEST_F(layers, discards_a_response_with_a_second_via_and_one_cut_short) {
    const auto out = client.send(now, options_request(), server);
    const auto whole = answer(*read_message(out.octets), 200, "t").octets();
    auto misrouted = whole;
    misrouted.insert(misrouted.find("Call-ID"), "Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKb\r\n");
    auto cut = whole;
    cut.replace(cut.find("Content-Length: 0"), 17, "Content-Length: 9");
    for (const auto& octets : {misrouted, cut})
        EXPECT_EQ(only<stray_response>(client.on_reception(now, {server, alice, octets})).size(), 1U);
    EXPECT_EQ(only<response_arrived>(client.on_reception(now, {server, alice, whole})).size(), 1U);
}

TEST_F(layers, a_full_table_answers_503_and_remembers_nothing) {
    transaction_layer small{{.local = server, .sent_by = {}, .max_transactions = 1}, random};
    const auto request = [&](const char* via) {
        return options_request().prepend(header::via, via).octets();
    };
    small.on_reception(now, {alice, server, request("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa")});
    const auto effects =
        small.on_reception(now, {alice, server, request("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb")});
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_TRUE(std::get<transmission>(effects[0]).octets.starts_with("SIP/2.0 503 "));
    EXPECT_EQ(small.server_count(), 1U);
}

TEST_F(layers, a_response_whose_connection_is_gone_goes_to_the_sent_by_once) {
    const hop connection{transport::tcp, "192.0.2.1", 40000}, here{transport::tcp, "192.0.2.9", 5060};
    const auto m = options_request().prepend(header::via, "SIP/2.0/TCP 192.0.2.1:5070;branch=z9hG4bKa");
    const auto arrived = only<request_arrived>(uas.on_reception(now, {connection, here, m.octets()}));
    ASSERT_EQ(arrived.size(), 1U);
    const auto sent =
        only<transmission>(uas.respond(now, arrived[0].key, answer(arrived[0].request, 200, "t").take()));
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].to, connection);
    const auto retry = only<transmission>(uas.on_undeliverable(now, sent[0]));
    ASSERT_EQ(retry.size(), 1U);
    EXPECT_EQ(retry[0].to.port, 5070);
    EXPECT_TRUE(uas.on_undeliverable(now, retry[0]).empty());
}

TEST_F(layers, octets_that_are_no_message_are_told) {
    EXPECT_EQ(only<unreadable>(uas.on_reception(now, {alice, server, "hello\r\n\r\n"})).size(), 1U);
    EXPECT_EQ(only<unreadable>(uas.on_reception(now, {alice, server, options_request().octets()})).size(),
              1U);
}

} // namespace
} // namespace simplespec::sip
