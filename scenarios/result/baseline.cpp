#include "scenarios/result/baseline.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <utility>

namespace simplespec::scenarios {

namespace {
constexpr std::array keys = std::to_array<std::pair<std::string_view, std::string baseline_entry::*>>({
    {"scenario", &baseline_entry::scenario},
    {"requirement", &baseline_entry::requirement},
    {"reason", &baseline_entry::reason},
    {"issue", &baseline_entry::issue},
    {"since", &baseline_entry::since},
    {"until", &baseline_entry::until},
    {"note", &baseline_entry::note},
});

class baseline_reader {
  public:
    baseline_reader(std::string_view file, std::string_view text) : file_(file), text_(text) {}

    std::expected<baseline, problem> read() {
        baseline out{file_, {}};
        try {
            const toml::table root = toml::parse(text_, file_);
            for (const auto& [key, node] : root) {
                if (key.str() != "known")
                    fail(key.source(), fmt::format("unknown key `{}`", key.str()), "[[known]]", key.str(),
                         {"known"});
                const auto* rows = node.as_array();
                if (rows == nullptr) {
                    fail(node.source(), "`known` is a list of tables", "[[known]]");
                    continue;
                }
                for (const auto& row : *rows) out.entries.push_back(entry(row));
            }
        } catch (const toml::parse_error& wrong) {
            fail(wrong.source(), std::string(wrong.description()), "TOML");
        }
        if (wrong_) return std::unexpected(*wrong_);
        return out;
    }

  private:
    void fail(const toml::source_region& where, std::string what, std::string expected,
              std::string_view word = {}, const std::vector<std::string>& candidates = {}) {
        const place at{where.begin.line, where.begin.column};
        if (!wrong_)
            wrong_ = problem{file_,
                             at,
                             std::move(what),
                             std::move(expected),
                             nearest(word, candidates),
                             line_of(text_, at.line)};
    }

    baseline_entry entry(const toml::node& row) {
        baseline_entry out;
        const auto* table = row.as_table();
        if (table == nullptr) {
            fail(row.source(), "this must be a table", "[[known]]");
            return out;
        }
        for (const auto& [key, node] : *table) {
            if (key.str() == "flaky") {
                if (const auto value = node.value_exact<bool>())
                    out.flaky = *value;
                else
                    fail(node.source(), "`flaky` is true or false", "true");
                continue;
            }
            const auto known = std::ranges::find(keys, key.str(), [](const auto& k) { return k.first; });
            if (known == keys.end()) {
                std::vector<std::string> names;
                for (const auto& k : keys) names.emplace_back(k.first);
                names.emplace_back("flaky");
                fail(key.source(), fmt::format("unknown key `{}` in [[known]]", key.str()),
                     fmt::format("one of: {}", fmt::join(names, ", ")), key.str(), names);
            } else if (const auto* text = node.as_string()) {
                out.*(known->second) = text->get();
            } else {
                fail(node.source(), fmt::format("`{}` must be a text", key.str()), "\"...\"");
            }
        }
        if (out.scenario.empty() == out.requirement.empty())
            fail(row.source(), "an entry names a scenario or a requirement, not both",
                 "scenario = \"...\" or requirement = \"...\"");
        if (out.reason.empty())
            fail(row.source(), "an entry names the reason of the failure",
                 "reason = \"expected-412-got-200\"");
        for (const auto* date : {&out.since, &out.until})
            if (!date->empty() && !is_date(*date))
                fail(row.source(), fmt::format("`{}` is no date", *date), "2026-01-31");
        return out;
    }

    std::string file_;
    std::string_view text_;
    std::optional<problem> wrong_;
};

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += fmt::format("\\{}", c);
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            out += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        else
            out += c;
    }
    return out + '"';
}

bool can_be_known(verdict v) { return v == verdict::fail || v == verdict::inconc || v == verdict::warn; }

bool executed(const scenario_result& s) { return s.outcome != verdict::skip && s.outcome != verdict::error; }
} // namespace

bool is_date(std::string_view text) {
    if (text.size() != 10) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    return true;
}

std::expected<baseline, problem> read_baseline(std::string_view file, std::string_view toml) {
    return baseline_reader(file, toml).read();
}

