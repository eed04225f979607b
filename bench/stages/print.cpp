// A NOTIFY printed: CSeq, expiry and body are new each time, the rest is the subscription's.
#include "bench/floor.hpp"
#include "bench/measured_case.hpp"

#include "sip/headers/event.hpp"
#include "sip/headers/value.hpp"
#include "sip/message.hpp"

#include <fmt/format.h>

namespace simplespec::bench {
namespace {

constexpr std::uint32_t cseq = 4711;
constexpr std::uint32_t expires = 3571;

std::string flaw_of(std::string_view printed, std::string_view body) {
    const auto read = sip::read_message(std::string(printed));
    if (!read) return "it is no SIP message";
    if (!read->departures().empty()) return read->departures().front().what;
    if (read->body() != body) return "the body is another one";
    using sip::header;
    const auto number = sip::parse_cseq(read->value(header::cseq));
    const auto state = sip::parse_subscription_state(read->value(header::subscription_state));
    if (!number || number->number != cseq || !state || state->expires() != expires)
        return "CSeq or expires is wrong";
    for (const auto h : {header::via, header::max_forwards, header::from, header::to, header::call_id,
                         header::contact, header::event, header::content_type, header::content_length})
        if (!read->has(h)) return "a header field is missing";
    return {};
}

} // namespace

measured_cases print_cases(const roster& all, const selection& asked) {
    measured_cases out;
    if (!asked.takes("print")) return out;
    list_corpus corpus({.contacts = 5});
    corpus.full();
    const auto body = std::make_shared<const std::string>(corpus.parts().back().body);
    std::string like_ours;
    for (const auto& one : all.printers) {
        measured_case c{"print", "notify", one.name};
        const std::shared_ptr<notify_printer> printer = one.make();
        const auto printed = printer->print(cseq, expires, *body);
        if (like_ours.empty()) like_ours = printed;
        c.octets = printed.size();
        c.flaw = flaw_of(printed, *body);
        c.run = [=] { return !printer->print(cseq, expires, *body).empty(); };
        out.push_back(std::move(c));
    }
    const auto copy = std::make_shared<std::string>();
    out.push_back({"print", "notify", "floor: copy", like_ours.size(),
                   [=] { return copy_octets(like_ours, *copy), true; }});
    return out;
}

} // namespace simplespec::bench
