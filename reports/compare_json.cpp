#include "reports/compare.hpp"
#include "reports/escape.hpp"

#include <boost/json.hpp>

namespace simplespec::reports {
namespace {

namespace json = boost::json;

json::string text(std::string_view value) {
    return json::string(is_utf8(value) ? std::string(value) : for_terminal(value));
}

json::object of(const judgement& j) {
    json::object out;
    out["verdict"] = name(j.outcome);
    out["overlay"] = name(j.over);
    out["reason"] = text(j.reason);
    return out;
}

json::array of(const std::vector<verdict_change>& changes) {
    json::array out;
    for (const auto& c : changes) {
        json::object one;
        one["id"] = text(c.id);
        // SKIP stands for a run that has it not.
        if (c.before.outcome != scenarios::verdict::skip) one["before"] = of(c.before);
        if (c.after.outcome != scenarios::verdict::skip) one["after"] = of(c.after);
        if (!c.requirement.empty()) one["requirement"] = text(c.requirement);
        if (!c.expected.empty()) one["expected"] = text(c.expected);
        if (!c.actual.empty()) one["actual"] = text(c.actual);
        if (!c.first.empty()) one["first"] = text(c.first);
        out.push_back(std::move(one));
    }
    return out;
}

json::object of(const verdict_changes& v) {
    json::object out;
    out["regressed"] = of(v.regressed);
    out["fixed"] = of(v.fixed);
    out["other_reason"] = of(v.otherwise);
    out["known"] = of(v.accepted);
    out["unjudged"] = of(v.unjudged);
    out["flaky"] = of(v.flaky);
    out["new"] = of(v.appeared);
    out["gone"] = of(v.gone);
    out["unchanged"] = v.unchanged;
    return out;
}

json::object of(const run_name& r) {
    json::object out;
    out["file"] = text(r.file);
    out["started"] = text(r.started);
    out["tool"] = text(r.tool);
    out["testbed"] = text(r.testbed);
    out["agent"] = text(r.agent);
    return out;
}

json::array of(const std::vector<std::string>& values) {
    json::array out;
    for (const auto& value : values) out.push_back(text(value));
    return out;
}

} // namespace

std::string compare_json(const comparison& c) {
    json::object out;
    out["schema"] = 1;
    out["before"] = of(c.before);
    out["after"] = of(c.after);
    out["warnings"] = of(c.warnings);
    out["regression"] = c.regression();
    out["scenarios"] = of(c.scenarios);
    out["requirements"] = of(c.requirements);
    json::array changes;
    for (const auto& b : c.behaviour) {
        json::object one;
        one["about"] = text(b.about);
        one["what"] = text(b.what);
        one["scenarios"] = of(b.scenarios);
        changes.push_back(std::move(one));
    }
    out["behaviour"] = std::move(changes);
    json::array latencies;
    for (const auto& l : c.latencies) {
        json::object one;
        one["method"] = text(l.method);
        one["before_ms"] = static_cast<double>(l.was_us) / 1e3;
        one["after_ms"] = static_cast<double>(l.is_us) / 1e3;
        one["samples"] = l.samples;
        latencies.push_back(std::move(one));
    }
    out["latencies"] = std::move(latencies);
    return json::serialize(out) + "\n";
}

} // namespace simplespec::reports
