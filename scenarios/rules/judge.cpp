#include "scenarios/rules/judge.hpp"

#include "scenarios/observer/observer.hpp"
#include "scenarios/rules/body.hpp"
#include "scenarios/rules/rule.hpp"

#include <algorithm>
#include <utility>

namespace simplespec::scenarios {

namespace {

/// A hostile message may depart in every octet; what is kept of it ends here.
constexpr std::size_t findings_per_message = 256;

severity weigh(const requirement* row, sip::certainty sure) {
    if (row == nullptr || !row->verified) return severity::note;
    if (row->can_fail()) return sure == sip::certainty::proven ? severity::error : severity::warning;
    return row->can_warn() ? severity::warning : severity::note;
}

/// Where the lines of a message end, found once for all findings in it.
class line_ends {
  public:
    explicit line_ends(std::string_view text) {
        for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos; ++at)
            ends_.push_back(at);
    }
    /// From 1.
    std::size_t line_of(std::size_t offset) const {
        return 1 + static_cast<std::size_t>(std::ranges::lower_bound(ends_, offset) - ends_.begin());
    }

  private:
    std::vector<std::size_t> ends_;
};

} // namespace

struct judge::state {
    const catalogue& requirements;
    judge_settings settings;
    scenarios::observer observer{};
    std::vector<judgement> findings{};
    std::map<std::string, std::size_t> exercised{};
    bool blind = false; // frames are known to be lost, or only one direction was seen

    bool blames(const sip::hop& party) const { return !settings.under_test || settings.under_test(party); }

    // Whether this rule may speak on this occasion.
    bool speaks(const rule& r, const occasion& met) const {
        if (met.missing != absence::none) return r.on == basis::absence;
        if (!met.seen->message) return r.on == basis::unreadable;
        switch (r.on) {
        case basis::hop:
            return true;
        case basis::message:
            return !met.relayed || !settings.under_test;
        case basis::exchange:
            return !met.tainted && !met.relayed;
        case basis::copied:
            return !met.relayed && (!met.tainted || can_be_copied(met));
        case basis::absence:
        case basis::unreadable:
            break;
        }
        return false;
    }

    void apply(const occasion& met) {
        const auto& blamed = met.missing == absence::response ? met.seen->destination : met.seen->source;
        // A message that is wrong on purpose is not judged; a NOTIFY is owed by whoever answered the
        // SUBSCRIBE.
        if ((met.seen->deviates && met.missing == absence::none) || !blames(blamed)) return;
        std::size_t kept = 0;
        std::optional<line_ends> lines;
        for (const auto& r : all_rules()) {
            if (!speaks(r, met)) continue;
            auto answer = r.check(met);
            if (!answer.applied) continue;
            ++exercised[std::string(r.requirement)];
            for (const auto id : r.also) ++exercised[std::string(id)];
            for (auto& f : answer.found) {
                if (++kept > findings_per_message) return;
                // What a reader tells under a code of its own and no requirement is a note, not this rule's accusation.
                if (f.rule.empty() && f.requirement.empty()) f.requirement = r.requirement;
                if (f.rule.empty()) f.rule = r.name;
                // Where something was missed, what went before is not all that went before.
                if (met.gap && (r.on == basis::exchange || r.on == basis::absence))
                    f.sure = sip::certainty::suspected;
                if (!lines) lines.emplace(met.seen->message ? met.message().octets() : std::string_view());
                keep(met, blamed, f, *lines);
            }
        }
    }

    // The version of a document that counts its NOTIFYs, for the next one.
    void remember_version(const occasion& met, const std::shared_ptr<subscription>& s) {
        if (!s || !met.body || met.repeated || !met.is_request("NOTIFY")) return;
        const auto* counted = met.body->list();
        for (const auto* type : {"application/watcherinfo+xml", "application/pidf-diff+xml",
                                 "application/dialog-info+xml"})
            if (counted == nullptr) counted = met.body->of_type(type);
        if (counted == nullptr || !version_of(*counted)) return;
        s->document_version = version_of(*counted);
        s->document_notify = s->notifies;
        remember_partial(met, *counted, *s);
    }

    // What a later difference is applied to. A chain that is too long is let go.
    static void remember_partial(const occasion& met, const document& d, subscription& s) {
        constexpr std::size_t longest_chain = 32;
        if (d.type != "application/pidf-diff+xml") return;
        const bool whole = d.xml.value && d.xml.value->name == "pidf-full";
        if (whole || s.partial.size() >= longest_chain) s.partial.clear();
        if (whole || !s.partial.empty()) s.partial.push_back(met.seen);
    }

    void keep(const occasion& met, const sip::hop& blamed, sip::finding& f, const line_ends& lines) {
        const auto* row = requirements.find(f.requirement);
        const auto text = met.seen->message ? met.message().octets() : std::string_view();
        judgement one;
        one.record.rule = f.rule;
        one.record.requirement = f.requirement;
        if (row != nullptr) one.record.keyword = row->keyword;
        one.record.level = weigh(row, f.sure);
        one.record.message = met.seen->index;
        one.record.offset = std::min(f.offset, text.size());
        one.record.line = lines.line_of(one.record.offset);
        one.record.what = std::move(f.what);
        one.record.expected = std::move(f.expected);
        one.record.actual = std::move(f.actual);
        one.party = blamed;
        findings.push_back(std::move(one));
    }
};

judge::judge(const catalogue& requirements, judge_settings settings)
    : state_(std::make_unique<state>(state{requirements, std::move(settings)})) {
    state_->blind = !state_->settings.complete;
}
judge::~judge() = default;
judge::judge(judge&&) noexcept = default;
judge& judge::operator=(judge&&) noexcept = default;

void judge::on_message(const observed& seen) {
    on_time(seen.at);
    auto met = state_->observer.meet(seen);
    if (met.seen->message) met.body = read_body(met.message());
    state_->apply(met);
    state_->remember_version(met, state_->observer.take(met));
}

void judge::on_time(sip::instant now) {
    for (const auto& missed : state_->observer.missing(now))
        if (!state_->blind) state_->apply(missed);
}

void judge::on_gap(sip::instant now) {
    on_time(now);
    state_->observer.on_gap();
}

void judge::at_end(sip::instant now) {
    on_time(now);
    state_->observer.on_gap();
}

std::vector<judgement> judge::take() { return std::exchange(state_->findings, {}); }

const std::map<std::string, std::size_t>& judge::exercised() const { return state_->exercised; }

} // namespace simplespec::scenarios
