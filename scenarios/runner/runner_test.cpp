#include "scenarios/runner/runner.hpp"

#include "agent/presence_server.hpp"
#include "rigs/wire/virtual_wire.hpp"
#include "scenarios/language/read.hpp"
#include "sip/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace simplespec::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const sip::hop target{sip::transport::udp, "192.0.2.1", 5060};

template <class Node>
struct world {
    rigs::virtual_wire wire;
    std::unique_ptr<Node> node;
};

template <class Make>
set_scene scenes(Make make) {
    return [make](const scenario&, std::uint64_t seed) -> std::expected<scene, std::string> {
        auto node = make(seed);
        auto made = std::make_shared<world<typename decltype(node)::element_type>>();
        made->node = std::move(node);
        auto tcp = target;
        tcp.via = sip::transport::tcp;
        made->wire.host(*made->node, {target, tcp});
        return scene{std::shared_ptr<rigs::wire>(made, &made->wire), target, {}};
    };
}

// The reference server without accounts: nobody is challenged.
set_scene reference() {
    return scenes([](std::uint64_t seed) {
        return std::make_unique<agent::presence_server>(agent::server_settings{}, target, sip::entropy(seed));
    });
}

// Answers every request with what it is told; a NOTIFY of its own on demand.
class scripted : public sip::node {
  public:
    using answer = std::function<std::vector<std::string>(const sip::message&)>;
    explicit scripted(answer a) : answer_(std::move(a)) {}

    std::vector<sip::transmission> on_reception(sip::instant, const sip::reception& in) override {
        const auto m = sip::read_message(in.octets);
        if (!m || m->is_response()) return {};
        std::vector<sip::transmission> out;
        for (auto& octets : answer_(*m)) out.push_back({in.to, in.from, std::move(octets)});
        return out;
    }
    std::vector<sip::transmission> on_undeliverable(sip::instant, const sip::transmission&) override {
        return {};
    }
    std::vector<sip::transmission> on_timer(sip::instant) override { return {}; }
    std::optional<sip::time_point> deadline() const override { return std::nullopt; }

  private:
    answer answer_;
};

std::string reply(const sip::message& to, std::string_view status, std::string_view rows = "") {
    std::string out = "SIP/2.0 " + std::string(status) + "\r\n";
    for (const auto& f : to.fields()) {
        if (f.id == sip::header::via) out += "Via: " + std::string(f.value) + ";received=198.51.100.1\r\n";
        if (f.id == sip::header::to)
            out += "To: " + std::string(f.value) +
                   (f.value.find(";tag=") == std::string_view::npos ? ";tag=server\r\n" : "\r\n");
        if (f.id == sip::header::from || f.id == sip::header::call_id || f.id == sip::header::cseq)
            out += std::string(f.name) + ": " + std::string(f.value) + "\r\n";
    }
    return out + std::string(rows) + "Content-Length: 0\r\n\r\n";
}

// A NOTIFY in the dialog that the SUBSCRIBE opens.
std::string notify(const sip::message& subscribe, int cseq) {
    const auto target = subscribe.value(sip::header::contact);
    std::string out = "NOTIFY " + std::string(target.substr(1, target.size() - 2)) + " SIP/2.0\r\n";
    out += "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKn" + std::to_string(cseq) + "\r\nMax-Forwards: 70\r\n";
    out += "From: " + std::string(subscribe.value(sip::header::to)) + ";tag=server\r\n";
    out += "To: " + std::string(subscribe.value(sip::header::from)) + "\r\n";
    out += "Call-ID: " + std::string(subscribe.value(sip::header::call_id)) + "\r\n";
    out += "CSeq: " + std::to_string(cseq) + " NOTIFY\r\nContact: <sip:192.0.2.1>\r\nEvent: presence\r\n";
    return out + "Subscription-State: active;expires=600\r\nContent-Length: 0\r\n\r\n";
}

set_scene answering(std::string status, std::string rows = "") {
    return scenes([=](std::uint64_t) {
        return std::make_unique<scripted>(
            [=](const sip::message& m) { return std::vector{reply(m, status, rows)}; });
    });
}

set_scene silent() {
    return scenes([](std::uint64_t) {
        return std::make_unique<scripted>([](const sip::message&) { return std::vector<std::string>{}; });
    });
}

scenario read(const std::string& text) {
    const auto s = read_scenario("a.scn", text);
    EXPECT_TRUE(s) << describe(s.error());
    const auto wrong = check_scenario(*s, {.requirements = &catalogue::built_in()});
    for (const auto& p : wrong) ADD_FAILURE() << describe(p);
    return *s;
}

