#include "reports/escape.hpp"
#include "reports/lint.hpp"

#include <boost/json.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace simplespec::reports {
namespace {

namespace json = boost::json;

// What is not UTF-8 is spelled out, so that the line stays JSON.
json::string text(std::string_view value) { return json::string(is_utf8(value) ? std::string(value) : for_terminal(value)); }

json::value place(const sip::hop& h) {
    if (h.host.empty()) return nullptr;
    return text(sip::hostport(h));
}

json::value time(const linted_message& m) {
    if (!m.timed) return nullptr;
    const auto since = m.message.at.wall.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(since - seconds);
    return text(fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(std::time_t{seconds.count()}), micros.count()));
}

/// One of the five words of the contract. A violated production weighs as a MUST; a text without such a word, which can
/// only ever draw a note, as a MAY.
std::string_view level(std::string_view keyword) {
    if (keyword == "MUST" || keyword == "SHALL" || keyword == "REQUIRED" || keyword == "ABNF") return "MUST";
    if (keyword == "MUST NOT" || keyword == "SHALL NOT") return "MUST NOT";
    if (keyword == "SHOULD" || keyword == "RECOMMENDED") return "SHOULD";
    if (keyword == "SHOULD NOT" || keyword == "NOT RECOMMENDED") return "SHOULD NOT";
    return "MAY";
}

json::object of(const scenarios::finding_record& f) {
    json::object out;
    out["rule"] = text(f.rule);
    out["requirement"] = text(f.requirement);
    out["level"] = level(f.keyword);
    out["severity"] = name(f.level);
    out["offset"] = f.offset;
    out["line"] = f.line;
    out["what"] = text(f.what);
    out["expected"] = text(f.expected);
    out["actual"] = text(f.actual);
    return out;
}

json::object of(const lint_contact& c) {
    json::object out;
    out["uri"] = text(c.uri);
    out["name"] = text(c.name);
    out["state"] = text(c.state);
    json::array activities;
    for (const auto& a : c.activities) activities.push_back(text(a));
    out["activities"] = std::move(activities);
    out["note"] = text(c.note);
    return out;
}

template <class Row>
json::array all_of(const std::vector<Row>& rows) {
    json::array out;
    for (const auto& row : rows) out.push_back(of(row));
    return out;
}

} // namespace

std::string lint_json(const linted_message& m) {
    json::object out;
    out["file"] = text(m.file);
    out["index"] = m.index;
    out["frame"] = m.timed ? json::value(m.message.frame) : json::value(nullptr);
    out["time"] = time(m);
    out["src"] = place(m.message.source);
    out["dst"] = place(m.message.destination);
    out["transport"] = name(m.message.source.via);
    out["start_line"] = text(m.start_line);
    out["findings"] = all_of(m.findings);
    if (m.presence) out["contacts"] = all_of(m.contacts);
    return json::serialize(out);
}

} // namespace simplespec::reports
