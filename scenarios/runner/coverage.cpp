#include "scenarios/runner/coverage.hpp"

#include "scenarios/runner/ledger.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace simplespec::scenarios {

std::span<const sip::embedded_file> reading_files();

const std::vector<proof>& readings() {
    static const auto all = read_proofs(reading_files().front().text);
    return all;
}

std::vector<covered> coverage_of(const catalogue& requirements, std::span<const rule> rules,
                                 const std::vector<scenario>& suite, const std::vector<proof>& proven,
                                 const run_result* run) {
    std::map<std::string_view, covered> by_id;
    for (const auto& row : requirements.rows()) by_id[row.id].row = &row;
    const auto at = [&](std::string_view id) -> covered* {
        const auto found = by_id.find(id);
        return found == by_id.end() ? nullptr : &found->second;
    };
    const auto cite = [&](std::string_view id, std::vector<std::string> covered::*kind, std::string_view by) {
        auto* one = at(id);
        if (one == nullptr) return;
        auto& all = one->*kind;
        if (std::ranges::find(all, by) == all.end()) all.emplace_back(by);
    };
    for (const auto& r : rules) {
        cite(r.requirement, &covered::rules, r.name);
        for (const auto id : r.also) cite(id, &covered::rules, r.name);
    }
    for (const auto& [name, id] : remarks) cite(id, &covered::rules, name);
    for (const auto& s : suite)
        for (const auto& id : s.requirements()) cite(id, &covered::scenarios, s.id);
    for (const auto& r : readings()) cite(r.requirement, &covered::readings, r.by);
    for (const auto& p : proven) cite(p.requirement, &covered::proofs, p.by);
    if (run != nullptr) {
        std::map<std::string, std::set<std::string>> met;
        for (const auto& r : run->requirements) met[r.id].insert(r.by.begin(), r.by.end());
        for (const auto& s : run->scenarios)
            for (const auto& id : s.requirements) met[id].insert(s.id);
        for (const auto& [id, by] : met)
            if (auto* one = at(id)) one->exercised = by.size();
    }
    std::vector<covered> out;
    for (auto& [id, one] : by_id) out.push_back(std::move(one));
    return out;
}

void coverage_count::add(const covered& one) {
    ++rows;
    cited += one.checked() ? 1 : 0;
    exercised += one.exercised != 0 ? 1 : 0;
    proven += one.checked() && !one.proofs.empty() ? 1 : 0;
    unchecked += !one.checked() && !one.row->unchecked.empty() ? 1 : 0;
    open += one.open() ? 1 : 0;
}

std::string document_of(const requirement& row) {
    return "RFC " + row.id.substr(3, row.id.find('-') - 3);
}

} // namespace simplespec::scenarios
