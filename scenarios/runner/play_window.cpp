#include "mime/entity.hpp"
#include "scenarios/runner/play.hpp"
#include "scenarios/runner/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::scenarios {

using sip::header;
using subject = lookup::subject;

namespace {
constexpr std::string_view any_final_response = "RFC3261-8.2.6.1-2";

bool wants_status(const expectation& want, int status) {
    return std::ranges::any_of(want.statuses,
                               [status](const auto& r) { return r.from <= status && status <= r.to; });
}

// "200", "2xx", "200-or-202", "NOTIFY": what stands in a reason.
std::string spelled(const expectation& want) {
    if (!want.wants_response()) return want.method;
    std::vector<std::string> out;
    for (const auto& r : want.statuses)
        out.push_back(r.from == r.to ? std::to_string(r.from) : fmt::format("{}xx", r.from / 100));
    return fmt::format("{}", fmt::join(out, "-or-"));
}

// A response that a want speaks of, whatever its status.
bool concerns(const expectation& want, const inbox_entry& e) {
    return want.wants_response() && e.what.is_response() &&
           (want.method.empty() || want.method == e.what.method());
}
} // namespace

namespace {
// A body contains what it says, and lacks what it neither says nor spells.
bool stands(const check_line& c, const std::optional<std::string>& left, const std::vector<std::string>& right,
            const sip::message* m) {
    const bool held = holds(c.op, left, right, is_caseless(c.left));
    const bool searched = c.op == comparison::contains || c.op == comparison::lacks;
    if (c.left.what != subject::body || m == nullptr || !left || !searched || held == (c.op == comparison::contains))
        return held;
    return holds(c.op, readable_body(*m), right, false);
}
} // namespace

bool play::fits(const actor& a, const inbox_entry& e, const expectation& want) {
    if (e.wanted) return false;
    if (want.wants_response()) {
        if (!concerns(want, e) || !wants_status(want, e.what.status())) return false;
    } else if (!e.what.is_request() || e.what.method() != want.method) {
        return false;
    }
    if (!want.dialog.empty() && want.dialog != e.dialog) return false;
    return std::ranges::all_of(want.checks, [&](const check_line& c) {
        if (c.what != check_line::kind::where) return true;
        std::vector<std::string> right;
        for (const auto& p : c.right) right.push_back(expand(p));
        return stands(c, value_of(const_cast<actor*>(&a), &e, c.left), right, &e.what);
    });
}

// Give what is in the inbox to the wants, in the order of both; whether all are satisfied.
bool play::take_what_came(actor& a, const window_line& line, std::vector<match>& got) {
    for (std::size_t w = 0; w < line.wants.size(); ++w) {
        if (got[w].entry != SIZE_MAX) continue;
        const auto& want = line.wants[w];
        std::size_t from = marks_[a.name()];
        bool ready = true;
        for (std::size_t before = 0; before < line.wants.size(); ++before) {
            if (line.wants[before].rank >= want.rank) continue;
            ready = ready && got[before].entry != SIZE_MAX;
            if (got[before].entry != SIZE_MAX) from = std::max(from, got[before].entry + 1);
        }
        for (std::size_t i = from; ready && i < a.inbox.size(); ++i) {
            if (!fits(a, a.inbox[i], want)) continue;
            got[w].entry = i;
            a.inbox[i].wanted = true;
            if (!want.opens.empty()) a.open(a.inbox[i], want.opens);
            follow_contacts(a.name(), a.inbox[i]);
            for (const auto& c : want.checks)
                if (c.what != check_line::kind::where && !check(&a, &a.inbox[i], c)) return false;
            break;
        }
    }
    return std::ranges::none_of(got, [](const match& m) { return m.entry == SIZE_MAX; });
}

// A final response that none of the open wants takes.
const inbox_entry* play::contradiction(actor& a, const window_line& line,
                                       const std::vector<match>& got) const {
    for (std::size_t i = marks_.contains(a.name()) ? marks_.at(a.name()) : 0; i < a.inbox.size(); ++i) {
        const auto& e = a.inbox[i];
        if (e.wanted || !e.what.is_response() || e.what.status() < 200) continue;
        bool spoken_of = false, taken = false;
        for (std::size_t w = 0; w < line.wants.size(); ++w) {
            if (got[w].entry != SIZE_MAX || !concerns(line.wants[w], e)) continue;
            spoken_of = true;
            taken = taken || wants_status(line.wants[w], e.what.status());
        }
        if (spoken_of && !taken) return &e;
    }
    return nullptr;
}

