// The scenario language: a mistake is told by a place in the text, the same text is told the same way twice,
// and what is read can be checked.
#include "fuzz/fuzz_target.hpp"
#include "scenarios/language/read.hpp"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    using namespace simplespec;
    const auto text = fuzz::text_of(octets, size);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    const auto read = scenarios::read_scenario("fuzz.scn", text);
    const auto again = scenarios::read_scenario("fuzz.scn", text);
    fuzz::hold(read.has_value() == again.has_value(), "reading is the same twice");
    const auto placed = [&](const scenarios::problem& p) {
        fuzz::hold(p.at.line >= 1 && p.at.line <= lines + 1 && p.at.column >= 1,
                   "a problem stands in the text");
        fuzz::hold(!p.what.empty() && !scenarios::describe(p).empty(), "a problem says what it is");
    };
    if (!read) {
        fuzz::hold(read.error() == again.error(), "a mistake is told the same way twice");
        placed(read.error());
        return 0;
    }
    for (const auto& p : scenarios::check_scenario(*read, {})) placed(p);
    return 0;
}
