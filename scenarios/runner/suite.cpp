#include "scenarios/runner/suite.hpp"

#include "scenarios/language/read.hpp"

#include <algorithm>
#include <stdexcept>

namespace simplespec::scenarios {

const std::vector<scenario>& built_in_suite() {
    static const auto suite = [] {
        std::vector<scenario> out;
        for (const auto& file : suite_files()) {
            auto read = read_scenario(file.name, file.text);
            if (!read) throw std::runtime_error(describe(read.error()));
            out.push_back(std::move(*read));
        }
        std::ranges::sort(out, {}, &scenario::id);
        return out;
    }();
    return suite;
}

} // namespace simplespec::scenarios