// RFC 3261 section 8.2.6.1: whoever was asked, with what method and for what, says something final to it. What the scenario
// wants to hear is another matter. INVITE waits for people.
bool play::left_unanswered(const actor& a) const {
    const auto from = marks_.contains(a.name()) ? marks_.at(a.name()) : 0;
    std::string asked;
    for (std::size_t i = 0; i < line_; ++i)
        if (const auto* sent = std::get_if<send_line>(&s_.statements[i]); sent != nullptr && sent->actor == a.name())
            asked = sent->method;
    return a.line().kind != actor_kind::server && !asked.empty() && asked != "INVITE" &&
           std::none_of(a.inbox.begin() + static_cast<std::ptrdiff_t>(from), a.inbox.end(),
                        [](const inbox_entry& e) { return e.what.is_response() && e.what.status() >= 200; });
}

// The window is over and something is missing: say what came instead, or whether it came late.
void play::miss(actor& a, const window_line& line, const std::vector<match>& got) {
    // A window that was cut short says nothing about anybody.
    if (interrupted()) return end_as(verdict::skip, "interrupted");
    const auto* against = contradiction(a, line, got);
    std::size_t w = 0;
    for (std::size_t i = 0; i < got.size(); ++i)
        if (got[i].entry == SIZE_MAX) {
            w = i;
            if (against == nullptr || concerns(line.wants[i], *against)) break;
        }
    const auto& want = line.wants[w];
    shortfall how{.at = want.at,
                  .text = want.text,
                  .requirements = want.requirements,
                  .reason = {},
                  .expected = spelled(want),
                  .actual = "nothing"};
    for (const auto& id : line.requirements) how.requirements.push_back(id);
    if (against != nullptr) {
        const std::string start(against->what.octets().substr(0, against->what.octets().find('\r')));
        how.actual = start;
        how.message = against->number;
        how.reason = fmt::format("expected-{}-got-{}", spelled(want), against->what.status());
        book_.records[against->number].ambient = false;
        if (excuse(against->what.status(), how, start)) return;
        return fall_short(how);
    }
    if (const auto ended = client_ended()) {
        how.reason = "client-ended";
        how.actual = ended->substr(0, ended->find('\n'));
        return fall_short(how);
    }
    if (a.unreachable) {
        how.reason = "unreachable";
        how.actual = "the target could not be reached";
        how.requirements.clear();
        return fall_short(how);
    }
    how.reason = fmt::format("expected-{}-got-nothing", spelled(want));
    const auto length = length_of(line.length);
    const auto from = static_cast<std::ptrdiff_t>(marks_[a.name()]);
    const auto late = [&] {
        return std::find_if(a.inbox.begin() + from, a.inbox.end(), [&](const inbox_entry& e) { return fits(a, e, want); });
    };
    const auto end = book_.now().steady + std::min<sip::duration>(length, std::chrono::seconds(5));
    while (late() == a.inbox.end() && book_.now().steady < end && !interrupted()) pump(end);
    if (const auto came = late(); came != a.inbox.end()) {
        how.reason = "late";
        how.message = came->number;
        how.actual = fmt::format("it came after the window of {} ms",
                                 std::chrono::duration_cast<std::chrono::milliseconds>(length).count());
    }
    if (want.wants_response() && left_unanswered(a)) how.requirements.emplace_back(any_final_response);
    fall_short(how);
}

void play::never(actor& a, const window_line& line) {
    const auto end = book_.now().steady + length_of(line.length);
    const std::size_t from = marks_[a.name()];
    std::size_t seen = from;
    for (;;) {
        for (; seen < a.inbox.size(); ++seen)
            for (const auto& want : line.wants) {
                if (!fits(a, a.inbox[seen], want)) continue;
                shortfall how{.at = want.at,
                              .text = want.text,
                              .requirements = want.requirements,
                              .reason = "unwanted-" + spelled(want),
                              .expected = "no " + spelled(want),
                              .actual = std::string(a.inbox[seen].what.octets().substr(
                                  0, a.inbox[seen].what.octets().find('\r'))),
                              .message = a.inbox[seen].number};
                for (const auto& id : line.requirements) how.requirements.push_back(id);
                return fall_short(how);
            }
        if (book_.now().steady >= end) return;
        if (interrupted()) return end_as(verdict::skip, "interrupted");
        pump(end);
    }
}

// The contact list that the actor's NOTIFYs come to.
void play::follow_contacts(const std::string& actor, const inbox_entry& e) {
    if (e.what.method() != "NOTIFY" || !e.what.is_request() || e.what.body().empty()) return;
    auto& list = lists_[actor];
    const auto type = e.what.value(header::content_type);
    const auto entity = sip::lowercase(type);
    if (entity.find("multipart") != std::string::npos || entity.find("rlmi") != std::string::npos) {
        list.apply_body(book_.now().wall, type, e.what.value(header::content_transfer_encoding),
                        e.what.body());
        return;
    }
    const auto whole = mime::read_entity(type, e.what.value(header::content_transfer_encoding), e.what.body());
    presence::read_options options;
    options.charset = whole.value.type.find("charset").value_or(std::string_view());
    const auto read = presence::read_presence_body("application/pidf+xml", whole.value.body, options);
    if (read.value) list.apply(book_.now().wall, read.value->entity, &*read.value);
}

