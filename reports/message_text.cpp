#include "reports/message_text.hpp"

#include "reports/escape.hpp"
#include "sip/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace simplespec::reports {
namespace {

struct line {
    std::size_t offset = 0;
    std::string_view text; ///< without its end
};

std::vector<line> lines_of(std::string_view octets) {
    std::vector<line> out;
    for (std::size_t at = 0; at < octets.size();) {
        const auto end = std::min(octets.find('\n', at), octets.size());
        auto text = octets.substr(at, end - at);
        if (text.ends_with('\r')) text.remove_suffix(1);
        out.push_back({at, text});
        at = end + 1;
    }
    return out;
}

// The same name, or the same field in its compact form.
bool names(std::string_view word, const sip::field& f) {
    const auto id = sip::header_of(word);
    if (id != sip::header::other) return word.size() > 1 && id == f.id;
    return std::ranges::equal(word, f.name, [](char a, char b) { return (a | 0x20) == (b | 0x20); });
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end != 0) out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

class page {
  public:
    page(std::string_view octets, const std::optional<spot>& mark, const message_style& style)
        : lines_(lines_of(octets)), mark_(mark), style_(style) {
        digits_ = std::max(digits_, std::to_string(lines_.size()).size());
        if (!mark_ || lines_.empty()) return;
        // An octet at the end of a row, or behind the last one, belongs to the row that it ends.
        const auto after = std::ranges::upper_bound(lines_, mark_->offset, {}, &line::offset);
        marked_ = static_cast<std::size_t>(after - lines_.begin()) - 1;
    }

    std::string draw() const {
        std::string out;
        const auto half = style_.rows / 2;
        const bool all = lines_.size() <= style_.rows;
        const auto from = marked_ == none ? 0 : marked_ - std::min(marked_, half / 2);
        bool left_out = false;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const bool near = i < half || (marked_ == none ? i < style_.rows : i >= from && i < from + half);
            if (!all && !near) {
                if (!left_out) out += fmt::format("{:{}}  ...\n", "", style_.indent);
                left_out = true;
                continue;
            }
            left_out = false;
            out += row(i);
        }
        return out;
    }

  private:
    static constexpr std::size_t none = SIZE_MAX;

    std::string row(std::size_t i) const {
        const auto& l = lines_[i];
        const bool marked = i == marked_;
        const auto octet = marked ? std::min(mark_->offset - l.offset, l.text.size()) : 0;
        const auto from = octet > style_.columns * 3 / 4 ? octet - style_.columns / 2 : 0;
        const auto shown = l.text.substr(from, style_.columns);
        const std::string before = from != 0 ? "..." : "";
        const std::string after = from + shown.size() < l.text.size() ? "..." : "";
        std::string out = fmt::format("{:{}}{} {:>{}} | {}{}{}\n", "", style_.indent, marked ? '>' : ' ',
                                      i + 1, digits_, before, for_terminal(shown), after);
        if (!marked || mark_->whole_row) return out;
        const auto blanks = before.size() + columns(for_terminal(shown.substr(0, octet - from)));
        return out + fmt::format("{:{}}| {:{}}^ octet {}\n", "", style_.indent + digits_ + 3, "", blanks,
                                 mark_->offset);
    }

    std::vector<line> lines_;
    std::optional<spot> mark_;
    message_style style_;
    std::size_t marked_ = none;
    std::size_t digits_ = 2; // of the numbers of rows
};

} // namespace

std::string message_text(std::string_view octets, const std::optional<spot>& mark,
                         const message_style& style) {
    return page(octets, mark, style).draw();
}

std::optional<spot> spot_of(const scenarios::deviation& d, std::string_view octets) {
    constexpr std::array<std::string_view, 7> of_body = {"xpath",   "nodes",    "body", "size",
                                                         "contact", "contacts", "type"};
    const auto read = sip::read_message(std::string(octets));
    if (!read) return spot{0, true};
    const auto asked = words(d.expected);
    if (asked.empty()) return std::nullopt;
    // "header Record-Route absent", "count Via == 2": the second word is a field, and the last of its rows is
    // the one too many.
    if (asked.size() > 1) {
        std::optional<spot> found;
        for (const auto& f : read->fields())
            if (names(asked[1], f)) found = spot{f.offset, true};
        if (found) return found;
    }
    if (std::ranges::find(of_body, asked[0]) != of_body.end() && !read->body().empty())
        return spot{read->body_offset(), true};
    const bool status = asked[0][0] >= '1' && asked[0][0] <= '6';
    if (status || asked[0] == "status" || asked[0] == "method" || asked[0] == "reason" || asked[0] == "no")
        return spot{0, true};
    constexpr std::size_t telling = 3; // octets of a value that stands nowhere by accident
    if (d.actual.size() >= telling)
        for (const auto& f : read->fields())
            if (f.value.find(d.actual) != std::string_view::npos) return spot{f.offset, true};
    return std::nullopt;
}

} // namespace simplespec::reports
