#include "rigs/wire/link.hpp"

namespace simplespec::rigs {

// Always one number per question, so that changing a probability does not shift the fate of what comes later.
bool link::draw(double probability) {
    return static_cast<double>(random_.next() >> 11U) * 0x1.0p-53 < probability;
}

sip::duration link::copy() {
    const bool held = draw(settings_.reordering);
    const auto extra = random_.below(static_cast<std::uint64_t>(settings_.hold.count()) + 1);
    return held ? settings_.delay + sip::duration(extra) : settings_.delay;
}

std::vector<sip::duration> link::cross() {
    const bool lost = draw(settings_.loss);
    const bool doubled = draw(settings_.duplication);
    const auto first = copy();
    const auto second = copy();
    if (lost) return {};
    return doubled ? std::vector{first, second} : std::vector{first};
}

} // namespace simplespec::rigs
