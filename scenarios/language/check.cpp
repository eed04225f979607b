#include "scenarios/language/path.hpp"
#include "scenarios/language/read.hpp"

#include "scenarios/testbeds/testbed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace simplespec::scenarios {

namespace {
const std::vector<std::string> actor_facets{"aor",  "user", "domain", "contact", "address",
                                            "host", "port", "pres",   "display"};
const std::vector<std::string> dialog_facets{"call-id", "local-tag", "remote-tag", "target", "cseq"};
const std::vector<std::string> target_facets{"domain", "address", "host", "port"};

class checker {
  public:
    checker(const scenario& s, const vocabulary& known) : s_(s), known_(known) {}

    std::vector<problem> all() {
        head();
        for (const auto& each : s_.statements) std::visit([this](const auto& one) { of(one); }, each);
        std::ranges::stable_sort(out_, {}, &problem::at);
        return std::move(out_);
    }

  private:
    void add(place at, std::string what, std::string expected, std::string_view word = {},
             const std::vector<std::string>& candidates = {}) {
        out_.push_back({s_.file, at, std::move(what), std::move(expected), nearest(word, candidates),
                        line_of(s_.source, at.line)});
    }

    static std::string listed(const std::vector<std::string>& words) {
        return fmt::format("{}", fmt::join(words, ", "));
    }

    std::vector<std::string> actors() const {
        std::vector<std::string> out;
        for (const auto& a : s_.actors) out.push_back(a.name);
        return out;
    }

    void head() {
        if (known_.path_is_id && !s_.file.ends_with(s_.id + ".scn"))
            add({1, 1}, fmt::format("the id `{}` is not the path of the file", s_.id),
                "the path without .scn");
        if (s_.title.empty())
            add({1, 1}, "the scenario has no title", "title \"what it shows, in a sentence\"");
        if (s_.actors.empty()) add({1, 1}, "the scenario has no actor", "actor alice = user");
        for (const auto& need : s_.needs)
            if (std::ranges::find(known_features(), need) == known_features().end())
                add({1, 1}, fmt::format("`needs {}` names nothing that a target could have", need),
                    listed(known_features()), need, known_features());
        std::set<std::string> seen{"dut", "lists", "unique"};
        for (const auto& a : s_.actors)
            if (!seen.insert(a.name).second)
                add(a.at, fmt::format("the name `{}` is taken", a.name), "a name of its own for each actor");
    }

    bool actor(const std::string& name, place at) {
        const auto names = actors();
        if (std::ranges::find(names, name) != names.end()) return true;
        add(at, fmt::format("there is no actor `{}`", name), "one of: " + listed(names), name, names);
        return false;
    }

    void dialog(const std::string& name, place at) {
        if (name.empty() || dialogs_.contains(name)) return;
        add(at, fmt::format("no line above opens a dialog `{}`", name),
            "`as " + name + "` on the line that opens it", name, {dialogs_.begin(), dialogs_.end()});
    }

    void window(const span_of_time& length) {
        if (length.window.empty()) return;
        auto names = known_.windows;
        for (const auto& [name, unused] : standard_windows()) names.push_back(name);
        if (std::ranges::find(names, length.window) == names.end())
            add(length.at, fmt::format("there is no window `{}`", length.window), "one of: " + listed(names),
                length.window, names);
    }

    void ids(const std::vector<std::string>& requirements, place at) {
        if (known_.requirements == nullptr) return;
        for (const auto& id : requirements) {
            if (known_.requirements->find(id) != nullptr) continue;
            std::vector<std::string> rows;
            for (const auto& row : known_.requirements->rows()) rows.push_back(row.id);
            add(at, fmt::format("`{}` is not in the catalogue of requirements", id),
                "an id of `simplespec list`", id, rows);
        }
    }

    void named(const std::string& name, place at) {
        if (name == "unique" || captures_.contains(name)) return;
        const auto dot = name.find('.');
        const std::string head = name.substr(0, dot);
        const std::string facet = dot == std::string::npos ? "" : name.substr(dot + 1);
        const auto facet_of = [&](const std::vector<std::string>& facets) {
            if (std::ranges::find(facets, facet) == facets.end())
                add(at, fmt::format("{{{}}} is not known of `{}`", name, head), "one of: " + listed(facets),
                    facet, facets);
        };
        if (head == "dut") return facet_of(target_facets);
        if (head == "lists" && dot != std::string::npos) {
            if (!known_.lists.empty() && std::ranges::find(known_.lists, facet) == known_.lists.end())
                add(at, fmt::format("the testbed has no list `{}`", facet), "one of: " + listed(known_.lists),
                    facet, known_.lists);
            return;
        }
        const auto names = actors();
        if (std::ranges::find(names, head) != names.end()) return facet_of(actor_facets);
        if (dialogs_.contains(head) && dot != std::string::npos) return facet_of(dialog_facets);
        std::vector<std::string> candidates(captures_.begin(), captures_.end());
        for (const auto& a : names) candidates.push_back(a + ".aor");
        candidates.insert(candidates.end(), {"unique", "dut.domain"});
        add(at, fmt::format("{{{}}} stands for nothing here", name),
            "a capture of a line above, ACTOR.aor (or user, domain, contact, ...), dut.domain, lists.NAME, "
            "unique",
            name, candidates);
    }

