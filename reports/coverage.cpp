#include "reports/coverage.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <map>

namespace simplespec::reports {

using scenarios::coverage_count;
using scenarios::covered;

namespace {

struct by_document {
    std::vector<std::string> order;
    std::map<std::string, coverage_count> counts;
    coverage_count total;

    explicit by_document(const std::vector<covered>& rows) {
        for (const auto& one : rows) {
            const auto document = scenarios::document_of(*one.row);
            if (!counts.contains(document)) order.push_back(document);
            counts[document].add(one);
            total.add(one);
        }
    }
};

std::string line(std::string_view name, const coverage_count& c) {
    return fmt::format("{:<10}{:>6}{:>8}{:>11}{:>8}{:>13}{:>6}\n", name, c.rows, c.cited, c.exercised, c.proven,
                       c.unchecked, c.open);
}

// "covered-by:ID" counts as one reason.
std::string word_of(const std::string& reason) { return reason.substr(0, reason.find(':')); }

boost::json::object numbers(const coverage_count& c) {
    return {{"rows", c.rows},     {"cited", c.cited},         {"exercised", c.exercised},
            {"proven", c.proven}, {"unchecked", c.unchecked}, {"open", c.open}};
}

} // namespace

std::string coverage_text(const std::vector<covered>& rows) {
    const by_document all(rows);
    std::string out = fmt::format("{:<10}{:>6}{:>8}{:>11}{:>8}{:>13}{:>6}\n", "", "rows", "cited", "exercised",
                                  "proven", "not checked", "open");
    for (const auto& document : all.order) out += line(document, all.counts.at(document));
    out += line("all", all.total);
    std::map<std::string, std::size_t> reasons;
    for (const auto& one : rows)
        if (!one.checked() && !one.row->unchecked.empty()) ++reasons[word_of(one.row->unchecked)];
    if (!reasons.empty()) out += "\nnot checked, because\n";
    for (const auto& [word, count] : reasons) {
        std::string_view meaning;
        for (const auto& known : scenarios::reasons())
            if (known.word.substr(0, known.word.find(':')) == word) meaning = known.meaning;
        out += fmt::format("{:>6}  {:<22} {}\n", count, word, meaning);
    }
    if (all.total.open != 0) out += "\nopen: neither a check nor a reason\n";
    for (const auto& one : rows)
        if (one.open()) out += fmt::format("  {:<22} {:<10} {}\n", one.row->id, one.row->keyword, one.row->sentence);
    return out;
}

std::string coverage_json(const std::vector<covered>& rows) {
    const by_document all(rows);
    boost::json::array documents, requirements;
    for (const auto& document : all.order) {
        auto one = numbers(all.counts.at(document));
        one["rfc"] = document;
        documents.push_back(std::move(one));
    }
    for (const auto& one : rows)
        requirements.push_back({{"id", one.row->id},
                                {"keyword", one.row->keyword},
                                {"verified", one.row->verified},
                                {"rules", boost::json::value_from(one.rules)},
                                {"scenarios", boost::json::value_from(one.scenarios)},
                                {"readings", boost::json::value_from(one.readings)},
                                {"exercised", one.exercised},
                                {"proofs", boost::json::value_from(one.proofs)},
                                {"reason", one.checked() ? std::string() : one.row->unchecked}});
    return boost::json::serialize(boost::json::object{
               {"rfcs", documents}, {"total", numbers(all.total)}, {"requirements", requirements}}) +
           "\n";
}

} // namespace simplespec::reports