scenario_result play(const std::string& body, const set_scene& on, testbed bed = embedded_testbed()) {
    const auto s = read("scenario a/b\n title \"t\"\n" + body);
    return run(bed, {&s}, on, {}).scenarios.at(0);
}

const std::string publish = R"(
actor alice = user
alice > PUBLISH {alice.aor}
    Event: presence
    Expires: 600
    body pidf { tuple t1 basic=open note="Lunch" }
)";

std::string told(const scenario_result& r) {
    std::string out = std::string(name(r.outcome)) + " " + r.reason;
    for (const auto& d : r.deviations)
        out += "\n" + d.text + ": expected " + d.expected + ", got " + d.actual;
    for (const auto& n : r.notes) out += "\n" + n;
    for (const auto& m : r.messages) out += "\n--- " + m.source + " > " + m.destination + "\n" + m.octets;
    return out;
}

TEST(runner, passes_what_conforms) {
    const auto r = play(publish + "alice within {reply} { < 200\n capture tag = header SIP-ETag\n"
                                  " assert header Expires <= 600 RFC3903-6-13 }\n"
                                  "alice > PUBLISH {alice.aor}\n Event: presence\n SIP-If-Match: no-{tag}\n"
                                  "alice within {reply} { < 412 RFC3903-6-11 }\n",
                        reference());
    EXPECT_EQ(r.outcome, verdict::pass) << told(r);
    EXPECT_THAT(r.requirements, ElementsAre("RFC3903-6-13", "RFC3903-6-11"));
    EXPECT_EQ(r.messages.size(), 4U);
    EXPECT_EQ(r.messages[0].source, "alice");
    EXPECT_EQ(r.messages[1].destination, "alice");
    EXPECT_THAT(r.findings, IsEmpty());
}

TEST(runner, watches_and_keeps_a_contact_list) {
    const auto r = play(R"(
actor alice = user
actor bob = user (tcp)
bob > SUBSCRIBE {alice.aor} as sub
    Event: presence
    Accept: application/pidf+xml
    Expires: 3600
bob within {notify} {
    < 200
    < NOTIFY in sub
        assert value Subscription-State == active
}
bob then
alice > PUBLISH {alice.aor}
    Event: presence
    Expires: 600
    body pidf { tuple t1 basic=open note="Lunch" }
alice within {reply} { < 200 }
bob within {notify} { < NOTIFY in sub
    assert contact {alice.aor} state == available  RFC6665-4.2.2-2
    assert contact {alice.aor} note == Lunch
    assert xpath "/presence/tuple/status/basic" == open
    assert nodes "//tuple" == 1
    assert body valid }
bob never { < NOTIFY } for {quiet}
advance +601s
bob within {notify} { < NOTIFY in sub
    assert nodes "//tuple" == 0 }
bob > SUBSCRIBE in sub
    Event: presence
    Expires: 0
bob within {notify} {
    < 200
    < NOTIFY in sub
        where value Subscription-State == terminated
}
)",
                        reference());
    EXPECT_EQ(r.outcome, verdict::pass) << told(r);
}

TEST(runner, a_line_with_an_id_fails_and_one_without_is_inconclusive) {
    const auto judged = play(publish + "alice within {reply} { < 412 RFC3903-6-11 }\n", reference());
    EXPECT_EQ(judged.outcome, verdict::fail) << told(judged);
    EXPECT_EQ(judged.reason, "expected-412-got-200");
    ASSERT_EQ(judged.deviations.size(), 1U);
    EXPECT_EQ(judged.deviations[0].line, 9U);
    EXPECT_EQ(judged.deviations[0].requirement, "RFC3903-6-11");
    EXPECT_EQ(judged.deviations[0].actual, "SIP/2.0 200 OK");
    EXPECT_EQ(judged.deviations[0].message, 1U);
    const auto precondition = play(publish + "alice within {reply} { < 412 }\n", reference());
    EXPECT_EQ(precondition.outcome, verdict::inconc);
    const auto should = play(publish + "alice within {reply} { < 412 RFC3903-6-19 }\n", reference());
    EXPECT_EQ(should.outcome, verdict::warn);
}

TEST(runner, silence_ends_with_the_window) {
    const auto r = play(publish + "alice within 2s { < 200 RFC3903-6-24 }\n", silent());
    EXPECT_EQ(r.outcome, verdict::fail);
    EXPECT_EQ(r.reason, "expected-200-got-nothing");
    EXPECT_TRUE(r.messages.at(1).retransmission);
}

