// RFC 3261 sections 17 and 18, transactions and transport.
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <array>

namespace simplespec::scenarios {

namespace {

bool same_request_again(const occasion& o) {
    return o.is_request() && o.repeated && o.transaction &&
           o.transaction->request->source == o.seen->source && o.transaction->asked.cseq == o.outline.cseq &&
           o.transaction->asked.call_id == o.outline.call_id && !o.outline.vias.empty() &&
           o.outline.vias.front().branch().starts_with("z9hG4bK");
}

// RFC 3261 section 17.1.2.1: what is retransmitted is the request that was handed to the transaction.
ruling retransmission_differs(const occasion& o) {
    if (!same_request_again(o)) return not_applicable();
    const auto first = o.transaction->request->message->octets();
    const auto again = o.message().octets();
    if (first == again) return conforms();
    std::size_t at = 0;
    while (at < first.size() && at < again.size() && first[at] == again[at]) ++at;
    return departs(at, "the retransmission of a request is not identical to it", "the same octets");
}

ruling retransmission_on_stream(const occasion& o) {
    if (!same_request_again(o) || !sip::reliable(o.seen->source.via) || o.seen->retyped)
        return not_applicable();
    return departs(0, "a request was retransmitted over a reliable transport", "no retransmission");
}

// RFC 3261 section 17.1.2.2: Timer E fires first after T1. T1 may be smaller in a network of one's own.
ruling retransmission_too_early(const occasion& o) {
    if (!same_request_again(o) || o.transaction->requests != 1 || o.seen->retyped) return not_applicable();
    const auto after = o.seen->at.steady - o.transaction->request->at.steady;
    // What comes sooner than any client waits is a datagram that the network doubled.
    if (after < std::chrono::milliseconds(100) || after >= std::chrono::milliseconds(400)) return conforms();
    return suspect(0, "the first retransmission came before T1 had passed", "500 ms after the request");
}

// The answer was there long before: half a round trip does not explain it.
ruling retransmission_after_final(const occasion& o) {
    if (!same_request_again(o) || !o.transaction->final || o.seen->retyped) return not_applicable();
    const auto after = o.seen->at.steady - o.transaction->final->at.steady;
    if (after < std::chrono::seconds(1)) return conforms();
    return suspect(0, "a request was retransmitted although its final response had come",
                   "no retransmission");
}

// RFC 3261 section 18.2.2, and RFC 3581 section 4 where the request asked for it.
ruling response_to_wrong_port(const occasion& o) {
    if (!o.is_response() || !o.transaction || !o.transaction->request || o.seen->retyped)
        return not_applicable();
    const auto& request = *o.transaction->request;
    if (o.transaction->asked.vias.empty() || sip::reliable(request.source.via) ||
        o.seen->source.via != sip::transport::udp)
        return not_applicable();
    const auto& via = o.transaction->asked.vias.front();
    // Without support for rport the parameter stays empty, and the port of sent-by stands.
    const auto filled =
        o.outline.vias.empty() ? std::nullopt : parameter(o.outline.vias.front().parameters, "rport");
    if (parameter(via.parameters, "maddr") || parameter(via.parameters, "rport")) {
        const auto asked = parameter(via.parameters, "rport");
        if (!filled || filled->empty() || !asked || !asked->empty() || parameter(via.parameters, "maddr"))
            return not_applicable();
        if (read_number(*filled) == o.seen->destination.port) return conforms();
        return departs(place(o.message(), *filled),
                       "the response does not go to the port that its rport names", std::string(*filled),
                       std::to_string(o.seen->destination.port));
    }
    if (o.seen->destination.port == via.port.value_or(5060)) return conforms();
    return departs(0, "the response does not go to the port of sent-by",
                   std::to_string(via.port.value_or(5060)), std::to_string(o.seen->destination.port));
}

// RFC 3261 section 18.2.1: a name, or another address than the datagram came from, calls for received.
ruling received_missing(const occasion& o) {
    if (!o.is_response() || !o.transaction || !o.transaction->request || o.seen->retyped)
        return not_applicable();
    if (o.transaction->asked.vias.empty() || o.outline.vias.empty()) return not_applicable();
    const auto& asked = o.transaction->asked.vias.front();
    const auto& source = o.transaction->request->source;
    const bool both_v4 = is_numeric_host(asked.host) && asked.host.find(':') == std::string_view::npos &&
                         source.host.find(':') == std::string::npos;
    if (is_numeric_host(asked.host) && (!both_v4 || asked.host == source.host)) return not_applicable();
    if (parameter(asked.parameters, "received")) return not_applicable();
    if (parameter(o.outline.vias.front().parameters, "received")) return conforms();
    return departs(place(o.message(), o.outline.vias.front().text),
                   "sent-by is not the address that the request came from, and no received was added",
                   "received=" + source.host, o.outline.vias.front().text);
}

ruling received_wrong(const occasion& o) {
    if (!o.is_response() || !o.transaction || !o.transaction->request || o.seen->retyped)
        return not_applicable();
    if (o.transaction->asked.vias.empty() || o.outline.vias.empty()) return not_applicable();
    const auto received = parameter(o.outline.vias.front().parameters, "received");
    const auto& source = o.transaction->request->source;
    // One IPv6 address has many spellings.
    if (!received || received->find(':') != std::string_view::npos ||
        source.host.find(':') != std::string::npos)
        return not_applicable();
    if (parameter(o.transaction->asked.vias.front().parameters, "received") || *received == source.host)
        return conforms();
    return departs(place(o.message(), *received), "received is not the address that the request came from",
                   source.host, *received);
}

constexpr std::array table = {
    rule{"retransmission-differs", "RFC3261-17.1.2.1-1", retransmission_differs, basis::hop},
    rule{"retransmission-on-stream", "RFC3261-17.1.2.2-6", retransmission_on_stream, basis::hop},
    rule{"retransmission-too-early", "RFC3261-17.1.2.2-1", retransmission_too_early, basis::hop},
    rule{"retransmission-after-final", "RFC3261-17.1.2.2-4", retransmission_after_final, basis::exchange},
    rule{"response-to-wrong-port", "RFC3261-18.2.2-2", response_to_wrong_port, basis::hop},
    rule{"received-missing", "RFC3261-18.2.1-2", received_missing, basis::hop},
    rule{"received-wrong", "RFC3261-18.2.1-2", received_wrong, basis::hop},
};

} // namespace

rule_section rfc3261_17_rules() { return table; }

} // namespace simplespec::scenarios
