#include "scenarios/runner/play.hpp"

#include "scenarios/runner/applicability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace simplespec::scenarios {

using namespace std::chrono_literals;

play::play(const scenario& s, const testbed& bed, const run_settings& settings, const catalogue& requirements,
           scene on)
    : s_(s), bed_(bed), settings_(settings), requirements_(requirements), scene_(std::move(on)),
      book_(scene_.wire, requirements), random_(sip::entropy::derive(settings.seed, s.id, "")) {}

play::~play() = default;

namespace {
// What the lines of a scenario say of requests to this actor.
std::set<std::string> methods_wanted(const scenario& s, const std::string& actor) {
    std::set<std::string> out;
    for (const auto& statement : s.statements)
        if (const auto* window = std::get_if<window_line>(&statement); window != nullptr && window->actor == actor)
            for (const auto& want : window->wants)
                if (!want.wants_response()) out.insert(want.method);
    return out;
}

bool reads_a_display(const scenario& s) {
    return std::ranges::any_of(s.statements, [](const auto& each) { return std::holds_alternative<display_line>(each); });
}
} // namespace

actor& play::who(const std::string& name) {
    return **std::ranges::find(actors_, name, [](const auto& a) { return a->name(); });
}

bool play::enter(const cast& who) {
    auto why = inapplicable(s_, bed_);
    if (!why && !who.missing.empty()) why = inapplicability_of(who.missing);
    if (!why && !scene_.display && reads_a_display(s_))
        why = inapplicability{"no-display", "the target has no display that can be read"};
    if (!why && !scene_.phone && s_.of_phones()) why = inapplicability{"no-phone", "the testbed has no [rig.NAME]"};
    if (why) {
        end_as(verdict::na, why->reason);
        result_.notes.push_back(why->note);
        return false;
    }
    for (std::size_t i = 0; i < s_.actors.size(); ++i) {
        const auto& line = s_.actors[i];
        const bool ours = line.kind != actor_kind::user_under_test && line.kind != actor_kind::phone;
        auto at = ours ? scene_.wire->attach(line.name) : scene_.target;
        if (!at) {
            end_as(verdict::error, "no-address");
            result_.notes.push_back(at.error());
            return false;
        }
        if (ours) book_.enter(*at, line.name);
        actors_.push_back(
            std::make_unique<actor>(line, who.accounts[i], *at, bed_.local.advertised, scene_.target,
                                    sip::entropy::derive(settings_.seed, s_.id, line.name), book_));
        if (line.kind == actor_kind::server) actors_.back()->mention(methods_wanted(s_, line.name));
    }
    set_up_client();
    return enter_phones();
}

// The client gets its own account, and the first server actor as its server.
void play::set_up_client() {
    const auto client = std::ranges::find(actors_, actor_kind::user_under_test, [](const auto& a) { return a->line().kind; });
    const auto server = std::ranges::find(actors_, actor_kind::server, [](const auto& a) { return a->line().kind; });
    if (client == actors_.end() || !scene_.enter) return;
    client_part part{.who = (*client)->who(), .server = {}};
    if (server != actors_.end()) part.server = (*server)->local();
    part.server.via = (*client)->line().via;
    scene_.enter(part);
}

// How the client ended by itself; the scenario is over then.
std::optional<std::string> play::client_ended() { return scene_.ended ? scene_.ended() : std::nullopt; }

scenario_result play::run(const cast& who) {
    const auto start = book_.now().steady;
    result_.id = s_.id;
    result_.title = s_.title;
    result_.requirements = s_.requirements();
    result_.outcome = verdict::pass;
    since_ = last_seen_ = started_ = start;
    if (enter(who)) {
        for (; line_ < s_.statements.size() && !over_; ++line_) {
            if (interrupted()) {
                end_as(verdict::skip, "interrupted");
                break;
            }
            std::visit([this](const auto& line) { of(line); }, s_.statements[line_]);
        }
        finish();
    }
    result_.duration_us =
        std::chrono::duration_cast<std::chrono::microseconds>(book_.now().steady - start).count();
    return std::move(result_);
}

