#include "presence/timed_status.hpp"

#include "presence/fields.hpp"
#include "sip/cursor.hpp"

namespace simplespec::presence {

// RFC 3863 section 4.1.4: the value is exactly open or closed; anything else is not taken for open.
std::optional<basic> read_basic(const xml::element& e, sip::findings& departures) {
    if (e.text == "open") return basic::open;
    if (e.text == "closed") return basic::closed;
    departures.push_back({"pidf-basic-value", "RFC3863-4.1.4-1", e.offset,
                          "basic is neither open nor closed.", "open or closed", e.text.substr(0, 64)});
    if (sip::iequal(e.trimmed(), "open")) return basic::open;
    if (sip::iequal(e.trimmed(), "closed")) return basic::closed;
    return std::nullopt;
}

std::string_view name(basic b) { return b == basic::open ? "open" : "closed"; }

timed_status read_timed_status(const xml::element& e, sip::findings& departures) {
    timed_status out;
    out.valid = read_interval(e, "", departures);
    if (e.find("from") == nullptr)
        departures.push_back({"timed-status-without-from", "RFC4481-3-1", e.offset,
                              "timed-status has no attribute from.", "from="});
    for (const auto& c : e.children) {
        // The schema puts both into its own namespace; the RFC's examples and senders use PIDF's.
        if (c.name == "basic")
            out.basic = read_basic(c, departures);
        else if (c.name == "note")
            out.remark = read_note(c);
        else
            out.extensions.push_back(c);
    }
    return out;
}

xml::element write_timed_status(const timed_status& value) {
    auto e = xml::make(timed_status_ns, "timed-status");
    write_interval(value.valid, e);
    if (value.basic) e.children.push_back(xml::make(timed_status_ns, "basic", name(*value.basic)));
    if (value.remark) e.children.push_back(write_note(timed_status_ns, *value.remark));
    for (const auto& x : value.extensions) e.children.push_back(x);
    return e;
}

} // namespace simplespec::presence
