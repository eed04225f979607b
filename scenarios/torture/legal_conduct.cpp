// What an endpoint may do at another time, twice, or by another setting.
#include "scenarios/torture/legal_variations.hpp"

#include <set>

namespace simplespec::scenarios {
namespace {

using namespace std::chrono_literals;
using sip::draft;

/// Each message `delay` later for which `held` is true.
std::function<sip::alteration()> delaying(std::function<bool(const draft&)> held, sip::duration delay) {
    return [=]() -> sip::alteration {
        return [=](std::string_view m) -> std::vector<sip::altered> {
            return {{std::string(m), held(draft::of(m)) ? delay : sip::duration{0}}};
        };
    };
}

/// A second copy, `later`, of what goes over UDP: what the network does, or a retransmission that crossed its
/// answer.
std::function<sip::alteration()> doubling(std::function<bool(const draft&)> which, sip::duration later) {
    return [=]() -> sip::alteration {
        return [=](std::string_view m) -> std::vector<sip::altered> {
            const auto d = draft::of(m);
            if (!which(d) || !d.value(sip::header::via).starts_with("SIP/2.0/UDP")) return {{std::string(m)}};
            return {{std::string(m)}, {std::string(m), later}};
        };
    };
}

/// The first copy of each message is lost; over UDP it comes again.
std::function<sip::alteration()> losing(std::function<bool(const draft&)> which) {
    return [=]() -> sip::alteration {
        return [=, seen = std::set<std::string>()](std::string_view m) mutable -> std::vector<sip::altered> {
            const auto d = draft::of(m);
            if (!which(d) || !d.value(sip::header::via).starts_with("SIP/2.0/UDP")) return {{std::string(m)}};
            if (seen.insert(std::string(m)).second) return {};
            return {{std::string(m)}};
        };
    };
}

bool accepts_subscription(const draft& d) {
    return d.is_response() && d.method() == "SUBSCRIBE" && d.status() / 100 == 2;
}
bool is_notify(const draft& d) { return !d.is_response() && d.method() == "NOTIFY"; }
bool is_response(const draft& d) { return d.is_response(); }
bool any(const draft&) { return true; }

} // namespace

std::vector<legal_variation> legal_conduct() {
    constexpr std::string_view retransmission = "RFC 3261 section 17.1.2.2";
    return {
        {"notify-before-the-response", "RFC 6665 section 4.1.2.4", delaying(accepts_subscription, 10ms)},
        {"notify-a-little-later", "RFC 6665 section 4.2.1.2", delaying(is_notify, 40ms)},
        {"responses-a-little-later", retransmission, delaying(is_response, 150ms)},
        {"everything-later-than-a-retransmission", retransmission, delaying(any, 600ms)},
        {"response-that-the-network-doubles", retransmission, doubling(is_response, 1ms)},
        {"notify-that-the-network-doubles", "RFC 3261 section 17.2.2", doubling(is_notify, 1ms)},
        {"notify-retransmitted", "RFC 3261 section 17.1.2.2", doubling(is_notify, 500ms)},
        {"first-copy-of-a-notify-is-lost", "RFC 3261 section 17.1.2.2", losing(is_notify)},
        {"subscriptions-shortened",
         "RFC 6665 section 4.2.1.1",
         {},
         [](agent::server_settings& s) { s.subscription.most = s.subscription.usual = 550s; }},
        {"publications-shortened",
         "RFC 3903 section 6",
         {},
         [](agent::server_settings& s) { s.publication.most = s.publication.usual = 550s; }},
        {"registrations-shortened",
         "RFC 3261 section 10.3",
         {},
         [](agent::server_settings& s) { s.registration.most = s.registration.usual = 550s; }},
        {"no-name", "RFC 3261 section 20.35", {}, [](agent::server_settings& s) { s.name.clear(); }},
        {"md5-alone",
         "RFC 2617 section 3.2.1",
         {},
         [](agent::server_settings& s) { s.digest_algorithms = {"MD5"}; }},
        {"sha-512-256-first",
         "RFC 8760 section 2.3",
         {},
         [](agent::server_settings& s) { s.digest_algorithms = {"SHA-512-256", "SHA-256", "MD5"}; }},
        {"nonces-that-live-a-second",
         "RFC 2617 section 3.2.1",
         {},
         [](agent::server_settings& s) { s.nonce_lifetime = 1s; }},
        {"auth-int-offered",
         "RFC 2617 section 3.2.1",
         {},
         [](agent::server_settings& s) { s.digest_qop = {"auth", "auth-int"}; }},
        {"session-algorithms",
         "RFC 2617 section 3.2.2.2",
         {},
         [](agent::server_settings& s) { s.digest_algorithms = {"SHA-256-sess", "MD5-sess"}; }},
    };
}

} // namespace simplespec::scenarios