// Let time pass until something happened or `until` is reached.
void play::pump(sip::time_point until) {
    std::optional<sip::time_point> next = until;
    for (const auto& a : actors_) next = sip::earlier(next, a->deadline());
    // In real time somebody may interrupt, and wants an end soon.
    if (settings_.shared_target) next = sip::earlier(next, std::optional(book_.now().steady + 250ms));
    const auto events = book_.wire().wait(std::max(*next, book_.now().steady));
    for (const auto& event : events) {
        if (const auto* in = std::get_if<rigs::arrival>(&event)) {
            last_seen_ = in->at.steady;
            for (const auto& a : actors_)
                if (a->local().host == in->received.to.host && a->local().port == in->received.to.port)
                    a->on_reception(*in);
        } else if (const auto* lost = std::get_if<rigs::undeliverable>(&event)) {
            for (const auto& a : actors_)
                if (a->local().host == lost->lost.from.host && a->local().port == lost->lost.from.port)
                    a->on_undeliverable(lost->lost);
        }
    }
    for (const auto& a : actors_)
        if (const auto due = a->deadline(); due && *due <= book_.now().steady) a->on_timer();
    book_.time_passed();
}

// Pump until `done`, at most until `until`; whether it is done. What came before the call is looked at first.
template <class Done>
bool play::pump_until(sip::time_point until, Done done) {
    while (!done()) {
        if (book_.now().steady >= until) return false;
        if (interrupted() && !cleaning_) return false;
        pump(until);
    }
    return true;
}

void play::let_pass(sip::time_point until) {
    pump_until(until, [] { return false; });
}

void play::of(const send_line& line) {
    actor& a = who(line.actor);
    since_ = book_.now().steady;
    if (line.status != 0) return respond(a, line);
    outgoing out{.request = composed(a, line),
                 .to = a.target(),
                 .method = line.method,
                 .opens = line.opens,
                 .dialog = line.dialog,
                 .deviates = line.deviates()};
    if (over_) return;
    out.digest = !awaits_challenge(line.actor);
    if (a.line().kind == actor_kind::server) out.to = way_to(a, expand(line.uri));
    if (const auto* dialog = a.find_dialog(line.dialog)) out.to = route_of(a, *dialog);
    liberties_of(a, out, line);
    a.send(std::move(out));
}

void play::of(const window_line& line) {
    actor& a = who(line.actor);
    if (line.never) return never(a, line);
    std::vector<match> got(line.wants.size());
    const inbox_entry* against = nullptr;
    const bool met = pump_until(since_ + length_of(line.length), [&] {
        if (take_what_came(a, line, got) || over_) return true;
        if (client_ended()) return true;
        against = contradiction(a, line, got);
        return against != nullptr || a.unreachable;
    });
    if (over_ || (met && std::ranges::none_of(got, [](const match& m) { return m.entry == SIZE_MAX; })))
        return;
    miss(a, line, got);
}

bool play::all_shown(const display_line& line) {
    return std::ranges::all_of(line.lines, [this](const check_line& each) { return is_shown(each); });
}

// All lines hold at one moment of the window; or, `still`, at each.
void play::of(const display_line& line) {
    const auto broken = [&] { return interrupted() || client_ended().has_value(); };
    const auto end = (line.still ? book_.now().steady : since_) + length_of(line.length);
    if (line.still)
        pump_until(end, [&] { return !all_shown(line) || broken(); });
    else if (pump_until(end, [&] { return all_shown(line) || broken(); }) && all_shown(line))
        return;
    if (interrupted()) return end_as(verdict::skip, "interrupted");
    for (const auto& each : line.lines)
        if (!is_shown(each)) check(nullptr, nullptr, each);
}

void play::of(const then_line& line) {
    const auto& inbox = who(line.actor).inbox;
    for (std::size_t i = marks_[line.actor]; i < inbox.size(); ++i)
        if (inbox[i].wanted) marks_[line.actor] = i + 1;
}

// What came before the silence is past: no line behind it wants a NOTIFY that was on its way already.
void play::of(const settle_line&) {
    constexpr int most_spans = 64;
    const auto quiet = length_of({.length = {}, .window = "quiet", .at = {}});
    last_seen_ = book_.now().steady;
    const auto limit = last_seen_ + most_spans * quiet;
    const auto calm = [&] { return std::min(limit, last_seen_ + quiet); };
    while (book_.now().steady < calm()) {
        pump(calm());
        if (interrupted()) break;
    }
    for (const auto& a : actors_) marks_[a->name()] = a->inbox.size();
    since_ = book_.now().steady;
}

