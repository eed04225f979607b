#include "scenarios/runner/selection.hpp"

#include "scenarios/result/problem.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace simplespec::scenarios {

bool names_path(std::string_view selector) {
    return selector.ends_with(".scn") || selector.starts_with("./") || selector.starts_with("../") ||
           selector.starts_with('/') || selector.starts_with('~') || selector == ".";
}

namespace {
const std::vector<std::string> kinds{"tag", "rfc", "level", "role", "not", "failed"};

// glob: "*" stands for any text, "?" for one character. Linear in the product of the lengths.
bool globs(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, from = 0;
    while (t < text.size()) {
        if (p < pattern.size() && (pattern[p] == text[t] || pattern[p] == '?')) {
            ++p, ++t;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            from = t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

// A path prefix ends where a name ends.
bool leads_to(std::string_view prefix, std::string_view id) {
    while (prefix.ends_with('/')) prefix.remove_suffix(1);
    return id == prefix || (id.starts_with(prefix) && id[prefix.size()] == '/');
}

class selecting {
  public:
    selecting(const std::vector<scenario>& suite, const catalogue& requirements, const failed_ids& failed)
        : suite_(suite), requirements_(requirements), failed_(failed) {}

    /// The scenarios that one selector means.
    std::expected<std::set<const scenario*>, selection_error> one(const std::string& selector) {
        if (selector.starts_with('@')) return one("tag:" + selector.substr(1));
        const auto colon = selector.find(':');
        const std::string kind = selector.substr(0, colon);
        if (colon == std::string::npos) return by_id(selector);
        const std::string what = selector.substr(colon + 1);
        if (kind == "tag")
            return where(selector, tags(), what, [&](const scenario& s) { return has(s.tags, what); });
        if (kind == "rfc")
            return where(selector, {}, what, [&](const scenario& s) { return cites(s, what); });
        if (kind == "level")
            return where(selector, {"must", "should", "may"}, what,
                         [&](const scenario& s) { return level(s, what); });
        if (kind == "role")
            return where(selector, roles(), what, [&](const scenario& s) { return role(s, what); });
        if (kind == "failed") return rerun(what);
        return std::unexpected(selection_error{
            4, said(fmt::format("there is no kind of selection `{}:`", kind), nearest(kind, kinds))});
    }

  private:
    using chosen = std::expected<std::set<const scenario*>, selection_error>;

    static std::string said(std::string what, const std::string& suggestion) {
        return suggestion.empty() ? what : fmt::format("{}; did you mean {}?", what, suggestion);
    }
    static bool has(const std::vector<std::string>& words, const std::string& word) {
        return std::ranges::find(words, word) != words.end();
    }

    template <class Test>
    chosen where(const std::string& selector, const std::vector<std::string>& candidates,
                 const std::string& what, Test test) const {
        std::set<const scenario*> out;
        for (const auto& s : suite_)
            if (test(s)) out.insert(&s);
        if (!out.empty()) return out;
        return std::unexpected(selection_error{
            4, said(fmt::format("`{}` selects no scenario", selector), nearest(what, candidates))});
    }

    chosen by_id(const std::string& selector) const {
        const bool glob = selector.find_first_of("*?") != std::string::npos;
        std::vector<std::string> ids;
        for (const auto& s : suite_) {
            ids.push_back(s.id);
            for (auto at = s.id.find('/'); at != std::string::npos; at = s.id.find('/', at + 1))
                ids.push_back(s.id.substr(0, at));
        }
        const auto meant = [&](const scenario& s) { return glob ? globs(selector, s.id) : leads_to(selector, s.id); };
        // Part of a name is no prefix of the path, but easily meant as one.
        if (std::ranges::none_of(suite_, meant) &&
            std::ranges::any_of(suite_, [&](const auto& s) { return s.id.starts_with(selector); }))
            ids = {selector + "*"};
        return where(selector, ids, selector, meant);
    }

    // "6665", "6665#4.2"
    static bool cites(const scenario& s, const std::string& what) {
        const auto hash = what.find('#');
        const std::string rfc = "RFC" + what.substr(0, hash) + "-";
        const std::string section = hash == std::string::npos ? "" : what.substr(hash + 1);
        return std::ranges::any_of(s.requirements(), [&](const std::string& id) {
            if (!id.starts_with(rfc)) return false;
            const auto at = id.substr(rfc.size(), id.rfind('-') - rfc.size());
            return section.empty() || at == section || at.starts_with(section + ".");
        });
    }

    bool level(const scenario& s, const std::string& what) const {
        return std::ranges::any_of(s.requirements(), [&](const std::string& id) {
            const auto* row = requirements_.find(id);
            if (row == nullptr) return false;
            const auto word = sip::lowercase(row->keyword);
            if (what == "must") return row->can_fail();
            if (what == "should") return word.starts_with("should") || word.ends_with("recommended");
            return what == "may" && (word == "may" || word == "optional");
        });
    }

    static std::vector<std::string> words_in(const std::string& text) {
        std::vector<std::string> out;
        sip::cursor in(text);
        while (!in.at_end()) {
            const auto word = in.token();
            if (word.empty())
                in.skip(1);
            else
                out.push_back(sip::lowercase(word));
        }
        return out;
    }

    bool role(const scenario& s, const std::string& what) const {
        if (has(s.needs, what)) return true;
        return std::ranges::any_of(s.requirements(), [&](const std::string& id) {
            const auto* row = requirements_.find(id);
            return row != nullptr && has(words_in(row->role), sip::lowercase(what));
        });
    }

    std::vector<std::string> tags() const {
        std::vector<std::string> out;
        for (const auto& s : suite_) out.insert(out.end(), s.tags.begin(), s.tags.end());
        return out;
    }

    std::vector<std::string> roles() const {
        std::vector<std::string> out;
        for (const auto& row : requirements_.rows())
            for (auto& word : words_in(row.role)) out.push_back(std::move(word));
        return out;
    }

    chosen rerun(const std::string& path) const {
        if (!failed_) return std::unexpected(selection_error{2, "no result can be read here"});
        const auto ids = failed_(path);
        if (!ids) return std::unexpected(selection_error{2, ids.error()});
        return where("failed:" + path, {}, "", [&](const scenario& s) { return has(*ids, s.id); });
    }

    const std::vector<scenario>& suite_;
    const catalogue& requirements_;
    const failed_ids& failed_;
};
} // namespace

std::expected<std::vector<const scenario*>, selection_error>
select(const std::vector<std::string>& selectors, const std::vector<scenario>& suite,
       const std::vector<scenario>& own, const catalogue& requirements, const failed_ids& failed) {
    selecting from(suite, requirements, failed);
    std::map<std::string, std::set<const scenario*>> by_kind; // same kinds unite
    std::set<const scenario*> excluded;
    bool only_own = !own.empty();
    for (const auto& selector : selectors) {
        if (names_path(selector)) continue; // the caller read those
        const bool negated = selector.starts_with("not:");
        auto meant = from.one(negated ? selector.substr(4) : selector);
        if (!meant) return std::unexpected(meant.error());
        if (negated) {
            excluded.merge(*meant);
            continue;
        }
        only_own = false;
        const auto colon = selector.find(':');
        const std::string kind = selector.starts_with('@')    ? "tag"
                                 : colon == std::string::npos ? ""
                                                              : selector.substr(0, colon);
        by_kind[kind].merge(*meant);
    }
    std::vector<const scenario*> out;
    for (const auto& s : suite) { // different kinds intersect
        if (only_own || excluded.contains(&s)) continue;
        if (std::ranges::all_of(by_kind, [&](const auto& kind) { return kind.second.contains(&s); }))
            out.push_back(&s);
    }
    for (const auto& s : own) out.push_back(&s);
    if (out.empty())
        return std::unexpected(selection_error{4, "these selections together leave no scenario"});
    return out;
}

} // namespace simplespec::scenarios
