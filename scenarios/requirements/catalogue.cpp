#include "scenarios/requirements/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace simplespec::scenarios {

namespace {

constexpr std::array<std::string_view, 9> columns = {
    "id", "keyword", "verified", "status", "role", "requirement", "how_to_test", "observable", "unchecked"};
constexpr std::string_view covers = "covered-by:";
constexpr std::array<reason, 10> closed_list = {{
    {"descriptive", "a definition, or what follows from others: nothing that a message could break"},
    {"permission", "both ways conform"},
    {"policy", "what the party decides by rules of its own, that nobody outside knows"},
    {"not-on-the-wire", "nothing that is sent or shown tells"},
    {"timing-unobservable", "only a clock inside the party tells"},
    {"human-judgement", "a person must decide whether it is met"},
    {"other-role", "binds somebody who is not under test: a proxy, a registry, the author of a package"},
    {"needs-other-transport", "needs what the harness does not speak: S/MIME, XCAP, multicast"},
    {"beyond-the-suite", "belongs to what the suite leaves out: filters, finding servers by DNS, descriptions of sessions "
     "(SDP), what a watcher of dialogs shows, connections that a client keeps open (RFC 5626)"},
    {covers, "checked under the row that is named"},
}};
constexpr std::array<std::string_view, 13> keywords = {
    "",       "MUST",       "MUST NOT",    "SHALL",           "SHALL NOT", "REQUIRED", "SHOULD",
    "SHOULD NOT", "RECOMMENDED", "NOT RECOMMENDED", "MAY",       "OPTIONAL", "ABNF"};

// Reads the records of one file (RFC 4180): fields in quotes may hold commas, line ends and doubled quotes.
class csv_reader {
public:
    explicit csv_reader(const sip::embedded_file& file) : file_(file) {}

    bool at_end() const { return at_ >= file_.text.size(); }

    std::expected<std::vector<std::string>, std::string> record() {
        record_line_ = line_;
        std::vector<std::string> out;
        while (true) {
            auto one = value();
            if (!one) return std::unexpected(one.error());
            out.push_back(std::move(*one));
            if (at_end()) return out;
            const char c = file_.text[at_++];
            if (c == ',') continue;
            if (c == '\r' && !at_end() && file_.text[at_] == '\n') ++at_;
            next_line();
            return out;
        }
    }

    /// An error in the record that was read last.
    std::string complain(std::string_view what) const { return fmt::format("{}:{}: {}", file_.name, record_line_, what); }

private:
    std::expected<std::string, std::string> value() {
        if (at_end() || file_.text[at_] != '"') {
            const auto end = std::min(file_.text.find_first_of(",\r\n", at_), file_.text.size());
            std::string out(file_.text.substr(at_, end - at_));
            at_ = end;
            return out;
        }
        const auto error = [&, line = line_, column = at_ - line_start_ + 1] {
            return std::unexpected(fmt::format("{}:{}:{}: a quoted field must end in a double quote before a comma or the "
                                               "end of the line",
                                               file_.name, line, column));
        };
        std::string out;
        for (++at_; !at_end(); ++at_) {
            if (file_.text[at_] == '"') {
                ++at_;
                if (at_end() || file_.text[at_] != '"') break;
            } else if (file_.text[at_] == '\n') {
                ++line_;
                line_start_ = at_ + 1;
            }
            out += file_.text[at_];
        }
        if (file_.text[at_ - 1] != '"') return error();
        if (!at_end() && std::string_view(",\r\n").find(file_.text[at_]) == std::string_view::npos) return error();
        return out;
    }

    void next_line() {
        ++line_;
        line_start_ = at_;
    }

