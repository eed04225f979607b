// A datagram as a SIP message (RFC 3261 section 7): what is read stands in what was sent, and a message that
// needed no recovery reads the same when it is written anew from its rows.
#include "fuzz/fuzz_target.hpp"
#include "sip/headers/check.hpp"
#include "sip/message.hpp"

#include <algorithm>
#include <string>

namespace simplespec {
namespace {

void same(const sip::message& a, const sip::message& b) {
    fuzz::hold(a.status() == b.status() && a.method() == b.method() && a.request_uri() == b.request_uri() &&
                   a.reason() == b.reason(),
               "a start line reads the same again");
    fuzz::hold(a.field_count() == b.field_count(), "as many rows stand in the message written anew");
    const auto same_row = [](const sip::field& x, const sip::field& y) {
        return x.id == y.id && x.name == y.name && x.value == y.value;
    };
    fuzz::hold(std::ranges::equal(a.fields(), b.fields(), same_row), "the rows read the same again");
    fuzz::hold(a.body() == b.body(), "a body reads the same again");
}

std::string written(const sip::message& m) {
    auto out = m.is_response() ? "SIP/2.0 " + std::to_string(m.status()) + " " + std::string(m.reason())
                               : std::string(m.method()) + " " + std::string(m.request_uri()) + " SIP/2.0";
    out += "\r\n";
    for (const auto& row : m.fields()) out.append(row.name).append(": ").append(row.value).append("\r\n");
    return out.append("\r\n").append(m.body());
}

void one(std::string_view text) {
    const auto m = sip::read_message(std::string(text));
    if (!m) return;
    fuzz::hold(m->is_request() != m->is_response(), "a message is a request or a response");
    fuzz::hold(m->field_count() <= sip::message_limits{}.fields, "the limit of rows holds");
    for (const auto& row : m->fields()) {
        fuzz::hold(fuzz::stands_in(row.name, m->octets()) && fuzz::stands_in(row.value, m->octets()),
                   "rows stand in the message");
        fuzz::hold(m->octets().substr(row.offset, row.name.size()) == row.name &&
                       m->octets().substr(row.value_offset, row.value.size()) == row.value,
                   "rows stand where they say");
    }
    fuzz::hold(fuzz::stands_in(m->body(), m->octets()), "the body stands in the message");
    for (const auto& departure : m->departures())
        fuzz::hold(departure.offset <= text.size(), "a departure stands in the message");
    const auto judged = sip::check_headers(*m);
    fuzz::hold(judged.size() <= 64, "no more findings than asked for");
    for (const auto& finding : judged)
        fuzz::hold(finding.offset <= text.size(), "a finding stands in the message");

    const sip::message copy = *m;
    same(*m, copy);
    if (!m->departures().empty()) return;
    const auto again = sip::read_message(written(*m));
    fuzz::hold(again.has_value(), "a message written anew can be read");
    same(*m, *again);
}

} // namespace
} // namespace simplespec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    simplespec::one(simplespec::fuzz::text_of(octets, size));
    return 0;
}
