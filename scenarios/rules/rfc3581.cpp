// RFC 3581, rport.
#include "scenarios/rules/sections.hpp"

#include <array>

namespace simplespec::scenarios {

namespace {

ruling request_with_value(const occasion& o) {
    if (!o.is_request() || o.outline.vias.empty() || o.relayed) return not_applicable();
    const auto rport = parameter(o.outline.vias.front().parameters, "rport");
    if (!rport) return not_applicable();
    if (rport->empty()) return conforms();
    return departs(place(o.message(), *rport), "rport has a value in a request", "rport without value",
                   *rport);
}

std::optional<std::string_view> filled(const occasion& o) {
    if (!o.is_response() || o.outline.vias.empty()) return std::nullopt;
    const auto rport = parameter(o.outline.vias.front().parameters, "rport");
    if (!rport || rport->empty()) return std::nullopt;
    // A value that the request had already may only be a copy.
    if (o.transaction && !o.transaction->asked.vias.empty()) {
        const auto asked = parameter(o.transaction->asked.vias.front().parameters, "rport");
        if (asked && !asked->empty()) return std::nullopt;
    }
    return rport;
}

ruling without_received(const occasion& o) {
    if (!filled(o)) return not_applicable();
    if (parameter(o.outline.vias.front().parameters, "received")) return conforms();
    return departs(place(o.message(), o.outline.vias.front().text),
                   "rport was filled in, and no received was inserted", "received",
                   o.outline.vias.front().text);
}

ruling another_port(const occasion& o) {
    const auto rport = filled(o);
    if (!rport || !o.transaction || !o.transaction->request || o.seen->retyped) return not_applicable();
    if (read_number(*rport) == o.transaction->request->source.port) return conforms();
    return departs(place(o.message(), *rport), "rport is not the port that the request came from",
                   std::to_string(o.transaction->request->source.port), *rport);
}

// A server that does not know RFC 3581 leaves the parameter as it came: that alone proves nothing.
ruling left_empty(const occasion& o) {
    if (!o.is_response() || !o.transaction || o.outline.vias.empty() || o.transaction->asked.vias.empty())
        return not_applicable();
    if (!parameter(o.transaction->asked.vias.front().parameters, "rport")) return not_applicable();
    const auto rport = parameter(o.outline.vias.front().parameters, "rport");
    if (rport && !rport->empty()) return conforms();
    return suspect(place(o.message(), o.outline.vias.front().text), "rport was asked for and not filled in",
                   "rport=port", o.outline.vias.front().text);
}

// response-port = "rport" [EQUAL 1*DIGIT]
ruling form(const occasion& o) {
    if (o.outline.vias.empty()) return not_applicable();
    const auto rport = parameter(o.outline.vias.front().parameters, "rport");
    if (!rport) return not_applicable();
    if (rport->find_first_not_of("0123456789") == std::string_view::npos) return conforms();
    return departs(place(o.message(), *rport), "rport is no port number", "digits, or no value", *rport);
}

// The response comes from the address and port that the request went to.
ruling from_elsewhere(const occasion& o) {
    if (!filled(o) || !o.transaction || !o.transaction->request || o.seen->retyped) return not_applicable();
    const auto& to = o.transaction->request->destination;
    if (o.seen->source.via != sip::transport::udp || to.via != sip::transport::udp) return not_applicable();
    if (o.seen->source == to) return conforms();
    return departs(0, "the response does not come from where the request was received", sip::hostport(to),
                   sip::hostport(o.seen->source));
}

constexpr std::array table = {
    rule{"rport-form", "RFC3581-5-G1", form, basis::hop},
    rule{"rport-with-value", "RFC3581-3-2", request_with_value, basis::hop},
    rule{"rport-without-received", "RFC3581-4-2", without_received, basis::hop},
    rule{"rport-another-port", "RFC3581-4-1", another_port, basis::hop},
    rule{"rport-left-empty", "RFC3581-4-1", left_empty, basis::copied},
    rule{"response-from-elsewhere", "RFC3581-4-4", from_elsewhere, basis::hop},
};

} // namespace

rule_section rfc3581_rules() { return table; }

} // namespace simplespec::scenarios
