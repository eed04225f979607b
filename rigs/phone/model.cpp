#include "rigs/phone/model.hpp"

#include "sip/cursor.hpp"
#include "sip/embedded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace simplespec::rigs {

std::span<const sip::embedded_file> model_files();

namespace {

constexpr std::size_t columns = 10;

// row = cell *( "," cell )
std::vector<std::string> cells_of(std::string_view row) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= row.size();) {
        const auto end = std::min(row.find(',', from), row.size());
        out.emplace_back(row.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

// A number within bounds; 0 where it is none.
int number_up_to(int most, const std::string& text) {
    int out = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, out);
    return read.ec == std::errc() && read.ptr == end && out <= most ? std::max(out, 0) : 0;
}

} // namespace

std::expected<std::vector<model>, std::string> read_models(std::string_view csv) {
    constexpr int widest = 2048, deepest = 24, most_keys = 999;
    std::vector<model> out;
    for (int line = 1; !csv.empty(); ++line) {
        const auto row = csv.substr(0, csv.find('\n'));
        csv.remove_prefix(std::min(row.size() + 1, csv.size()));
        if (line == 1 || row.empty()) continue;
        const auto cells = cells_of(row);
        if (cells.size() != columns)
            return std::unexpected(fmt::format("line {}: {} cells, not {}", line, cells.size(), columns));
        model m{cells[0],
                cells[1],
                cells[2],
                number_up_to(widest, cells[3]),
                number_up_to(widest, cells[4]),
                number_up_to(deepest, cells[5]),
                number_up_to(most_keys, cells[6]),
                cells[7] == "three",
                cells[8],
                cells[9] == "documented"};
        if (m.width == 0 || m.height == 0 || m.depth == 0)
            return std::unexpected(fmt::format("line {}: width, height or depth is no number", line));
        out.push_back(std::move(m));
    }
    return out;
}

std::span<const model> models() {
    static const auto all = [] {
        std::vector<model> out;
        for (const auto& file : model_files())
            if (auto read = read_models(file.text)) out = std::move(*read);
        return out;
    }();
    return all;
}

const model* find_model(std::string_view name) {
    const auto all = models();
    const auto found = std::ranges::find_if(all, [&](const model& m) { return sip::iequal(m.name, name); });
    return found == all.end() ? nullptr : &*found;
}

} // namespace simplespec::rigs