TEST(runner, what_comes_after_its_window_is_late) {
    const auto r = play(R"(
actor alice = user
actor bob = user
bob > SUBSCRIBE {alice.aor}
    Event: presence
    Expires: 60
bob within {notify} {
    < 200
    < NOTIFY }
bob then
bob within 58s { < NOTIFY RFC6665-4.2.1-1
    where value Subscription-State == terminated }
)",
                        reference());
    EXPECT_EQ(r.reason, "late") << told(r);
    EXPECT_EQ(r.outcome, verdict::fail);
}

TEST(runner, a_refusal_of_the_feature_is_not_applicable) {
    auto bed = embedded_testbed();
    const std::string text = " needs esc\n" + publish + "alice within {reply} { < 200 RFC3903-6-24 }\n";
    const auto probed = play(text, answering("405 Method Not Allowed", "Allow: SUBSCRIBE\r\n"), bed);
    EXPECT_EQ(probed.outcome, verdict::na) << told(probed);
    EXPECT_EQ(probed.reason, "refused-405");
    EXPECT_EQ(probed.deviations.at(0).evidence, "SIP/2.0 405 Method Not Allowed");
    bed.features["esc"] = {support::yes, ""};
    EXPECT_EQ(play(text, answering("405 Method Not Allowed", "Allow: SUBSCRIBE\r\n"), bed).outcome,
              verdict::fail);
    bed.features["esc"] = {support::no, "not built in"};
    const auto untried = play(text, answering("405 Method Not Allowed"), bed);
    EXPECT_EQ(untried.reason, "no-esc");
    EXPECT_THAT(untried.messages, IsEmpty());
}

// Refuses the first so many scenarios that meet it, and takes what the others publish.
run_result with_retries(std::size_t refusals, std::size_t retries) {
    auto met = std::make_shared<std::size_t>(0);
    const auto moody = scenes([=](std::uint64_t) {
        const bool refuses = (*met)++ < refusals;
        return std::make_unique<scripted>([=](const sip::message& request) -> std::vector<std::string> {
            return {reply(request, refuses ? "500 Server Internal Error" : "200 OK",
                          refuses ? "" : "SIP-ETag: one\r\nExpires: 600\r\n")};
        });
    });
    const auto s = read("scenario a/b\n title \"t\"\n" + publish + "alice within {reply} { < 200 RFC3903-6-24 }\n");
    run_settings settings;
    settings.retries = retries;
    return run(embedded_testbed(), {&s}, moody, settings);
}

TEST(runner, a_failure_that_goes_away_is_flaky_and_stays_a_failure) {
    const auto r = with_retries(1, 2);
    const auto& s = r.scenarios.at(0);
    EXPECT_EQ(s.outcome, verdict::fail);
    EXPECT_EQ(s.reason, "expected-200-got-500");
    EXPECT_EQ(s.over, overlay::flaky);
    EXPECT_EQ(s.attempts, 3U);
    EXPECT_EQ(s.failures, 1U);
    EXPECT_THAT(s.notes, ElementsAre(HasSubstr("attempt 2, --seed "), HasSubstr(": PASS")));
    EXPECT_EQ(summarize(r, false).exit_code, 1);
}

TEST(runner, a_failure_that_stays_is_not_flaky_and_a_success_is_not_repeated) {
    const auto always = with_retries(9, 2).scenarios.at(0);
    EXPECT_EQ(always.over, overlay::none);
    EXPECT_EQ(always.attempts, 3U);
    EXPECT_EQ(always.failures, 3U);
    EXPECT_EQ(with_retries(0, 2).scenarios.at(0).attempts, 1U);
    EXPECT_EQ(with_retries(1, 0).scenarios.at(0).attempts, 1U);
}