std::string write_baseline(const baseline& b) {
    std::string out;
    for (const auto& entry : b.entries) {
        out += out.empty() ? "[[known]]\n" : "\n[[known]]\n";
        for (const auto& [key, member] : keys)
            if (!(entry.*member).empty()) out += fmt::format("{} = {}\n", key, quoted(entry.*member));
        if (entry.flaky) out += "flaky = true\n";
    }
    return out;
}

baseline baseline_of(const run_result& run, std::string_view today) {
    baseline out;
    const auto add = [&](std::string scenario, std::string requirement, const std::string& reason,
                         std::string note, bool flaky = false) {
        out.entries.push_back({.scenario = std::move(scenario),
                               .requirement = std::move(requirement),
                               .reason = reason,
                               .issue = {},
                               .since = std::string(today),
                               .until = {},
                               .note = std::move(note),
                               .flaky = flaky});
    };
    for (const auto& s : run.scenarios)
        if ((s.outcome == verdict::fail || s.outcome == verdict::inconc) && s.over != overlay::xfail)
            add(s.id, {}, s.reason, s.title, s.over == overlay::flaky);
    for (const auto& r : run.requirements)
        if (r.outcome == verdict::fail && r.over != overlay::xfail) add({}, r.id, r.reason, r.what);
    return out;
}

baseline_audit audit(const baseline& known, const run_result& run, std::string_view today) {
    baseline_audit out;
    for (std::size_t i = 0; i < known.entries.size(); ++i) {
        const auto& entry = known.entries[i];
        bool met = false;  // the failure is still there
        bool seen = false; // this run could have shown that it is not
        for (const auto& s : run.scenarios) {
            if (entry.scenario.empty() || s.id != entry.scenario) continue;
            met = met || (can_be_known(s.outcome) && s.reason == entry.reason);
            seen = seen || (executed(s) && s.over != overlay::flaky);
        }
        for (const auto& r : run.requirements) {
            if (entry.requirement.empty() || r.id != entry.requirement) continue;
            met = met || (can_be_known(r.outcome) && r.reason == entry.reason);
            seen = run.shard.empty(); // it stands there, so it was exercised
        }
        auto& kind = !entry.until.empty() && entry.until < today ? out.expired
                     : met                                       ? out.met
                     : seen && !entry.flaky                      ? out.stale
                                                                 : out.untested;
        kind.push_back(i);
    }
    return out;
}

void apply_baseline(run_result& run, const baseline& known, std::string_view today) {
    const auto found = audit(known, run, today);
    for (const auto i : found.met) {
        const auto& entry = known.entries[i];
        for (auto& s : run.scenarios)
            if (!entry.scenario.empty() && s.id == entry.scenario) s.over = overlay::xfail;
        for (auto& r : run.requirements)
            if (!entry.requirement.empty() && r.id == entry.requirement && r.reason == entry.reason) r.over = overlay::xfail;
    }
    for (const auto i : found.stale) {
        const auto& entry = known.entries[i];
        for (auto& s : run.scenarios)
            if (s.id == entry.scenario && s.outcome == verdict::pass && s.over == overlay::none) s.over = overlay::xpass;
        run.stale_baseline.push_back((entry.scenario.empty() ? entry.requirement : entry.scenario) + " " + entry.reason);
    }
}

void lift_baseline(run_result& run) {
    for (auto& s : run.scenarios)
        s.over = s.failures > 0 && s.failures < s.attempts ? overlay::flaky : overlay::none;
    for (auto& r : run.requirements) r.over = overlay::none;
    run.stale_baseline.clear();
}

// An entry goes from its [[known]] to the next one; comments right above the next one are the next one's.
std::string without(std::string_view toml, const std::vector<std::size_t>& entries) {
    std::string out, held; // `held`: comments and empty lines of which it is not yet known whose they are
    std::size_t next = 0;
    bool dropped = false;
    while (!toml.empty()) {
        const auto line = toml.substr(0, std::min(toml.find('\n'), toml.size() - 1) + 1);
        toml.remove_prefix(line.size());
        const auto first = line.find_first_not_of(" \t\r\n");
        if (first == std::string_view::npos || line[first] == '#') {
            held += line;
            continue;
        }
        if (line.substr(first).starts_with("[[")) {
            const bool drops = std::ranges::find(entries, next++) != entries.end();
            if (!drops) out += held;
            dropped = drops;
        } else if (!dropped) {
            out += held;
        }
        held.clear();
        if (!dropped) out += line;
    }
    return dropped ? out : out + held;
}

} // namespace simplespec::scenarios
