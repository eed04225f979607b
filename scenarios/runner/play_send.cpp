#include "scenarios/runner/bodies.hpp"
#include "scenarios/runner/play.hpp"
#include "sip/transaction/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace simplespec::scenarios {

using sip::header;
using kind = liberty::kind;

std::string play::expand(const phrase& p) {
    std::string out;
    for (const auto& f : p.fragments) out += f.name ? stands_for(f.text) : f.text;
    return out;
}

std::string play::stands_for(const std::string& name) {
    if (name == "unique") return random_.token(8);
    if (const auto captured = captures_.find(name); captured != captures_.end()) return captured->second;
    const auto dot = name.find('.');
    const std::string head = name.substr(0, dot),
                      facet = dot == std::string::npos ? "" : name.substr(dot + 1);
    if (head == "dut") {
        if (facet == "domain") return bed_.dut.domain;
        if (facet == "host") return scene_.target.host;
        if (facet == "port") return std::to_string(scene_.target.port);
        return sip::hostport(scene_.target);
    }
    if (head == "lists") {
        const auto list = bed_.lists.find(facet);
        if (list != bed_.lists.end()) return list->second.uri;
        end_as(verdict::na, "no-list-" + facet);
        return {};
    }
    for (const auto& a : actors_) {
        if (a->name() == head) {
            if (facet == "aor") return a->who().aor();
            if (facet == "pres") return "pres:" + a->who().user + "@" + a->who().domain;
            if (facet == "user") return a->who().user;
            if (facet == "domain") return a->who().domain;
            if (facet == "display") return a->who().display;
            if (facet == "contact") return a->contact();
            if (facet == "host") return a->local().host;
            if (facet == "port") return std::to_string(a->local().port);
            return a->sent_by();
        }
        if (const auto* dialog = a->find_dialog(head)) {
            if (facet == "call-id") return dialog->call_id;
            if (facet == "local-tag") return dialog->local_tag;
            if (!dialog->open) return {};
            if (facet == "remote-tag") return dialog->open->id().remote_tag;
            if (facet == "target") return dialog->open->remote_target();
            return std::to_string(dialog->open->local_cseq());
        }
    }
    return {};
}

// Whether the next window of this actor wants a challenge itself.
bool play::awaits_challenge(const std::string& actor) const {
    for (std::size_t i = line_ + 1; i < s_.statements.size(); ++i) {
        if (const auto* next = std::get_if<send_line>(&s_.statements[i]);
            next != nullptr && next->actor == actor)
            break;
        const auto* window = std::get_if<window_line>(&s_.statements[i]);
        if (window == nullptr || window->actor != actor || window->never) continue;
        return std::ranges::any_of(window->wants, [](const expectation& want) {
            return std::ranges::any_of(want.statuses, [](const auto& range) {
                return range.from == range.to && (range.from == 401 || range.from == 407);
            });
        });
    }
    return false;
}

// The first row of a name takes the place of what the actor would have written; the next ones are added.
void play::rows_of(sip::composer& into, const send_line& line) {
    std::set<std::string> seen;
    for (const auto& row : line.rows) {
        const auto id = sip::header_of(row.name);
        const bool first = seen.insert(sip::lowercase(id == header::other ? row.name : sip::name(id))).second;
        if (first && id != header::other) into.remove(id);
        into.add(row.name, expand(row.value));
    }
}

sip::composer play::composed(actor& a, const send_line& line) {
    auto* dialog = a.find_dialog(line.dialog);
    if (!line.dialog.empty() && (dialog == nullptr || !dialog->open)) {
        fall_short({.at = line.at,
                    .text = line.text,
                    .requirements = {},
                    .reason = "no-dialog",
                    .expected = fmt::format("a dialog `{}`", line.dialog),
                    .actual = "nothing established it"});
        return a.request(line.method, "sip:nobody.invalid");
    }
    sip::composer out =
        dialog != nullptr ? dialog->open->request(line.method) : a.request(line.method, expand(line.uri));
    if (dialog != nullptr && line.method != "PUBLISH")
        out.add(header::contact, fmt::format("<{}>", a.contact()));
    rows_of(out, line);
    if (!line.body) return out;
    const auto body = write_body(*line.body, a.who().aor(), [this](const phrase& p) { return expand(p); });
    const bool typed = std::ranges::any_of(
        line.rows, [](const header_row& r) { return sip::header_of(r.name) == header::content_type; });
    if (body)
        out.body(typed ? "" : body->type, body->octets);
    else
        end_as(verdict::error, "body: " + body.error());
    return out;
}