    void text(const phrase& p) {
        for (const auto& f : p.fragments)
            if (f.name) named(f.text, f.at);
    }

    // A path that nobody can read selects nothing, and would accuse for it. What a name stands for does not matter here.
    void path(const lookup& where) {
        std::string spelled;
        for (const auto& f : where.text.fragments) spelled += f.name ? "x" : f.text;
        if (!read_path(spelled))
            add(where.at, fmt::format("the path \"{}\" cannot be read", spelled),
                "steps like /a/b, //b, b[2], b[@id], b[@id='x'], b[c='x'], @id, text()");
    }

    void item(const body_item& one) {
        text(one.name);
        for (const auto& [key, value] : one.attributes) text(value);
        for (const auto& child : one.items) item(child);
    }

    void check(const check_line& c, bool in_window) {
        ids(c.requirements, c.at);
        if (c.left.what == lookup::subject::captured && !captures_.contains(c.left.name))
            add(c.left.at, fmt::format("nothing above captures `{}`", c.left.name),
                "a capture, or where to look: header NAME, value NAME, status, xpath \"...\", ...",
                c.left.name, {captures_.begin(), captures_.end()});
        if (!in_window && c.left.what != lookup::subject::captured && c.left.what != lookup::subject::phrase)
            add(c.left.at, "outside of a window there is no message to look into", "a capture, or {name}");
        text(c.left.text);
        if (c.left.what == lookup::subject::xpath || c.left.what == lookup::subject::nodes) path(c.left);
        for (const auto& p : c.right) text(p);
        if (c.what == check_line::kind::capture) captures_.insert(c.into);
    }

    void of(const send_line& line) {
        actor(line.actor, line.at);
        dialog(line.dialog, line.at);
        if (!line.opens.empty()) dialogs_.insert(line.opens);
        text(line.uri);
        text(line.reason);
        for (const auto& row : line.rows) text(row.value);
        if (line.body) {
            if (line.body->raw) text(*line.body->raw);
            for (const auto& [key, value] : line.body->attributes) text(value);
            for (const auto& one : line.body->items) item(one);
        }
        for (const auto& l : line.liberties) {
            text(l.text);
            text(l.with);
            for (const auto& [key, value] : l.attributes) text(value);
        }
    }

    void of(const window_line& line) {
        actor(line.actor, line.at);
        window(line.length);
        ids(line.requirements, line.at);
        for (const auto& want : line.wants) {
            dialog(want.dialog, want.at);
            if (!want.opens.empty()) dialogs_.insert(want.opens);
            ids(want.requirements, want.at);
            for (const auto& c : want.checks) check(c, true);
        }
    }

    void of(const display_line& line) {
        if (actor(line.actor, line.at) &&
            std::ranges::find(s_.actors, line.actor, &actor_line::name)->kind != actor_kind::user_under_test)
            add(line.at, fmt::format("`{}` has no display that anybody could read", line.actor),
                "the actor that is a user under test");
        if (std::ranges::find(s_.needs, "display") == s_.needs.end())
            add(line.at, "not every target has a display that can be read", "needs display");
        window(line.length);
        for (const auto& shown : line.lines) check(shown, true);
    }

    void of(const then_line& line) { actor(line.actor, line.at); }
    void of(const manual_line& line) { actor(line.actor, line.at); }
    void of(const settle_line&) {}
    void of(const advance_line&) {}
    void of(const do_line& line) {
        text(line.sentence);
        if (line.length) window(*line.length);
    }
    void of(const rig_line& line) {
        if (actor(line.actor, line.at) &&
            std::ranges::find(s_.actors, line.actor, &actor_line::name)->kind != actor_kind::phone)
            add(line.at, fmt::format("`{}` has no keys and no display that a rig could reach", line.actor),
                "an actor that is a phone");
        if (std::ranges::find(s_.needs, "phone") == s_.needs.end())
            add(line.at, "not every testbed has phones", "needs phone");
        text(line.words);
        text(line.otherwise);
        text(line.beside);
        window(line.length);
        ids(line.requirements, line.at);
    }
    void of(const check_line& line) { check(line, false); }

    const scenario& s_;
    const vocabulary& known_;
    std::vector<problem> out_;
    std::set<std::string> dialogs_, captures_;
};
} // namespace

std::vector<problem> check_scenario(const scenario& s, const vocabulary& known) {
    return checker(s, known).all();
}

} // namespace simplespec::scenarios
