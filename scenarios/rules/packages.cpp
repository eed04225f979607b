// Packages whose documents count: partial presence (RFC 5262, RFC 5263), watcher information (RFC 3857, RFC 3858) and
// dialogs (RFC 4235); rates of notification (RFC 6446).
#include "presence/partial.hpp"
#include "scenarios/rules/body.hpp"
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace simplespec::scenarios {

using sip::header;

namespace {

constexpr std::string_view diff_type = "application/pidf-diff+xml";
constexpr std::string_view winfo_type = "application/watcherinfo+xml";
constexpr std::string_view dialog_type = "application/dialog-info+xml";
constexpr std::string_view dialog_ns = "urn:ietf:params:xml:ns:dialog-info";

std::string_view attribute(const presence::xml::element& e, std::string_view name) {
    const auto* found = e.find(name);
    return found == nullptr ? std::string_view() : std::string_view(*found);
}
std::size_t at(const document& d) { return d.offset + d.xml.value->offset; }

const document* of_notify(const occasion& o, std::string_view type) {
    if (!o.is_request("NOTIFY") || !o.body || o.seen->truncated || o.repeated) return nullptr;
    const auto* d = o.body->of_type(type);
    return d != nullptr && d->xml.value ? d : nullptr;
}
bool is_first(const occasion& o) { return o.subscription && o.subscription->initial && o.subscription->notifies == 0; }
/// The first NOTIFY since a SUBSCRIBE that was seen and accepted.
bool answers_subscribe(const occasion& o) {
    const auto& s = o.subscription;
    return s && s->initial && !s->notified_since && s->unanswered == 0 && s->accepted;
}

ruling first_version(const occasion& o, std::string_view type, std::uint32_t expected) {
    const auto* d = of_notify(o, type);
    if (d == nullptr || !version_of(*d) || !is_first(o)) return not_applicable();
    if (*version_of(*d) == expected) return conforms();
    return departs(at(*d), "the first document of a subscription has another version", std::to_string(expected),
                   attribute(*d->xml.value, "version"));
}
ruling first_of_winfo(const occasion& o) { return first_version(o, winfo_type, 0); }
ruling first_of_dialogs(const occasion& o) { return first_version(o, dialog_type, 0); }
ruling first_of_partial(const occasion& o) { return first_version(o, diff_type, 1); }

// Only where the NOTIFY before carried such a document, and arrived.
ruling next_version(const occasion& o, const document* d) {
    const auto& s = o.subscription;
    if (d == nullptr || !version_of(*d) || !s || !s->document_version || s->document_notify != s->notifies)
        return not_applicable();
    if (!o.before || !o.before->last->final || o.before->last->final->message->status() != 200)
        return not_applicable();
    if (*version_of(*d) == *s->document_version + 1) return conforms();
    return departs(at(*d), "the version does not grow by one from NOTIFY to NOTIFY",
                   std::to_string(*s->document_version + 1), attribute(*d->xml.value, "version"));
}
ruling next_counted(const occasion& o) {
    const auto* d = of_notify(o, winfo_type);
    return next_version(o, d != nullptr ? d : of_notify(o, dialog_type));
}
ruling next_partial(const occasion& o) { return next_version(o, of_notify(o, diff_type)); }

ruling not_full(const occasion& o, const document* d, bool full) {
    if (d == nullptr || !answers_subscribe(o)) return not_applicable();
    if (full) return conforms();
    return departs(at(*d), "the NOTIFY that a SUBSCRIBE calls for has not the full state", "full state",
                   attribute(*d->xml.value, "state"));
}
ruling winfo_not_full(const occasion& o) {
    const auto* d = of_notify(o, winfo_type);
    return not_full(o, d, d != nullptr && attribute(*d->xml.value, "state") == "full");
}
ruling dialogs_not_full(const occasion& o) {
    const auto* d = of_notify(o, dialog_type);
    return not_full(o, d, d != nullptr && attribute(*d->xml.value, "state") == "full");
}
// RFC 4235 section 3.3: all dialogs come when a SUBSCRIBE asks for them, or where there are none; else what changed.
ruling dialogs_unasked(const occasion& o) {
    const auto* d = of_notify(o, dialog_type);
    if (d == nullptr || !o.subscription || !o.subscription->initial || is_first(o) || answers_subscribe(o))
        return not_applicable();
    if (o.subscription->unanswered != 0 || !o.subscription->notified_since) return not_applicable();
    if (attribute(*d->xml.value, "state") != "full" || d->xml.value->children.empty()) return conforms();
    return departs(at(*d), "a NOTIFY that no SUBSCRIBE called for has the full state", "what has changed", "full");
}
bool is_whole(const document& d) { return d.xml.value->is(presence::pidf_diff_ns, "pidf-full"); }
ruling refreshed_partial(const occasion& o) {
    const auto* d = of_notify(o, diff_type);
    if (is_first(o)) return not_applicable();
    return not_full(o, d, d != nullptr && is_whole(*d));
}
ruling first_partial_not_full(const occasion& o) {
    const auto* d = of_notify(o, diff_type);
    if (d == nullptr || !is_first(o)) return not_applicable();
    if (is_whole(*d)) return conforms();
    return departs(at(*d), "the first partial notification has not the full state", "pidf-full", d->xml.value->name);
}

ruling partial_without_version(const occasion& o) {
    const auto* d = of_notify(o, diff_type);
    if (d == nullptr) return not_applicable();
    if (version_of(*d)) return conforms();
    return departs(at(*d), "a partial notification has no version", "version", attribute(*d->xml.value, "version"));
}

ruling partial_of_another_type(const occasion& o) {
    const auto* d = of_notify(o, "application/pidf+xml");
    if (d == nullptr) return not_applicable();
    if (d->xml.value->ns != presence::pidf_diff_ns) return conforms();
    return departs(place(o.message(), header::content_type), "a partial document under another content type",
                   std::string(diff_type), o.message().value(header::content_type));
}

// RFC 5262 section 3: the presentity of a difference is that of the whole.
ruling partial_entity(const occasion& o) {
    const auto* d = of_notify(o, diff_type);
    if (d == nullptr || attribute(*d->xml.value, "entity").empty() || !o.subscription || !o.subscription->last_notify)
        return not_applicable();
    const auto last = read_body(*o.subscription->last_notify->message);
    const auto* before = last ? last->of_type(diff_type) : nullptr;
    if (before == nullptr || !before->xml.value || attribute(*before->xml.value, "entity").empty())
        return not_applicable();
    if (attribute(*before->xml.value, "entity") == attribute(*d->xml.value, "entity")) return conforms();
    return departs(at(*d), "the entity of a difference is not that of the presence document",
                   std::string(attribute(*before->xml.value, "entity")), attribute(*d->xml.value, "entity"));
}

/// What an observer makes of the difference in this document.
std::optional<presence::partial_view::outcome> follow(presence::partial_view& view, const document& d,
                                                      sip::findings& found) {
    if (!d.xml.value || !d.well_formed()) return std::nullopt;
    const auto read = presence::read_partial(d.part->body);
    if (!read.value || !read.value->version) return std::nullopt;
    return view.on_document(*read.value, found);
}

// RFC 5261 section 4: what keeps a difference from being applied to what its notifier said before. Selectors that our
// reader does not know accuse nobody, nor does what came before and could not be followed.
ruling partial_patch(const occasion& o) {
    using outcome = presence::partial_view::outcome;
    const auto* d = of_notify(o, diff_type);
    if (d == nullptr || is_whole(*d) || !o.subscription || o.subscription->partial.empty()) return not_applicable();
    presence::partial_view view;
    sip::findings found;
    for (const auto& former : o.subscription->partial) {
        const auto body = read_body(*former->message);
        const auto* told = body ? body->of_type(diff_type) : nullptr;
        if (former->truncated || told == nullptr || follow(view, *told, found) != outcome::applied)
            return not_applicable();
    }
    found.clear();
    const auto came = follow(view, *d, found);
    if (came == outcome::applied) return conforms();
    if (came != outcome::broken) return not_applicable();
    ruling out = conforms();
    for (auto& f : found) {
        if (!f.rule.starts_with("partial-patch") || f.rule == "partial-patch-directive") continue;
        f.offset += d->offset;
        out.found.push_back(std::move(f));
    }
    return out;
}
constexpr std::string_view of_patches[] = {"RFC5261-4.2.1-1", "RFC5261-4.5-2"};

ruling partial_too_soon(const occasion& o) {
    if (of_notify(o, diff_type) == nullptr || !o.before) return not_applicable();
    const auto& last = *o.before->last;
    if (last.request->message->method() != "NOTIFY" || last.final ||
        o.seen->at.steady - last.request->at.steady >= std::chrono::seconds(32))
        return conforms();
    // The answer may have gone by unseen.
    return suspect(0, "a partial notification before the one before it was answered", "one at a time");
}

std::optional<double> quality(const sip::message& m, std::string_view type) {
    for (const auto item : items(m, header::accept)) {
        if (!sip::iequal(head_of(item), type)) continue;
        const auto stated = parameter(tail_of(item), "q").value_or("1");
        double value = 1;
        std::from_chars(stated.data(), stated.data() + stated.size(), value);
        return value;
    }
    return std::nullopt;
}

ruling partial_accept(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") || !quality(o.message(), diff_type)) return not_applicable();
    if (quality(o.message(), "application/pidf+xml")) return conforms();
    return departs(place(o.message(), header::accept), "Accept names partial documents and not whole ones",
                   "application/pidf+xml", o.message().value(header::accept));
}

ruling against_preference(const occasion& o) {
    const auto& s = o.subscription;
    if (of_notify(o, diff_type) == nullptr || !s || !s->latest || s->unanswered != 0) return not_applicable();
    const auto partial = quality(*s->latest->message, diff_type);
    const auto whole = quality(*s->latest->message, "application/pidf+xml");
    if (!partial || !whole) return not_applicable();
    if (*partial >= *whole) return conforms();
    return departs(place(o.message(), header::content_type), "a partial document although whole ones are preferred",
                   "application/pidf+xml", diff_type);
}

// Watcher information.

bool of_winfo(const occasion& o) { return o.outline.event.ends_with(".winfo"); }

ruling without_expires(const occasion& o, bool mine) {
    if (!o.is_request("SUBSCRIBE") || !mine) return not_applicable();
    if (o.message().has(header::expires)) return conforms();
    return departs(0, "a SUBSCRIBE of this package does not say for how long", "Expires");
}
ruling winfo_without_expires(const occasion& o) { return without_expires(o, of_winfo(o)); }
ruling dialog_without_expires(const occasion& o) { return without_expires(o, o.outline.event == "dialog"); }

ruling winfo_in_front(const occasion& o) {
    if ((!o.is_request("SUBSCRIBE") && !o.is_request("NOTIFY")) || o.outline.event.find("winfo") == std::string_view::npos)
        return not_applicable();
    if (!o.outline.event.starts_with("winfo")) return conforms();
    return departs(place(o.message(), header::event), "the template stands in front of its package", "presence.winfo",
                   o.outline.event);
}

ruling winfo_too_often(const occasion& o) {
    const auto& s = o.subscription;
    if (of_notify(o, winfo_type) == nullptr || o.seen->retyped || !s || !s->last_notify || !s->notified_since ||
        s->unanswered != 0)
        return not_applicable();
    if (sip::iequal(head_of(o.message().value(header::subscription_state)), "terminated")) return not_applicable();
    if (o.seen->at.steady - s->last_notify->at.steady >= std::chrono::milliseconds(4900)) return conforms();
    return suspect(0, "two NOTIFYs of watcher information within five seconds", "at most one in five seconds");
}

// Dialogs.

ruling accept_without_dialogs(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") || o.outline.event != "dialog" || !o.message().has(header::accept))
        return not_applicable();
    for (const auto item : items(o.message(), header::accept))
        if (sip::iequal(head_of(item), dialog_type)) return conforms();
    return departs(place(o.message(), header::accept), "Accept does not list the package's type",
                   std::string(dialog_type), o.message().value(header::accept));
}

ruling dialog_attributes(const occasion& o) {
    const auto* d = of_notify(o, dialog_type);
    if (d == nullptr || !d->xml.value->is(dialog_ns, "dialog-info")) return not_applicable();
    for (const auto name : {"version", "state", "entity"})
        if (d->xml.value->find(name) == nullptr)
            return departs(at(*d), "dialog-info has no " + std::string(name), name);
    return conforms();
}

ruling dialog_ids(const occasion& o) {
    const auto* d = of_notify(o, dialog_type);
    if (d == nullptr) return not_applicable();
    std::set<std::string_view> seen;
    for (const auto& e : d->xml.value->children)
        if (e.is(dialog_ns, "dialog") && !seen.insert(attribute(e, "id")).second)
            return departs(d->offset + e.offset, "two dialogs have the same id", "an id of its own", attribute(e, "id"));
    return conforms();
}

ruling dialog_states(const occasion& o) {
    const auto* d = of_notify(o, dialog_type);
    if (d == nullptr) return not_applicable();
    for (const auto& e : d->xml.value->children) {
        if (!e.is(dialog_ns, "dialog")) continue;
        const auto* state = e.child(dialog_ns, "state");
        const auto word = state == nullptr ? std::string_view() : state->trimmed();
        constexpr std::string_view words[] = {"trying", "proceeding", "early", "confirmed", "terminated"};
        if (std::ranges::find(words, word) == std::end(words))
            return departs(d->offset + e.offset, "the state of a dialog is none of the five",
                           "trying, proceeding, early, confirmed or terminated", word);
    }
    return conforms();
}

ruling dialog_schema(const occasion& o) {
    const auto* d = of_notify(o, dialog_type);
    if (d == nullptr || !d->well_formed()) return not_applicable();
    if (!dialog_attributes(o).found.empty() || !dialog_states(o).found.empty()) return not_applicable();
    ruling out = conforms();
    for (auto f : d->against_schema()) {
        if (f.rule == "xml-not-well-formed") continue; // a limit of the validator's own
        f.offset += d->offset;
        f.rule = {};
        out.found.push_back(std::move(f));
    }
    return out;
}

// Rates: max-rate is in notifications per second (RFC 6446 section 5.1).

std::optional<std::string_view> rate(const sip::message& m, header field) {
    return parameter(tail_of(m.value(field)), "max-rate");
}
bool is_rate(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > 0 && text.front() != '.' &&
           text.find_first_not_of("0123456789.") == std::string_view::npos;
}

ruling rate_form(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") || !rate(o.message(), header::event)) return not_applicable();
    const auto stated = *rate(o.message(), header::event);
    if (!stated.empty() && is_rate(stated)) return conforms();
    return departs(place(o.message(), header::event), "max-rate is no positive decimal number", "0.05", stated);
}

ruling rate_misplaced(const occasion& o) {
    if (!o.is_request("NOTIFY")) return not_applicable();
    if (!rate(o.message(), header::event)) return conforms();
    return departs(place(o.message(), header::event), "a rate stands in the Event of a NOTIFY",
                   "max-rate in Subscription-State", o.message().value(header::event));
}

ruling faster_than_agreed(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || o.seen->retyped || !s || !s->last_notify || !s->notified_since ||
        s->unanswered != 0)
        return not_applicable();
    const auto& last = *s->last_notify->message;
    const auto agreed = rate(last, header::subscription_state);
    if (!agreed || agreed->empty() || !is_rate(*agreed)) return not_applicable();
    const auto word = head_of(o.message().value(header::subscription_state));
    if (!sip::iequal(word, head_of(last.value(header::subscription_state)))) return not_applicable();
    double most = 1;
    std::from_chars(agreed->data(), agreed->data() + agreed->size(), most);
    const std::chrono::duration<double> passed = o.seen->at.steady - s->last_notify->at.steady;
    if (passed.count() >= 0.95 / most) return conforms();
    return departs(0, "a NOTIFY sooner than the rate that was agreed on allows",
                   "not more than " + std::string(*agreed) + " in a second");
}

double number_of(std::string_view rate) {
    double value = 0;
    std::from_chars(rate.data(), rate.data() + rate.size(), value);
    return value;
}

// A minimum rate is asked for by a positive decimal (RFC 6446 section 9.2) ...
ruling least_rate_form(const occasion& o) {
    if (!o.is_request("SUBSCRIBE")) return not_applicable();
    const auto asked = parameter(tail_of(o.message().value(header::event)), "min-rate");
    if (!asked) return not_applicable();
    if (!asked->empty() && asked->find_first_not_of("0123456789.") == std::string_view::npos) return conforms();
    return departs(place(o.message(), header::event), "min-rate is no decimal number", "0.05", *asked);
}

// ... and given up by leaving it out: zero is no rate.
ruling least_rate_of_zero(const occasion& o) {
    if (!o.is_request("SUBSCRIBE")) return not_applicable();
    const auto asked = parameter(tail_of(o.message().value(header::event)), "min-rate");
    if (!asked || asked->empty() || asked->find_first_not_of("0123456789.") != std::string_view::npos)
        return not_applicable();
    if (asked->find_first_not_of("0.") != std::string_view::npos) return conforms();
    return departs(place(o.message(), header::event), "a minimum rate of zero", "no min-rate", *asked);
}

// A rate that allows no NOTIFY before the subscription ends is raised to one in the time that is left.
ruling rate_quenches(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || !s || !s->initial || s->notifies != 0) return not_applicable();
    const auto state = o.message().value(header::subscription_state);
    const auto asked = rate(*s->initial->message, header::event);
    const auto agreed = rate(o.message(), header::subscription_state);
    const auto left = parameter(tail_of(state), "expires");
    if (!asked || !is_rate(*asked) || !agreed || !is_rate(*agreed) || !left) return not_applicable();
    const auto seconds = number_of(*left);
    if (seconds <= 0 || number_of(*asked) * seconds >= 1) return not_applicable();
    if (number_of(*agreed) * seconds >= 0.95) return conforms();
    return departs(place(o.message(), header::subscription_state),
                   "the rate that was agreed on allows no NOTIFY before the subscription ends",
                   "one in " + std::string(*left) + " s", *agreed);
}

