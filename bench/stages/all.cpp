#include "bench/measured_case.hpp"

namespace simplespec::bench {

measured_cases all_cases(const roster& all, const selection& asked) {
    measured_cases out;
    for (const auto stage : {head_cases, multipart_cases, pidf_cases, rlmi_cases, xml_cases, chain_cases,
                             changed_cases, print_cases})
        for (auto& one : stage(all, asked)) out.push_back(std::move(one));
    return out;
}

} // namespace simplespec::bench