TEST(runner, a_feature_that_is_denied_and_works_is_told) {
    auto bed = embedded_testbed();
    bed.features["esc"] = {support::no, "not built in"};
    bed.features["rls"] = {support::no, "not built in"};
    const std::string head = " title \"t\"\n";
    const auto denied = read("scenario a/b\n" + head + " needs esc\n" + publish + "alice within {reply} { < 200 RFC3903-6-24 }\n");
    const auto list = read("scenario a/c\n" + head + " needs rls\n" + publish + "alice within {reply} { < 200 RFC3903-6-24 }\n");
    const auto sees = read("scenario a/d\n" + head + publish + "alice within {reply} { < 200 RFC3903-6-24 }\n");
    const auto r = run(bed, {&denied, &list, &sees}, answering("200 OK", "SIP-ETag: one\r\nExpires: 600\r\n"), {});
    EXPECT_EQ(r.scenarios.at(0).outcome, verdict::info);
    EXPECT_EQ(r.scenarios.at(0).reason, "denied-esc-works");
    EXPECT_THAT(r.scenarios.at(0).notes, testing::Contains(HasSubstr("seen working in a/d, message 1: SIP/2.0 200 OK")));
    EXPECT_EQ(r.scenarios.at(1).outcome, verdict::na);
}

TEST(runner, a_refusal_that_was_provoked_is_no_evidence) {
    const auto r = play(" needs esc\n" + publish + "alice within {reply} { < 489 RFC3903-6-8 }\n",
                        answering("405 Method Not Allowed", "Allow: SUBSCRIBE\r\n"));
    EXPECT_EQ(r.outcome, verdict::na);
    const auto provoked =
        play(" needs esc\n" + publish +
                 "    deviates \"no such package\"\nalice within {reply} { < 489 RFC3903-6-8 }\n",
             answering("405 Method Not Allowed", "Allow: SUBSCRIBE\r\n"));
    EXPECT_EQ(provoked.outcome, verdict::fail) << told(provoked);
}

TEST(runner, never_fails_on_what_comes) {
    const auto r = play(R"(
actor alice = user
alice > SUBSCRIBE {alice.aor}
    Event: presence
    Expires: 600
alice never { < NOTIFY } for {quiet} RFC6665-4.2.1-1
)",
                        reference());
    EXPECT_EQ(r.outcome, verdict::fail);
    EXPECT_EQ(r.reason, "unwanted-NOTIFY");
}

TEST(runner, liberties_change_what_is_sent_and_mark_it) {
    const auto r = play(R"(
actor alice = user
alice > PUBLISH {alice.aor}
    Event: presence
    Expires: 600
    omit Max-Forwards
    dup Event
    raw "X-Odd"
    mutate "<" -> "<<"
    body text/plain "x"
alice within {reply} { < 400 }
)",
                        answering("400 Bad Request"));
    EXPECT_EQ(r.outcome, verdict::pass) << told(r);
    const auto& sent = r.messages.at(0);
    EXPECT_TRUE(sent.deviation);
    EXPECT_THAT(sent.octets, testing::Not(HasSubstr("Max-Forwards")));
    EXPECT_THAT(sent.octets, HasSubstr("X-Odd\r\n\r\nx"));
    EXPECT_THAT(sent.octets, HasSubstr("<<"));
    EXPECT_EQ(sip::read_message(sent.octets)->count(sip::header::event), 2U);
}

