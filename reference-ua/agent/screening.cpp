#include "agent/screening.hpp"

#include "sip/headers/address.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/media.hpp"
#include "sip/headers/value.hpp"
#include "sip/transaction/answer.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace simplespec::agent {
namespace {

using sip::header;

bool known_elsewhere(std::string_view method) {
    static constexpr std::array methods = std::to_array<std::string_view>(
        {"INVITE", "BYE", "INFO", "MESSAGE", "PRACK", "REFER", "UPDATE", "NOTIFY"});
    return std::ranges::find(methods, method) != methods.end();
}

bool is_ours(std::string_view method) {
    static constexpr std::array methods =
        std::to_array<std::string_view>({"OPTIONS", "PUBLISH", "REGISTER", "SUBSCRIBE"});
    return std::ranges::find(methods, method) != methods.end();
}

std::string_view departed(const sip::message& m, std::initializer_list<std::string_view> rules) {
    for (const auto& d : m.departures())
        for (const auto rule : rules)
            if (d.rule == rule) return rule;
    return {};
}

} // namespace

sip::composer screening::answer(const sip::message& request, int status, std::string_view reason) {
    return sip::answer(request, status, random_.token(8), reason);
}

std::optional<sip::composer> screening::refuse(sip::instant now, const sip::message& request, bool over_udp) {
    if (auto no = malformed(request)) return no;
    if (auto no = unknown_method(request)) return no;
    if (auto no = wrong_target(request)) return no;
    if (over_udp)
        if (auto no = merged(now, request)) return no;
    if (auto no = unknown_extension(request)) return no;
    return unreadable_body(request);
}

// RFC 3261 sections 8.1.1 and 21.4.1: the reason phrase names the fault.
std::optional<sip::composer> screening::malformed(const sip::message& request) {
    if (!departed(request, {"sip-version"}).empty()) return answer(request, 505);
    const std::pair<header, std::string_view> needed[] = {
        {header::from, "From"}, {header::to, "To"}, {header::call_id, "Call-ID"}, {header::cseq, "CSeq"}};
    for (const auto& [field, name] : needed) {
        if (!request.has(field)) return answer(request, 400, "Missing " + std::string(name));
        if (request.count(field) > 1) return answer(request, 400, "More Than One " + std::string(name));
    }
    if (!sip::parse_from(request.value(header::from))) return answer(request, 400, "Bad From");
    if (!sip::parse_to(request.value(header::to))) return answer(request, 400, "Bad To");
    if (request.value(header::call_id).empty()) return answer(request, 400, "Bad Call-ID");
    const auto cseq = sip::parse_cseq(request.value(header::cseq));
    if (!cseq || cseq->number > INT32_MAX) return answer(request, 400, "Bad CSeq");
    if (cseq->method != request.method()) return answer(request, 400, "CSeq Names Another Method");
    if (request.count(header::content_length) > 1) return answer(request, 400, "More Than One Content-Length");
    if (request.has(header::content_length) && !sip::parse_number(request.value(header::content_length)))
        return answer(request, 400, "Bad Content-Length");
    // OPTIONS needs none, and a registrar takes one that it cannot read for an hour (RFC 3261
    // section 10.2.1.1).
    const bool needs_expires = request.method() == "SUBSCRIBE" || request.method() == "PUBLISH";
    if (needs_expires && request.has(header::expires) && !sip::parse_expires(request.value(header::expires)))
        return answer(request, 400, "Bad Expires");
    if (!departed(request, {"content-length-too-large"}).empty())
        return answer(request, 400, "Content-Length Beyond the Message");
    return std::nullopt;
}

// RFC 3261 section 8.2.1, 21.5.2. A NOTIFY finds no subscription here: RFC 6665 section 4.1.3.
std::optional<sip::composer> screening::unknown_method(const sip::message& request) {
    if (is_ours(request.method())) return std::nullopt;
    if (request.method() == "NOTIFY") return answer(request, 481, "Subscription Does Not Exist");
    auto no = answer(request, known_elsewhere(request.method()) ? 405 : 501);
    no.add(header::allow, allowed_methods);
    return no;
}

// RFC 3261 section 8.2.2.1. We forward nothing: what is not for us ends here.
std::optional<sip::composer> screening::wrong_target(const sip::message& request) {
    const auto uri = sip::parse_uri(request.request_uri());
    if (!uri) return answer(request, 400, "Bad Request-URI");
    if (uri->scheme != "sip" && uri->scheme != "pres") return answer(request, 416);
    if (known_.serves(*uri)) return std::nullopt;
    if (const auto hops = sip::parse_max_forwards(request.value(header::max_forwards)); hops && *hops == 0)
        return answer(request, 483);
    return answer(request, 404);
}

// RFC 3261 section 8.2.2.2: the same request over another path.
std::optional<sip::composer> screening::merged(sip::instant now, const sip::message& request) {
    while (!ongoing_.empty() && ongoing_.front().first <= now.steady) {
        ongoing_names_.erase(ongoing_.front().second);
        ongoing_.pop_front();
    }
    if (!sip::parse_to(request.value(header::to))->tag().empty()) return std::nullopt;
    std::string name = sip::parse_from(request.value(header::from))->tag() + "\n";
    name.append(request.value(header::call_id)).append("\n").append(request.value(header::cseq));
    if (ongoing_names_.contains(name)) return answer(request, 482);
    if (ongoing_.size() >= settings_.limits.transactions) {
        ongoing_names_.erase(ongoing_.front().second);
        ongoing_.pop_front();
    }
    ongoing_names_.insert(name);
    ongoing_.emplace_back(now.steady + settings_.timers.timeout(), std::move(name));
    return std::nullopt;
}

// RFC 3261 section 8.2.2.3
std::optional<sip::composer> screening::unknown_extension(const sip::message& request) {
    std::string unknown;
    for (const auto& tag : sip::list_values(request, header::require)) {
        if (tag.text.empty() || sip::iequal(tag.text, supported_extensions)) continue;
        unknown.append(unknown.empty() ? "" : ", ").append(tag.text);
    }
    if (unknown.empty()) return std::nullopt;
    auto no = answer(request, 420);
    no.add(header::unsupported, unknown);
    return no;
}

// RFC 3261 section 8.2.3. Only PUBLISH has bodies that we read, and its compositor says which; elsewhere a
// body that is not optional cannot be understood.
std::optional<sip::composer> screening::unreadable_body(const sip::message& request) {
    if (request.body().size() > settings_.limits.message_octets) return answer(request, 413);
    if (request.body().empty()) return std::nullopt;
    const auto coding = request.value(header::content_encoding);
    if (!coding.empty() && !sip::iequal(coding, "identity")) {
        auto no = answer(request, 415);
        no.add(header::accept_encoding, "identity");
        return no;
    }
    if (request.method() == "PUBLISH") return std::nullopt;
    const auto disposition = sip::parse_tagged_token(request.value(header::content_disposition));
    if (disposition && sip::iequal(disposition->params.text("handling"), "optional")) return std::nullopt;
    auto no = answer(request, 415);
    no.add(header::accept, readable_bodies);
    return no;
}

} // namespace simplespec::agent
