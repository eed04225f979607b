#include "reports/ladder.hpp"

#include "reports/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace simplespec::reports {

namespace {

using scenarios::message_record;

constexpr std::size_t gap = 34; // columns between two parties

std::string repeat(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

// "PUBLISH 1" or "200 OK": what identifies the message on an arrow.
std::string label(const message_record& m) {
    std::string text = for_terminal(m.start_line);
    if (text.starts_with("SIP/2.0 ")) text.erase(0, 8);
    else text.erase(std::min(text.find(' '), text.size()));
    if (m.retransmission) text += " (again)";
    if (m.ambient) text += " (ambient)";
    if (m.cleanup) text += " (cleanup)";
    if (m.deviation) text += " (deviates)";
    constexpr std::size_t most = gap - 8;
    if (columns(text) > most) {
        while (columns(text) > most - 3) text.pop_back();
        text += "...";
    }
    return text;
}

class drawing {
public:
    drawing(const scenarios::scenario_result& scenario, const ladder_style& style) : scenario_(scenario), style_(style) {
        for (const auto& m : scenario.messages)
            for (const auto& party : {m.source, m.destination})
                if (std::ranges::find(parties_, party) == parties_.end()) parties_.push_back(party);
    }

    std::string draw() const {
        std::string out = head();
        const std::size_t count = scenario_.messages.size();
        const std::size_t first = count <= style_.rows ? count : style_.rows / 2;
        const std::size_t last = count <= style_.rows ? count : count - style_.rows / 2;
        for (std::size_t i = 0; i < count; ++i) {
            if (i == first && last > first)
                out += fmt::format("{:{}}  ... {} messages left out\n", "", style_.indent, last - first);
            if (i < first || i >= last || i == style_.mark) out += row(scenario_.messages[i], i == style_.mark);
        }
        return out;
    }

private:
    std::size_t column(std::string_view party) const {
        return static_cast<std::size_t>(std::ranges::find(parties_, party) - parties_.begin());
    }

    std::string head() const {
        std::string line(style_.indent, ' ');
        for (const auto& party : parties_) {
            std::string name = for_terminal(party);
            while (columns(name) > gap - 2) name.pop_back();
            line += name + std::string(gap - columns(name), ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        return line + "\n";
    }

    std::string row(const message_record& m, bool marked) const {
        const std::size_t from = column(m.source);
        const std::size_t to = column(m.destination);
        const std::size_t left = std::min(from, to);
        const std::size_t right = std::max(from, to);
        std::string line(style_.indent, ' ');
        for (std::size_t i = 0; i < left; ++i) line += "|" + std::string(gap - 1, ' ');
        line += "|" + (left == right ? " " + label(m) + " (to itself)" : arrow(m, (right - left) * gap - 1, to > from));
        if (left != right) line += "|";
        for (std::size_t i = right + 1; i < parties_.size(); ++i) line += std::string(gap - 1, ' ') + "|";
        line += fmt::format("  {:.3f}", static_cast<double>(m.at_us) / 1e6);
        if (marked) line += "  <-- x";
        return line + "\n";
    }

    static std::string arrow(const message_record& m, std::size_t width, bool rightward) {
        const std::string text = " " + label(m) + " ";
        const std::size_t dashes = width - columns(text) - 1;
        return rightward ? repeat("-", 2) + text + repeat("-", dashes - 2) + ">"
                         : "<" + repeat("-", dashes - 2) + text + repeat("-", 2);
    }

    const scenarios::scenario_result& scenario_;
    const ladder_style& style_;
    std::vector<std::string> parties_;
};

} // namespace

std::string ladder(const scenarios::scenario_result& scenario, const ladder_style& style) {
    return scenario.messages.empty() ? std::string() : drawing(scenario, style).draw();
}

} // namespace simplespec::reports
