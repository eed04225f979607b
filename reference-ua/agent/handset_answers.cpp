#include "agent/handset_answers.hpp"

#include "events/event_type.hpp"
#include "events/reading.hpp"
#include "sip/headers/address.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/value.hpp"
#include "sip/transaction/answer.hpp"
#include "sip/uri.hpp"

#include <algorithm>
#include <array>

namespace simplespec::agent {
namespace {

using sip::header;

bool among(std::string_view method, std::initializer_list<std::string_view> methods) {
    return std::ranges::find(methods, method) != methods.end();
}

// RFC 3261 section 8.1.1: what every request has, once. The reason phrase names the fault; empty: none.
std::string fault_of(const sip::message& request) {
    const std::array<std::pair<header, std::string_view>, 4> needed{
        {{header::from, "From"}, {header::to, "To"}, {header::call_id, "Call-ID"}, {header::cseq, "CSeq"}}};
    for (const auto& [field, name] : needed) {
        if (!request.has(field)) return "Missing " + std::string(name);
        if (request.count(field) > 1) return "More Than One " + std::string(name);
    }
    if (!sip::parse_from(request.value(header::from))) return "Bad From";
    if (!sip::parse_to(request.value(header::to))) return "Bad To";
    const auto cseq = sip::parse_cseq(request.value(header::cseq));
    if (!cseq) return "Bad CSeq";
    if (cseq->method != request.method()) return "CSeq Names Another Method";
    return {};
}

} // namespace

std::optional<sip::composer> refuse_at_handset(const sip::message& request, std::string_view user,
                                               std::string_view to_tag) {
    const auto answer = [&](int status) { return sip::answer(request, status, to_tag); };
    for (const auto& departure : request.departures())
        if (departure.rule == "sip-version") return answer(505);
    if (const auto fault = fault_of(request); !fault.empty()) return sip::answer(request, 400, to_tag, fault);
    if (!among(request.method(), {"NOTIFY", "OPTIONS", "CANCEL"})) {
        const bool known = among(request.method(), {"INVITE", "BYE", "INFO", "MESSAGE", "PRACK", "PUBLISH",
                                                    "REFER", "REGISTER", "SUBSCRIBE", "UPDATE"});
        return std::move(answer(known ? 405 : 501).add(header::allow, handset_methods));
    }
    const auto uri = sip::parse_uri(request.request_uri());
    if (!uri) return answer(400);
    if (!uri->is_sip()) return answer(416);
    if (!uri->user.empty() && uri->user != user) return answer(404);
    if (request.method() == "CANCEL") return {};
    std::vector<std::string> unknown;
    for (const auto& option : sip::list_values(request, header::require))
        if (!option.text.empty() && !sip::iequal(option.text, handset_extensions))
            unknown.emplace_back(option.text);
    if (unknown.empty()) return {};
    return std::move(answer(420).add(header::unsupported, events::list_of(unknown)));
}

sip::composer handset_options(const sip::message& request, std::string_view to_tag) {
    return std::move(sip::answer(request, 200, to_tag)
                         .add(header::allow, handset_methods)
                         .add(header::accept, handset_formats)
                         .add(header::accept_encoding, "identity")
                         .add(header::supported, handset_extensions)
                         .add(header::allow_events, handset_package));
}

sip::composer unmatched_notify(const sip::message& request, std::string_view to_tag) {
    const auto event = events::event_of(request);
    if (event && event->package == handset_package) return sip::answer(request, 481, to_tag);
    return std::move(sip::answer(request, 489, to_tag).add(header::allow_events, handset_package));
}

} // namespace simplespec::agent