    sip::embedded_file file_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t record_line_ = 1;
    std::size_t line_start_ = 0;
};

bool is_reason(std::string_view text) {
    if (text.empty() || (text.starts_with(covers) && text.size() > covers.size())) return true;
    return text != covers && std::ranges::find(closed_list, text, &reason::word) != closed_list.end();
}

std::expected<requirement, std::string> row_of(std::vector<std::string>& fields) {
    if (fields.size() != columns.size())
        return std::unexpected(fmt::format("{} fields, expected {}", fields.size(), columns.size()));
    if (std::ranges::find(keywords, fields[1]) == keywords.end())
        return std::unexpected(fmt::format("column keyword: \"{}\" is no RFC 2119 word and not ABNF", fields[1]));
    if (fields[2] != "yes" && fields[2] != "no")
        return std::unexpected(fmt::format("column verified: \"{}\", expected yes or no", fields[2]));
    if (fields[3] != "active" && fields[3] != "withdrawn")
        return std::unexpected(fmt::format("column status: \"{}\", expected active or withdrawn", fields[3]));
    if (!fields[0].starts_with("RFC") || std::ranges::count(fields[0], '-') < 2)
        return std::unexpected(fmt::format("column id: \"{}\", expected RFCnnnn-section-number", fields[0]));
    if (!is_reason(fields[8]))
        return std::unexpected(fmt::format("column unchecked: \"{}\" is no reason of the closed list", fields[8]));
    return requirement{std::move(fields[0]), std::move(fields[1]), fields[2] == "yes",   fields[3] == "active",
                       std::move(fields[4]), std::move(fields[5]), std::move(fields[6]), std::move(fields[7]),
                       std::move(fields[8])};
}

} // namespace

bool requirement::can_fail() const {
    static constexpr std::array<std::string_view, 6> binding = {"MUST", "MUST NOT", "SHALL", "SHALL NOT", "REQUIRED", "ABNF"};
    return verified && active && std::ranges::find(binding, keyword) != binding.end();
}

bool requirement::can_warn() const {
    static constexpr std::array<std::string_view, 4> advice = {"SHOULD", "SHOULD NOT", "RECOMMENDED", "NOT RECOMMENDED"};
    return verified && active && std::ranges::find(advice, keyword) != advice.end();
}

std::string requirement::clause() const {
    const auto first = id.find('-');
    const auto last = id.rfind('-');
    return fmt::format("RFC {} section {}", id.substr(3, first - 3), id.substr(first + 1, last - first - 1));
}

std::string_view requirement::covered_by() const {
    return unchecked.starts_with(covers) ? std::string_view(unchecked).substr(covers.size()) : std::string_view();
}

std::span<const reason> reasons() { return closed_list; }

std::expected<catalogue, std::string> catalogue::read(std::span<const sip::embedded_file> files) {
    catalogue out;
    for (const auto& file : files) {
        csv_reader in(file);
        for (bool header = true; !in.at_end(); header = false) {
            auto fields = in.record();
            if (!fields) return std::unexpected(fields.error());
            if (header) {
                if (!std::ranges::equal(*fields, columns))
                    return std::unexpected(in.complain(fmt::format("the header must read {}", fmt::join(columns, ","))));
                continue;
            }
            auto row = row_of(*fields);
            if (!row) return std::unexpected(in.complain(row.error()));
            out.rows_.push_back(std::move(*row));
        }
    }
    std::ranges::sort(out.rows_, {}, &requirement::id);
    const auto twin = std::ranges::adjacent_find(out.rows_, {}, &requirement::id);
    if (twin != out.rows_.end()) return std::unexpected(fmt::format("{} stands twice", twin->id));
    for (const auto& row : out.rows_)
        if (const auto other = row.covered_by(); !other.empty() && out.find(other) == nullptr)
            return std::unexpected(fmt::format("{} is covered by {}, which is no row", row.id, other));
    return out;
}

const catalogue& catalogue::built_in() {
    static const catalogue one = [] {
        auto read_in = read(catalogue_files());
        if (!read_in) throw std::runtime_error("the built-in catalogue: " + read_in.error());
        return std::move(*read_in);
    }();
    return one;
}

const requirement* catalogue::find(std::string_view id) const {
    const auto at = std::ranges::lower_bound(rows_, id, {}, [](const requirement& r) -> std::string_view { return r.id; });
    return at != rows_.end() && at->id == id ? &*at : nullptr;
}

} // namespace simplespec::scenarios