// In steps, so that the actors answer what comes meanwhile.
void play::of(const advance_line& line) {
    const sip::duration stride = line.by > 60s ? sip::duration(400ms) : sip::duration(100ms);
    const auto end = book_.now().steady + line.by;
    bool shifted = true;
    while (shifted && book_.now().steady < end) {
        shifted = book_.wire().advance(std::min(stride, end - book_.now().steady), sip::duration::zero());
        if (shifted) pump(book_.now().steady);
        if (interrupted()) break;
    }
    if (!shifted && line.by > bed_.timing.max_wait) {
        end_as(verdict::na, "needs-time");
        result_.notes.push_back(fmt::format("`{}` is more than [timing] max_wait", line.text));
        return;
    }
    pump_until(end, [] { return false; });
    since_ = book_.now().steady;
}

void play::of(const do_line& line) {
    since_ = book_.now().steady;
    if (!scene_.act) {
        end_as(verdict::na, "nobody-to-do-it");
        result_.notes.push_back("the testbed has neither a `do` hook nor anybody to ask");
        return;
    }
    const auto sentence = expand(line.sentence);
    const auto meanwhile = [this](sip::duration length) {
        for (const auto end = book_.now().steady + length; book_.now().steady < end;) pump(end);
    };
    const auto done = scene_.act(sentence, meanwhile);
    if (done) return;
    if (done.error().cannot) {
        end_as(verdict::na, "cannot-do");
        result_.notes.push_back(fmt::format("\"{}\": {}", sentence, done.error().why));
        return;
    }
    fall_short({.at = line.at,
                    .text = line.text,
                    .requirements = {},
                    .reason = "not-done",
                    .expected = sentence,
                    .actual = done.error().why});
}

void play::of(const manual_line& line) {
    (line.what == "notify" ? who(line.actor).manual_notify : who(line.actor).manual_digest) = true;
}

void play::of(const check_line& line) { check(nullptr, nullptr, line); }

// A client that ends by itself, whatever it was sent, is a failure; the last message is the evidence.
void play::judge_end_of_client() {
    const auto ended = client_ended();
    if (!ended) return;
    result_.deviations.push_back({.file = s_.file,
                                  .line = 0,
                                  .text = "the client runs until it is told to stop",
                                  .requirement = {},
                                  .expected = "a client that runs",
                                  .actual = *ended,
                                  .evidence = {},
                                  .message = book_.records.empty() ? SIZE_MAX : book_.records.size() - 1});
    result_.outcome = worse(result_.outcome, verdict::fail);
    result_.reason = "client-ended";
}

void play::finish() {
    judge_end_of_client();
    std::set<std::size_t> unwanted;
    for (const auto& a : actors_)
        for (const auto& entry : a->inbox)
            if (!entry.wanted && (entry.what.is_request() || entry.what.status() >= 200))
                unwanted.insert(entry.number);
    if (bed_.unwanted == ambient::note)
        for (const auto number : unwanted) book_.records[number].ambient = true;
    book_.close();
    clean_up();
    result_.messages = std::move(book_.records);
    result_.findings = std::move(book_.findings);
    if (book_.own.empty() || result_.outcome == verdict::skip) return;
    const auto& first = book_.own.front();
    end_as(verdict::error, "our-" + first.rule);
    result_.deviations.push_back({.file = s_.file,
                                  .line = 0,
                                  .text = first.what,
                                  .requirement = first.requirement,
                                  .expected = first.expected,
                                  .actual = first.actual,
                                  .evidence = {},
                                  .message = first.message});
}

// Outside of the judgement: remove what the actors left at a target that others use too.
void play::clean_up() {
    if (!settings_.shared_target) return;
    cleaning_ = true;
    for (const auto& a : actors_) {
        if (a->line().kind != actor_kind::user) continue;
        a->manual_notify = a->manual_digest = false;
        if (a->clean_up() == 0) continue;
        // Whoever interrupts a run waits for this; a target that answers at all does so sooner.
        const sip::duration patience = interrupted() ? 1s : 5s;
        if (pump_until(book_.now().steady + patience, [&] { return a->pending() == 0; })) continue;
        left_behind_.push_back(a->who().name);
        result_.notes.push_back(
            fmt::format("account {} was set aside: what it left could not be removed", a->who().name));
    }
}

} // namespace simplespec::scenarios