TEST(runner, credentials_answer_a_challenge_by_hand) {
    const auto challenge =
        answering("401 Unauthorized", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n");
    const auto r =
        play(publish + "alice within {reply} { < 401 }\n" + publish.substr(publish.find("alice >")) +
                 "    credentials user=\"eve\" password=\"wrong\"\nalice within {reply} { < 401 }\n",
             challenge);
    EXPECT_EQ(r.outcome, verdict::pass) << told(r);
    ASSERT_EQ(r.messages.size(), 4U) << told(r);
    EXPECT_THAT(r.messages[0].octets, testing::Not(HasSubstr("Authorization:")));
    EXPECT_THAT(r.messages[2].octets, HasSubstr("\r\nAuthorization: Digest username=\"eve\""));
}

TEST(runner, each_of_two_requests_on_their_way_answers_its_challenge) {
    const auto guarded = scenes([](std::uint64_t) {
        return std::make_unique<scripted>([](const sip::message& m) {
            if (m.has(sip::header::authorization)) return std::vector{reply(m, "200 OK")};
            const std::string nonce(m.value(sip::header::call_id));
            return std::vector{reply(m, "401 Unauthorized", "WWW-Authenticate: Digest realm=\"r\", nonce=\"" + nonce + "\"\r\n")};
        });
    });
    const auto r = play("actor alice = user\nalice > OPTIONS sip:{dut.domain}\nalice > OPTIONS sip:{dut.domain}\n"
                        "alice within {reply} { < 200\n < 200 }\n",
                        guarded);
    EXPECT_EQ(r.outcome, verdict::pass) << told(r);
    EXPECT_EQ(r.messages.size(), 8U);
}

TEST(runner, an_unflagged_mistake_of_ours_is_our_error) {
    const auto r =
        play(publish + "alice within {reply} { < 200 }\nalice > PUBLISH {alice.aor}\n Event: presence\n"
                       " CSeq: 5 SUBSCRIBE\nalice within {reply} { < 4xx }\n",
             reference());
    EXPECT_EQ(r.outcome, verdict::error) << told(r);
    EXPECT_THAT(r.reason, testing::StartsWith("our-"));
}

TEST(runner, a_mistake_of_the_target_does_not_excuse_one_of_ours) {
    const std::string one_call = "    Call-ID: one@alice.example.com\n";
    const auto mistaken = publish + one_call + "alice within {reply} { < 200 }\nalice > PUBLISH {alice.aor}\n" +
                          one_call + "    Event: presence\n    CSeq: 5 SUBSCRIBE\nalice within {reply} { < 200 }\n";
    const auto r = play(mistaken, answering("200 OK")); // no SIP-ETag, no Expires
    EXPECT_EQ(r.outcome, verdict::error) << told(r);
    EXPECT_EQ(r.reason, "our-cseq-method-differs");
}

TEST(runner, findings_about_the_target_stand_under_their_requirement) {
    const auto s = read("scenario a/b\n title \"t\"\n" + publish + "alice within {reply} { < 200 }\n");
    const auto r = run(embedded_testbed(), {&s}, answering("200 OK"), {}); // no SIP-ETag, no Expires
    EXPECT_EQ(r.scenarios.at(0).outcome, verdict::pass);
    std::vector<std::string> failed;
    for (const auto& row : r.requirements)
        if (row.outcome == verdict::fail) failed.push_back(row.id);
    EXPECT_THAT(failed, testing::IsSupersetOf({"RFC3903-6-24", "RFC3903-6-25"}));
}

TEST(runner, the_executor_changes_nothing) {
    const auto one = read("scenario a/one\n title \"t\"\n" + publish + "alice within {reply} { < 200 }\n");
    const auto two = read("scenario a/two\n title \"t\"\n" + publish + "alice within {reply} { < 200 }\n");
    run_settings backwards;
    backwards.parallel = [](const std::vector<task>& tasks) {
        for (auto it = tasks.rbegin(); it != tasks.rend(); ++it) it->work();
    };
    const auto a = run(embedded_testbed(), {&one, &two}, reference(), {});
    const auto b = run(embedded_testbed(), {&one, &two}, reference(), backwards);
    ASSERT_EQ(a.scenarios.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(a.scenarios[i].id, b.scenarios[i].id);
        ASSERT_EQ(a.scenarios[i].messages.size(), b.scenarios[i].messages.size());
        for (std::size_t m = 0; m < a.scenarios[i].messages.size(); ++m)
            EXPECT_EQ(a.scenarios[i].messages[m].octets, b.scenarios[i].messages[m].octets);
    }
    EXPECT_NE(a.scenarios[0].messages[0].octets, a.scenarios[1].messages[0].octets);
}

TEST(runner, a_shared_target_is_cleaned_and_its_accounts_are_held) {
    const auto one = read("scenario a/one\n title \"t\"\n" + publish + "alice within {reply} { < 200 }\n");
    std::vector<std::string> holds;
    run_settings shared;
    shared.shared_target = true;
    shared.parallel = [&](const std::vector<task>& tasks) {
        holds = tasks.at(0).holds;
        run_in_turn(tasks);
    };
    const auto r = run(embedded_testbed(), {&one}, reference(), shared).scenarios.at(0);
    EXPECT_THAT(holds, ElementsAre("dave")); // alice, bob and carol are kept for the scenarios of their list
    ASSERT_EQ(r.messages.size(), 4U) << told(r);
    EXPECT_THAT(r.messages[2].octets, HasSubstr("Expires: 0"));
    EXPECT_EQ(r.messages[3].start_line, "SIP/2.0 200 OK");
}

TEST(runner, who_decides_about_watchers_is_cast_where_it_is_asked_for) {
    const auto shy = read("scenario a/shy\n title \"t\"\nactor a = user (watchers pending)\nactor b = user\n");
    run_settings shared;
    shared.shared_target = true;
    std::vector<std::string> holds;
    shared.parallel = [&](const std::vector<task>& tasks) { holds = tasks.at(0).holds; };
    run(embedded_testbed(), {&shy}, reference(), shared);
    EXPECT_THAT(holds, ElementsAre("dave", "wanda"));
    auto open = embedded_testbed();
    open.accounts.erase("wanda");
    const auto r = run(open, {&shy}, reference(), {}).scenarios.at(0);
    EXPECT_EQ(r.outcome, verdict::na);
    EXPECT_EQ(r.reason, "no-pending-account");
}

TEST(runner, who_waits_longest_at_a_shared_target_begins) {
    const auto quick = read("scenario a/quick\n title \"t\"\nactor q = user (account alice)\n");
    const auto slow = read("scenario a/slow\n title \"t\"\nactor s = user (account dave)\nadvance +10s\nadvance +20s\n");
    run_settings shared;
    std::vector<std::string> begun;
    const auto note = [&](const std::vector<task>& tasks) {
        for (const auto& t : tasks) begun.insert(begun.end(), t.holds.begin(), t.holds.end());
        run_in_turn(tasks);
    };
    shared.parallel = note;
    shared.shared_target = true;
    const auto r = run(embedded_testbed(), {&quick, &slow}, reference(), shared);
    EXPECT_THAT(begun, ElementsAre("dave", "alice"));
    EXPECT_EQ(r.scenarios.at(0).id, "a/quick"); // told in the order of the selection all the same
}

// A server that answers a SUBSCRIBE with 200 and a NOTIFY behind each other, and a refresh with the 200 alone.
TEST(runner, what_came_before_the_silence_is_past) {
    const auto two_notifies = scenes([](std::uint64_t) {
        return std::make_unique<scripted>([](const sip::message& m) -> std::vector<std::string> {
            const bool refresh = m.value(sip::header::to).find(";tag=") != std::string_view::npos;
            if (refresh) return {reply(m, "200 OK", "Expires: 600\r\nContact: <sip:192.0.2.1>\r\n")};
            return {reply(m, "200 OK", "Expires: 600\r\nContact: <sip:192.0.2.1>\r\n"), notify(m, 1), notify(m, 2)};
        });
    });
    const std::string text = R"(
actor alice = user
actor bob = user
bob > SUBSCRIBE {alice.aor} as sub
    Event: presence
bob within {notify} {
    < 200
    < NOTIFY in sub }
SETTLE
bob then
bob > SUBSCRIBE in sub
    Event: presence
bob within {notify} { < NOTIFY in sub RFC6665-4.2.2-1 }
)";
    const auto with = [&](const std::string& word) {
        auto changed = text;
        changed.replace(changed.find("SETTLE"), 6, word);
        return play(changed, two_notifies);
    };
    EXPECT_EQ(with("").outcome, verdict::pass);
    const auto settled = with("settle");
    EXPECT_EQ(settled.outcome, verdict::fail) << told(settled);
    EXPECT_EQ(settled.reason, "expected-NOTIFY-got-nothing");
}

