// Testbeds: a mistake is told by a place in the text, and what is read keeps its own promises.
#include "scenarios/testbeds/testbed.hpp"
#include "fuzz/fuzz_target.hpp"

#include <algorithm>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    using namespace simplespec;
    const auto text = fuzz::text_of(octets, size);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    const auto read =
        scenarios::read_testbed("fuzz.toml", text, [](std::string_view) { return std::string("secret"); });
    if (!read) {
        const auto& p = read.error();
        fuzz::hold(p.at.line >= 1 && p.at.line <= lines + 1 && p.at.column >= 1,
                   "a problem stands in the text");
        fuzz::hold(!p.what.empty() && !scenarios::describe(p).empty(), "a problem says what it is");
        return 0;
    }
    fuzz::hold(read->timing.scale > 0, "time is scaled by something");
    for (const auto& [name, account] : read->accounts)
        fuzz::hold(name == account.name, "an account has its key for a name");
    for (const auto& [name, _] : scenarios::standard_windows())
        fuzz::hold(read->window(name).has_value(), "the standard windows are there");
    for (const auto& [name, list] : read->lists)
        fuzz::hold(name == list.name, "a list has its key for a name");
    return 0;
}