constexpr std::array table = {
    rule{"partial-accept-without-pidf", "RFC5263-4.2-1", partial_accept},
    rule{"partial-against-preference", "RFC5263-4.3-1", against_preference, basis::exchange},
    rule{"partial-first-not-full", "RFC5263-4.4-1", first_partial_not_full, basis::exchange},
    rule{"partial-under-another-type", "RFC5263-4.4-2", partial_of_another_type},
    rule{"partial-without-version", "RFC5263-4.4-3", partial_without_version},
    rule{"partial-first-version", "RFC5263-4.4-4", first_of_partial, basis::exchange},
    rule{"partial-next-version", "RFC5263-4.4-5", next_partial, basis::exchange},
    rule{"partial-before-answer", "RFC5263-4.4-7", partial_too_soon, basis::exchange},
    rule{"partial-refreshed-not-full", "RFC5263-4.4-8", refreshed_partial, basis::exchange},
    rule{"partial-patch", "RFC5261-4.1-1", partial_patch, basis::exchange, of_patches},
    rule{"partial-entity-differs", "RFC5262-3.2-1", partial_entity, basis::exchange},
    rule{"winfo-template-in-front", "RFC3857-4.1-1", winfo_in_front},
    rule{"winfo-without-expires", "RFC3857-4.4-1", winfo_without_expires},
    rule{"winfo-not-full-after-subscribe", "RFC3857-4.7.2-1", winfo_not_full, basis::exchange},
    rule{"winfo-too-often", "RFC3857-4.10-1", winfo_too_often, basis::exchange},
    rule{"winfo-first-version", "RFC3858-3-2", first_of_winfo, basis::exchange},
    rule{"counted-next-version", "RFC6665-5.3.2-1", next_counted, basis::exchange},
    rule{"dialog-without-expires", "RFC4235-3.4-1", dialog_without_expires},
    rule{"accept-without-dialog-info", "RFC4235-3.5-2", accept_without_dialogs},
    rule{"dialogs-not-full-after-subscribe", "RFC4235-3.7-1", dialogs_not_full, basis::exchange},
    rule{"dialogs-full-unasked", "RFC4235-3.3-2", dialogs_unasked, basis::exchange},
    rule{"dialog-info-attributes", "RFC4235-4.1-1", dialog_attributes},
    rule{"dialog-info-first-version", "RFC4235-4.1-2", first_of_dialogs, basis::exchange},
    rule{"dialog-id-repeated", "RFC4235-4.1.1-1", dialog_ids},
    rule{"dialog-state-unknown", "RFC4235-4.1.2-1", dialog_states},
    rule{"dialog-info-schema", "RFC4235-4-S1", dialog_schema},
    rule{"max-rate-form", "RFC6446-5.1-1", rate_form},
    rule{"rate-in-notify", "RFC6446-4.1-1", rate_misplaced},
    rule{"faster-than-max-rate", "RFC6446-5.2-1", faster_than_agreed, basis::exchange},
    rule{"max-rate-quenches", "RFC6446-5.3-1", rate_quenches, basis::exchange},
    rule{"min-rate-form", "RFC6446-6.1-1", least_rate_form},
    rule{"min-rate-of-zero", "RFC6446-6.1-2", least_rate_of_zero},
};

} // namespace

rule_section package_rules() { return table; }

} // namespace simplespec::scenarios
