#include "net/clock.hpp"
#include "rigs/hooks.hpp"
#include "rigs/wire/remote_wire.hpp"
#include "sip/composer.hpp"
#include "sip/entropy.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::rigs {
namespace {

/// OPTIONS as RFC 3261 section 11.1 asks for it. Each try is a transaction of its own, so that a target that came up late
/// does not take it for one that it has seen.
std::string options(const sip::hop& target, const sip::hop& from, sip::entropy& random) {
    using sip::header;
    const auto uri = fmt::format("sip:{}", sip::hostport(target));
    return sip::composer::request("OPTIONS", uri)
        .add(header::via, fmt::format("SIP/2.0/{} {};branch={};rport", sip::name(target.via), sip::hostport(from),
                                      random.branch()))
        .add(header::max_forwards, "70")
        .add(header::from, fmt::format("<sip:probe@{}>;tag={}", sip::hostport(from), random.token()))
        .add(header::to, fmt::format("<{}>", uri))
        .add(header::call_id, random.token(20))
        .add(header::cseq, "1 OPTIONS")
        .add(header::contact, fmt::format("<sip:probe@{}>", sip::hostport(from)))
        .add(header::accept, "application/sdp")
        .octets();
}

} // namespace

std::expected<std::string, std::string> probe(const sip::hop& target, const std::string& local, sip::duration limit,
                                              const std::function<bool()>& still) {
    using namespace std::chrono_literals;
    remote_wire wire({.bind = local, .target = target.host});
    const auto at = wire.attach("the probe");
    if (!at) return std::unexpected(at.error());
    const sip::hop from{target.via, at->host, at->port};
    sip::entropy random(net::system_seed());
    const auto begin = wire.now().steady;
    std::string why = "nothing answered";
    while (wire.now().steady < begin + limit && still()) {
        wire.send({from, target, options(target, from, random)});
        const auto round = std::min(wire.now().steady + 100ms, begin + limit);
        while (wire.now().steady < round)
            for (const auto& e : wire.wait(round)) {
                if (const auto* lost = std::get_if<undeliverable>(&e)) {
                    why = lost->reason;
                    continue;
                }
                const auto& text = std::get<arrival>(e).received.octets;
                if (text.starts_with("SIP/2.0 ")) return text.substr(0, text.find_first_of("\r\n"));
                why = "what answered is not SIP";
            }
    }
    return std::unexpected(fmt::format("no answer to OPTIONS from {} within {:g} s: {}", sip::describe(target),
                                       std::chrono::duration<double>(limit).count(), why));
}

} // namespace simplespec::rigs