// A server sends to the URI's own address, else to where it was last spoken to from.
sip::hop play::way_to(const actor& a, std::string_view uri) const {
    if (const auto named = sip::numeric_hop(uri, a.target().via)) return *named;
    return a.inbox.empty() ? a.target() : a.inbox.back().received.from;
}

sip::hop play::route_of(actor& a, const actor_dialog& dialog) const {
    if (!dialog.open) return a.target();
    return sip::numeric_hop(dialog.open->next_hop(), a.target().via).value_or(a.target());
}

namespace {
// A row put in before the body, as it stands.
std::string with_row(std::string octets, const std::string& row) {
    const auto end = octets.find("\r\n\r\n");
    return end == std::string::npos ? octets : octets.insert(end + 2, row + "\r\n");
}

// Without the rows of this name, folds and all.
std::string without_row(const std::string& octets, const std::string& name) {
    std::string out;
    bool dropping = false, head = true;
    for (std::size_t at = 0; at < octets.size();) {
        const auto end = octets.find("\r\n", at);
        const std::size_t next = end == std::string::npos || !head ? octets.size() : end + 2;
        const auto row = std::string_view(octets).substr(at, next - at);
        if (head && row == "\r\n") head = false;
        if (head && !(dropping && (row[0] == ' ' || row[0] == '\t')))
            dropping = at > 0 && sip::iequal(sip::trim(row.substr(0, row.find(':'))), name);
        if (!head || !dropping) out += row;
        at = next;
    }
    return out;
}

std::string row_twice(const std::string& octets, const std::string& name) {
    const auto read = sip::read_message(octets);
    if (!read) return octets;
    for (const auto& f : read->fields())
        if (sip::iequal(f.name, name)) return with_row(octets, fmt::format("{}: {}", f.name, f.value));
    return octets;
}
} // namespace

// What the lines of a message change in its finished octets; empty where they change nothing.
play::edit play::edit_of(const send_line& line) {
    struct change {
        kind what;
        std::string text, with;
    };
    std::vector<change> changes;
    for (const auto& l : line.liberties)
        if (l.what == kind::raw || l.what == kind::omit || l.what == kind::dup_row || l.what == kind::mutate)
            changes.push_back({l.what, expand(l.text), expand(l.with)});
    if (changes.empty()) return {};
    return [changes](std::string octets) {
        for (const auto& c : changes) {
            if (c.what == kind::raw) octets = with_row(std::move(octets), c.text);
            if (c.what == kind::omit) octets = without_row(octets, c.text);
            if (c.what == kind::dup_row) octets = row_twice(octets, c.text);
            const auto at = c.what == kind::mutate ? octets.find(c.text) : std::string::npos;
            if (at != std::string::npos) octets.replace(at, c.text.size(), c.with);
        }
        return octets;
    };
}

void play::liberties_of(actor& a, outgoing& out, const send_line& line) {
    for (const auto& l : line.liberties) {
        if (l.what == kind::dup_message) out.twice = true;
        if (l.what != kind::credentials) continue;
        std::map<std::string, std::string> parts;
        for (const auto& [key, value] : l.attributes) parts[key] = expand(value);
        a.sign_with(out.request, parts["user"], parts["password"]);
        out.digest = false;
    }
    out.edit = edit_of(line);
}

// Answer the last request that a line wanted, or that came, and that has no final answer yet.
void play::respond(actor& a, const send_line& line) {
    inbox_entry* request = nullptr;
    for (auto& entry : a.inbox)
        if (entry.key && !entry.answered && entry.wanted &&
            (line.answers.empty() || entry.what.method() == line.answers))
            request = &entry;
    if (request == nullptr)
        return fall_short({.at = line.at,
                           .text = line.text,
                           .requirements = {},
                           .reason = "nothing-to-answer",
                           .expected = "a request that a line above wanted",
                           .actual = "none is unanswered"});
    auto out = sip::answer(request->what, line.status, a.tag_for(request->what), expand(line.reason));
    if (request->what.method() == "SUBSCRIBE" && line.status < 300)
        out.add(header::contact, fmt::format("<{}>", a.contact()));
    rows_of(out, line);
    if (line.body)
        if (const auto body =
                write_body(*line.body, a.who().aor(), [this](const phrase& p) { return expand(p); }))
            out.body(body->type, body->octets);
    const auto response = out.take();
    const auto edit = edit_of(line);
    const std::string plain(response.octets());
    a.answer(*request, response, edit ? edit(plain) : plain, line.opens, line.deviates());
}

} // namespace simplespec::scenarios