TEST(runner, what_ends_a_list_subscription_still_says_that_lists_are_read) {
    const auto one = read(R"(scenario a/one
 title "t"
actor alice = user
actor bob = user
bob > SUBSCRIBE {alice.aor} as list
    Event: presence
    Supported: eventlist
    Accept: application/pidf+xml, application/rlmi+xml, multipart/related
bob within {notify} {
    < 200
    < NOTIFY in list }
)");
    run_settings shared;
    shared.shared_target = true;
    const auto r = run(embedded_testbed(), {&one}, reference(), shared).scenarios.at(0);
    const auto last = std::ranges::find_if(
        r.messages, [](const auto& m) { return m.octets.find("Expires: 0") != std::string::npos; });
    ASSERT_NE(last, r.messages.end()) << told(r);
    EXPECT_THAT(last->octets, HasSubstr("Supported: eventlist"));
    EXPECT_THAT(last->octets, HasSubstr("Accept: application/pidf+xml, application/rlmi+xml, multipart/related"));
}

TEST(runner, drives_a_client_under_test) {
    const auto s = read(R"(scenario a/b
 title "t"
actor phone = user under test
actor pbx = server
do "set yourself to Lunch" within 60s
pbx within {do} { < PUBLISH
    capture tag = header Event }
pbx > 412
pbx within 1s { < PUBLISH }
)");
    const auto without = run(embedded_testbed(), {&s}, silent(), {}).scenarios.at(0);
    EXPECT_EQ(without.outcome, verdict::na);
    EXPECT_EQ(without.reason, "nobody-to-do-it");
}

} // namespace
} // namespace simplespec::scenarios
