#pragma once
// What the suite covers: of each requirement who checks it, how often a run met it, and what has proven the
// check; or why nothing checks it.
#include "scenarios/language/scenario.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/result.hpp"
#include "scenarios/rules/proof.hpp"
#include "scenarios/rules/rule.hpp"

#include <span>
#include <string>
#include <vector>

namespace simplespec::scenarios {

struct covered {
    const requirement* row = nullptr;
    std::vector<std::string> rules;     ///< that cite it
    std::vector<std::string> scenarios; ///< with a line that judges it
    std::vector<std::string> readings;  ///< hard messages whose expected reading tells
    std::size_t exercised = 0;          ///< scenarios of the run that met it
    std::vector<std::string> proofs;    ///< broken messages and defects that its check caught

    bool checked() const { return !rules.empty() || !scenarios.empty() || !readings.empty(); }
    /// Neither a check nor a reason.
    bool open() const { return row->active && row->unchecked.empty() && !checked(); }
};

/// One row for each requirement, in the catalogue's order. `run` tells what was exercised; null: nothing was.
std::vector<covered> coverage_of(const catalogue& requirements, std::span<const rule> rules,
                                 const std::vector<scenario>& suite, const std::vector<proof>& proven,
                                 const run_result* run);

/// Rows of readers, with the message of the torture corpus whose expected reading tells; the record built in.
const std::vector<proof>& readings();

/// The counts over some rows.
struct coverage_count {
    std::size_t rows = 0, cited = 0, exercised = 0, proven = 0, unchecked = 0, open = 0;
    void add(const covered& one);
};

/// "RFC 6665" of a row.
std::string document_of(const requirement& row);

} // namespace simplespec::scenarios