namespace {
// What a contact list says of one of its rows, or how many rows it has.
std::optional<std::string> listed(const contacts::contact_list* list, const lookup& where, std::string_view uri) {
    if (where.what == subject::contacts) return std::to_string(list == nullptr ? 0 : list->rows().size());
    const auto* row = list == nullptr ? nullptr : list->find(uri);
    if (row == nullptr) return std::nullopt;
    if (where.parameter == "state") return std::string(presence::name(row->how.state));
    if (where.parameter == "name") return std::string(row->title());
    if (where.parameter == "activities") return fmt::format("{}", fmt::join(row->how.activities, " "));
    if (where.parameter == "address") return row->how.contact.empty() ? std::nullopt : std::optional(row->how.contact);
    return row->how.notes.empty() ? std::nullopt : std::optional(row->how.notes.front().text);
}
} // namespace

bool play::is_shown(const check_line& line) {
    std::vector<std::string> right;
    for (const auto& p : line.right) right.push_back(expand(p));
    return stands(line, value_of(nullptr, nullptr, line.left), right, nullptr);
}

std::optional<std::string> play::value_of(actor* a, const inbox_entry* e, const lookup& where) {
    if (where.what == subject::phrase) return expand(where.text);
    if (where.what == subject::captured) {
        const auto found = captures_.find(where.name);
        return found == captures_.end() ? std::nullopt : std::optional(found->second);
    }
    const bool of_list = where.what == subject::contacts || where.what == subject::contact;
    if (of_list && a != nullptr) return listed(&lists_[a->name()], where, expand(where.text));
    if (of_list && scene_.display) return listed(scene_.display(), where, expand(where.text));
    if (a == nullptr || e == nullptr) return std::nullopt;
    return look(where, expand(where.text), e->what, e->received.from);
}

// Capture or assert; false where the scenario ends here.
bool play::check(actor* a, const inbox_entry* e, const check_line& line) {
    auto left = value_of(a, e, line.left);
    // What a display shows came of the last message that the client was sent.
    const bool shown = e == nullptr && (line.left.what == subject::contact || line.left.what == subject::contacts);
    shortfall how{.at = line.at,
                  .text = line.text,
                  .requirements = line.requirements,
                  .reason = {},
                  .expected = {},
                  .actual = left.value_or("nothing"),
                  .message = e != nullptr ? e->number : shown ? book_.records.size() - 1 : SIZE_MAX};
    if (line.what == check_line::kind::capture) {
        if (left) {
            captures_[line.into] = *left;
            return true;
        }
        how.reason = "nothing-to-capture";
        how.expected = describe(line.left);
        fall_short(how);
        over_ = true;
        return false;
    }
    if (line.op == comparison::valid && line.left.what == subject::credentials) {
        const auto client =
            std::ranges::find(actors_, actor_kind::user_under_test, [](const auto& each) { return each->line().kind; });
        how.actual = "there is no client";
        if (e != nullptr && client != actors_.end()) how.actual = false_credentials(e->what, (*client)->who());
        if (how.actual.empty()) return true;
        how.reason = "wrong-credentials";
        how.expected = "credentials of the client's account";
    } else if (line.op == comparison::valid) {
        how.actual = e == nullptr ? "there is no body" : invalidity(e->what);
        if (how.actual.empty()) return true;
        how.reason = "invalid-body";
        how.expected = "a valid body";
    } else {
        std::vector<std::string> right;
        for (const auto& p : line.right) right.push_back(expand(p));
        if (stands(line, left, right, e == nullptr ? nullptr : &e->what)) return true;
        std::string code = describe(line.left);
        for (char& c : code)
            if (!sip::is_alphanum(c)) c = '-';
        how.reason = fmt::format("{}-not-{}", code,
                                 line.op == comparison::equal       ? "equal"
                                 : line.op == comparison::not_equal ? "different"
                                 : line.op == comparison::exists    ? "there"
                                 : line.op == comparison::absent    ? "absent"
                                                                    : "as-asserted");
        how.expected = fmt::format("{} {} {}", describe(line.left), sign(line.op), fmt::join(right, ", "));
    }
    fall_short(how);
    return !over_;
}

} // namespace simplespec::scenarios
