#include "reports/json.hpp"

#include "reports/base64.hpp"
#include "reports/escape.hpp"

#include <boost/json.hpp>

namespace simplespec::reports {

namespace {

namespace json = boost::json;

json::string text(std::string_view value) { return json::string(is_utf8(value) ? std::string(value) : for_terminal(value)); }

json::array texts(const std::vector<std::string>& values) {
    json::array out;
    for (const auto& value : values) out.push_back(text(value));
    return out;
}

json::object of(const scenarios::message_record& m) {
    json::object out;
    out["at_us"] = m.at_us;
    out["source"] = text(m.source);
    out["destination"] = text(m.destination);
    out["source_address"] = text(m.source_address);
    out["destination_address"] = text(m.destination_address);
    out["transport"] = text(m.transport);
    out["start_line"] = text(m.start_line);
    if (is_utf8(m.octets)) out["octets"] = m.octets;
    else out["octets_base64"] = base64_encode(m.octets);
    if (m.retransmission) out["retransmission"] = true;
    if (m.ambient) out["ambient"] = true;
    if (m.deviation) out["deviation"] = true;
    if (m.cleanup) out["cleanup"] = true;
    return out;
}

json::object of(const scenarios::finding_record& f) {
    json::object out;
    out["rule"] = text(f.rule);
    out["requirement"] = text(f.requirement);
    out["level"] = text(f.keyword);
    out["severity"] = name(f.level);
    out["message"] = f.message;
    out["offset"] = f.offset;
    out["line"] = f.line;
    out["what"] = text(f.what);
    out["expected"] = text(f.expected);
    out["actual"] = text(f.actual);
    return out;
}

json::object of(const scenarios::deviation& d) {
    json::object out;
    out["file"] = text(d.file);
    out["line"] = d.line;
    out["text"] = text(d.text);
    out["requirement"] = text(d.requirement);
    out["expected"] = text(d.expected);
    out["actual"] = text(d.actual);
    if (!d.evidence.empty()) out["evidence"] = text(d.evidence);
    if (d.message != SIZE_MAX) out["message"] = d.message;
    return out;
}

json::object of(const scenarios::desk_record::word& w) {
    json::object out;
    out["text"] = text(w.text);
    if (!w.misread.empty()) out["misread"] = text(w.misread);
    out["confidence"] = w.confidence;
    out["x"] = w.x;
    out["y"] = w.y;
    out["width"] = w.width;
    out["height"] = w.height;
    return out;
}

json::object of(const scenarios::desk_record& d);
json::object of(const scenarios::scenario_result& s);
json::object of(const scenarios::requirement_result& r);

template <class Record>
json::array all_of(const std::vector<Record>& records) {
    json::array out;
    for (const auto& record : records) out.push_back(of(record));
    return out;
}

json::object of(const scenarios::desk_record& d) {
    json::object out;
    out["at_us"] = d.at_us;
    out["phone"] = text(d.phone);
    out["what"] = text(d.what);
    if (!d.picture.empty()) out["picture_base64"] = base64_encode(d.picture);
    out["words"] = all_of(d.words);
    if (!d.trouble.empty()) out["trouble"] = text(d.trouble);
    return out;
}

json::object of(const scenarios::scenario_result& s) {
    json::object out;
    out["id"] = text(s.id);
    out["title"] = text(s.title);
    out["verdict"] = name(s.outcome);
    out["overlay"] = name(s.over);
    out["reason"] = text(s.reason);
    out["requirements"] = texts(s.requirements);
    out["duration_ms"] = static_cast<double>(s.duration_us) / 1e3;
    out["deviations"] = all_of(s.deviations);
    out["findings"] = all_of(s.findings);
    out["messages"] = all_of(s.messages);
    if (!s.desk.empty()) out["desk"] = all_of(s.desk);
    if (s.rig_failed) out["rig_failed"] = true;
    out["notes"] = texts(s.notes);
    out["rerun"] = text(s.rerun);
    if (s.attempts != 1) {
        out["attempts"] = s.attempts;
        out["failures"] = s.failures;
    }
    return out;
}

json::object of(const scenarios::requirement_result& r) {
    json::object first;
    first["scenario"] = text(r.first_scenario);
    first["message"] = r.first_message;
    json::object out;
    out["id"] = text(r.id);
    out["verdict"] = name(r.outcome);
    out["overlay"] = name(r.over);
    out["reason"] = text(r.reason);
    out["count"] = r.count;
    out["first"] = std::move(first);
    out["what"] = text(r.what);
    out["by"] = texts(r.by);
    return out;
}

json::object of(const scenarios::run_summary& s) {
    json::object counts;
    for (const auto& [verdict_name, count] : s.scenarios) counts[verdict_name] = count;
    json::object out;
    out["scenarios"] = std::move(counts);
    out["requirement_errors"] = s.requirement_errors;
    out["requirement_warnings"] = s.requirement_warnings;
    out["xfail"] = s.xfail;
    out["xpass"] = s.xpass;
    out["flaky"] = s.flaky;
    out["stale"] = s.stale;
    out["exit_code"] = s.exit_code;
    return out;
}

} // namespace

std::string to_json(const scenarios::run_result& run) {
    json::object dut;
    dut["agent"] = text(run.dut_agent);
    json::object out;
    out["schema"] = run.schema;
    out["tool"] = text(run.tool);
    out["started"] = text(run.started);
    out["testbed"] = text(run.testbed);
    out["dut"] = std::move(dut);
    out["seed"] = run.seed;
    if (run.strict) out["strict"] = true;
    out["wire"] = text(run.wire);
    if (!run.shard.empty()) out["shard"] = text(run.shard);
    out["duration_ms"] = static_cast<double>(run.duration_us) / 1e3;
    out["scenarios"] = all_of(run.scenarios);
    out["requirements"] = all_of(run.requirements);
    out["stale_baseline"] = texts(run.stale_baseline);
    out["summary"] = of(run.summary);
    return json::serialize(out) + "\n";
}

} // namespace simplespec::reports
