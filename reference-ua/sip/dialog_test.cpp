#include "sip/dialog.hpp"

#include "sip/transaction/answer.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

composer subscribe() {
    return composer::request("SUBSCRIBE", "sip:bob@example.com")
        .add(header::from, "\"Alice; x\" <sip:alice@example.com;x=1>;tag=a1")
        .add(header::to, "<sip:bob@example.com>")
        .add(header::call_id, "c1")
        .add(header::cseq, "10 SUBSCRIBE")
        .add(header::contact, "<sip:alice@192.0.2.1:5070>")
        .add(header::event, "presence");
}

TEST(dialog, the_answering_side_keeps_routes_in_order) {
    const auto request = subscribe()
                             .add(header::record_route, "<sip:p1;lr>;x=y, <sip:p2;lr>")
                             .add(header::record_route, "<sip:p3;lr>")
                             .take();
    auto d = dialog::answering(request, "b1");
    ASSERT_TRUE(d);
    EXPECT_EQ(d->id(), (dialog_id{"c1", "b1", "a1"}));
    EXPECT_EQ(d->next_hop(), "sip:p1;lr");
    const auto notify = d->request("NOTIFY").take();
    EXPECT_EQ(notify.request_uri(), "sip:alice@192.0.2.1:5070");
    EXPECT_EQ(notify.value(header::from), "<sip:bob@example.com>;tag=b1");
    EXPECT_EQ(notify.value(header::to), "\"Alice; x\" <sip:alice@example.com;x=1>;tag=a1");
    ASSERT_EQ(notify.count(header::route), 3U);
    EXPECT_EQ(notify.all(header::route)[0].value, "<sip:p1;lr>;x=y");
    EXPECT_EQ(notify.value(header::cseq), "1 NOTIFY");
    EXPECT_EQ(d->request("NOTIFY").take().value(header::cseq), "2 NOTIFY");
}

TEST(dialog, the_asking_side_reverses_routes) {
    const auto request = subscribe().take();
    const auto response = answer(request, 200, "b1")
                              .add(header::record_route, "<sip:p1;lr>, <sip:p2;lr>")
                              .add(header::contact, "<sip:server>")
                              .take();
    auto d = dialog::answered(request, response);
    ASSERT_TRUE(d);
    EXPECT_EQ(d->id(), (dialog_id{"c1", "a1", "b1"}));
    EXPECT_EQ(d->id(), *dialog_of_response(response));
    EXPECT_EQ(d->next_hop(), "sip:p2;lr");
    EXPECT_EQ(d->request("SUBSCRIBE").take().value(header::cseq), "11 SUBSCRIBE");
}

TEST(dialog, a_notify_ahead_of_the_200_creates_it) {
    const auto notify = composer::request("NOTIFY", "sip:alice@192.0.2.1:5070")
                            .add(header::from, "<sip:bob@example.com>;tag=b1")
                            .add(header::to, "<sip:alice@example.com>;tag=a1")
                            .add(header::call_id, "c1")
                            .add(header::cseq, "5 NOTIFY")
                            .add(header::contact, "sip:server;transport=tcp")
                            .add(header::record_route, "<sip:p1;lr>, <sip:p2;lr>")
                            .take();
    auto d = dialog::notified(subscribe().take(), notify);
    ASSERT_TRUE(d);
    EXPECT_EQ(d->id(), *dialog_of_arrived(notify));
    EXPECT_EQ(d->next_hop(), "sip:p1;lr");
    EXPECT_EQ(d->remote_target(), "sip:server")
        << "parameters of a bare addr-spec belong to the header field";
}

// The example of RFC 3261 section 12.2.1.1.
TEST(dialog, a_strict_router_takes_the_request_uri) {
    const auto request =
        subscribe()
            .add(header::record_route, "<sip:proxy1>,<sip:proxy2>,<sip:proxy3;lr>,<sip:proxy4>")
            .set(header::contact, "<sip:user@remoteua>")
            .take();
    const auto notify = dialog::answering(request, "b1")->request("NOTIFY").take();
    EXPECT_EQ(notify.request_uri(), "sip:proxy1");
    const auto routes = notify.all(header::route);
    ASSERT_EQ(routes.size(), 4U);
    EXPECT_EQ(routes[0].value, "<sip:proxy2>");
    EXPECT_EQ(routes[3].value, "<sip:user@remoteua>");
}

TEST(dialog, holds_the_peer_to_rising_cseqs_and_follows_its_contact) {
    auto d = *dialog::answering(subscribe().take(), "b1");
    EXPECT_EQ(d.on_request(subscribe().set(header::cseq, "9 SUBSCRIBE").take()), in_dialog::out_of_order);
    EXPECT_EQ(d.on_request(subscribe().set(header::cseq, "x SUBSCRIBE").take()), in_dialog::unreadable);
    const auto refresh =
        subscribe().set(header::cseq, "12 SUBSCRIBE").set(header::contact, "<sip:a@new>").take();
    EXPECT_EQ(d.on_request(refresh), in_dialog::in_order);
    EXPECT_EQ(d.remote_target(), "sip:alice@192.0.2.1:5070");
    d.refresh_target(refresh);
    EXPECT_EQ(d.remote_target(), "sip:a@new");
    EXPECT_EQ(d.remote_cseq(), 12U);
}

TEST(dialog, needs_a_contact) {
    EXPECT_FALSE(dialog::answering(subscribe().remove(header::contact).take(), "b1"));
}

TEST(dialog, numeric_hops) {
    const struct {
        const char* uri;
        std::optional<hop> expected;
    } rows[] = {
        {"sip:a@192.0.2.1", hop{transport::udp, "192.0.2.1", 5060}},
        {"sip:a;b?c@192.0.2.1:5070;lr;transport=TCP?h=v", hop{transport::tcp, "192.0.2.1", 5070}},
        {"sip:[2001:db8::1]:5070;transport=udp", hop{transport::udp, "2001:db8::1", 5070}},
        {"sip:a@host.example.com", std::nullopt},
        {"sips:a@192.0.2.1", std::nullopt},
        {"sip:192.0.2.1:99999", std::nullopt},
    };
    for (const auto& r : rows) EXPECT_EQ(numeric_hop(r.uri), r.expected) << r.uri;
}

} // namespace
} // namespace simplespec::sip
