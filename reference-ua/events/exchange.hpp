#pragma once
// For tests: reading the effects of a machine as the exchange itself, and a moment to start from.
#include "events/effect.hpp"
#include "events/reading.hpp"
#include "sip/composer.hpp"
#include "sip/instant.hpp"
#include "sip/transaction/answer.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace simplespec::events::exchange {

/// Noon of some day, and some second of the steady clock.
inline sip::instant at(std::chrono::milliseconds since = {}) {
    return sip::instant{sip::time_point(std::chrono::hours(1)), sip::wall_time(std::chrono::hours(12))} +
           since;
}

/// The effects of one kind, in order.
template <class Kind, class Effects>
std::vector<Kind> all(const Effects& effects) {
    std::vector<Kind> out;
    for (const auto& e : effects)
        if (const auto* kind = std::get_if<Kind>(&e)) out.push_back(*kind);
    return out;
}

template <class Effects>
std::vector<sip::message> requests(const Effects& effects) {
    std::vector<sip::message> out;
    for (const auto& sent : all<send_request>(effects)) out.push_back(sent.request.take());
    return out;
}

template <class Effects>
std::vector<sip::message> responses(const Effects& effects) {
    std::vector<sip::message> out;
    for (const auto& sent : all<respond>(effects)) out.push_back(sent.response);
    return out;
}

/// A response to a request of ours, with rows such as {header::sip_etag, "a"}.
inline sip::message reply(const sip::message& request, int status,
                          std::vector<std::pair<sip::header, std::string>> rows = {}) {
    auto out = sip::answer(request, status, "peer");
    for (const auto& [header, value] : rows) out.add(header, value);
    return out.take();
}

/// "PUBLISH if-match=a expires=60 body=x": what matters of a request, on one line.
inline std::string told(const sip::message& m) {
    std::string out(m.is_request() ? std::string(m.method()) : std::to_string(m.status()));
    const auto row = [&](std::string_view word, sip::header h) {
        if (m.has(h)) out.append(" ").append(word).append("=").append(m.value(h));
    };
    row("if-match", sip::header::sip_if_match);
    row("suppress", sip::header::suppress_if_match);
    row("state", sip::header::subscription_state);
    row("etag", sip::header::sip_etag);
    row("expires", sip::header::expires);
    row("min-expires", sip::header::min_expires);
    if (!m.body().empty()) out.append(" body=").append(m.body());
    return out;
}

/// All requests and responses among the effects, one after the other, joined by " | ".
template <class Effects>
std::string wire(const Effects& effects) {
    std::string out;
    for (const auto& e : effects) {
        std::visit(
            [&](const auto& kind) {
                using type = std::decay_t<decltype(kind)>;
                const std::string_view gap = out.empty() ? "" : " | ";
                if constexpr (std::is_same_v<type, send_request>)
                    out.append(gap).append(told(kind.request.take()));
                if constexpr (std::is_same_v<type, respond>) out.append(gap).append(told(kind.response));
            },
            e);
    }
    return out;
}

} // namespace simplespec::events::exchange
