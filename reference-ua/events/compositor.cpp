#include "events/compositor.hpp"

#include "events/event_type.hpp"
#include "events/reading.hpp"
#include "sip/cursor.hpp"
#include "sip/transaction/answer.hpp"

#include <algorithm>
#include <expected>
#include <map>
#include <set>
#include <tuple>

namespace simplespec::events {
namespace {

// SIP-If-Match  =  "SIP-If-Match" HCOLON entity-tag
// entity-tag    =  token
std::optional<std::string> single_entity_tag(const sip::message& request) {
    if (request.count(sip::header::sip_if_match) != 1) return {};
    sip::cursor c(request.value(sip::header::sip_if_match));
    const auto tag = c.token();
    if (tag.empty() || !c.at_end()) return {};
    return std::string(tag);
}

} // namespace

struct compositor::data {
    using key = std::pair<std::string, std::string>; // resource, package

    compositor_settings settings;
    sip::entropy* random;
    std::map<key, std::vector<publication>, std::less<>> states;
    std::set<std::tuple<sip::time_point, std::string, key>> expiries; // by time: deadline, entity-tag, where
    std::uint64_t issued = 0;                                         // entity-tags
    std::uint64_t sequence = 0;                                       // publications and modifications

    // The count keeps it unlike every one before, the random part unlike those of other servers and earlier
    // lives.
    std::string new_etag() { return std::to_string(++issued) + "." + random->token(8); }

    sip::composer answer(const sip::message& request, int status) {
        return sip::answer(request, status, random->token(8));
    }

    std::vector<publication>::iterator find(std::vector<publication>& live, std::string_view etag) {
        return std::ranges::find(live, etag, &publication::etag);
    }

    // RFC 3903 section 6, step 5: what a body must be. None: acceptable.
    std::optional<sip::composer> refuse_body(const sip::message& request) {
        if (request.body().size() > settings.max_octets) return answer(request, 413);
        const auto encoding = request.value(sip::header::content_encoding);
        if (!encoding.empty() && !sip::iequal(encoding, "identity"))
            return std::move(answer(request, 415).add(sip::header::accept_encoding, "identity"));
        const auto type = media_type(request.value(sip::header::content_type));
        if (settings.formats.empty() || contains(settings.formats, type)) return {};
        return std::move(answer(request, 415).add(sip::header::accept, list_of(settings.formats)));
    }

    // Step 4: the lifetime to grant, or the response that refuses it.
    std::expected<std::chrono::seconds, sip::composer> lifetime(const sip::message& request) {
        auto asked = std::optional(settings.default_expires);
        if (request.has(sip::header::expires)) asked = seconds_of(request, sip::header::expires);
        if (!asked) return std::unexpected(answer(request, 400));
        if (asked->count() > 0 && *asked < settings.min_expires)
            return std::unexpected(
                std::move(answer(request, 423)
                              .add(sip::header::min_expires, std::to_string(settings.min_expires.count()))));
        return std::min(*asked, settings.max_expires);
    }

    // Step 6, and what an observer must know.
    void accept(sip::server_key with, const sip::message& request, const std::string& etag,
                std::chrono::seconds granted, effects& out) {
        auto ok = answer(request, 200);
        ok.add(sip::header::expires, std::to_string(granted.count())).add(sip::header::sip_etag, etag);
        out.emplace_back(respond{with, ok.take()});
    }

    void store(sip::instant now, const key& where, publication entry) {
        expiries.emplace(entry.expires, entry.etag, where);
        auto& live = states[where];
        entry.sequence = ++sequence;
        entry.published = now;
        live.push_back(std::move(entry));
    }

    void erase(const key& where, std::vector<publication>::iterator entry) {
        expiries.erase({entry->expires, entry->etag, where});
        auto& live = states.find(where)->second;
        live.erase(entry);
        if (live.empty()) states.erase(where);
    }
};

compositor::compositor(compositor_settings settings, sip::entropy& random)
    : data_(std::make_unique<data>(std::move(settings), &random)) {}
compositor::~compositor() = default;
compositor::compositor(compositor&&) noexcept = default;
compositor& compositor::operator=(compositor&&) noexcept = default;

// RFC 3903 section 6, steps 2 to 6; step 1 and authorization were our caller's.
compositor::effects compositor::on_publish(sip::instant now, std::string_view resource, sip::server_key with,
                                           const sip::message& request) {
    effects out = on_timer(now); // what has run out cannot be matched any more
    auto& d = *data_;
    const auto refuse = [&](const sip::composer& response) {
        out.emplace_back(respond{with, response.take()});
        return std::move(out);
    };
    const auto event = event_of(request);
    if (!event || !contains(d.settings.packages, event->package))
        return refuse(d.answer(request, 489).add(sip::header::allow_events, list_of(d.settings.packages)));

    const data::key where{resource, event->package};
    auto live = d.states.find(where);
    auto matched = std::optional<std::vector<publication>::iterator>();
    if (request.has(sip::header::sip_if_match)) {
        const auto etag = single_entity_tag(request);
        if (!etag) return refuse(d.answer(request, 400));
        if (live == d.states.end()) return refuse(d.answer(request, 412));
        matched = d.find(live->second, *etag);
        if (*matched == live->second.end()) return refuse(d.answer(request, 412));
    }
    const auto granted = d.lifetime(request);
    if (!granted) return refuse(granted.error());
    const bool has_body = !request.body().empty();
    if (!has_body && !matched) return refuse(d.answer(request, 400));
    if (has_body && granted->count() > 0)
        if (const auto no = d.refuse_body(request)) return refuse(*no);

    const auto etag = d.new_etag();
    if (granted->count() == 0) { // removed; or an initial one that expires as it comes: nothing is stored
        if (matched) d.erase(where, *matched);
        d.accept(with, request, etag, *granted, out);
        if (matched) out.emplace_back(state_changed{where.first, where.second});
        return out;
    }
    if (!matched && (d.expiries.size() >= d.settings.max_total ||
                     (live != d.states.end() && live->second.size() >= d.settings.max_publications)))
        return refuse(d.answer(request, 503).add(sip::header::retry_after, "60"));

    publication entry{etag, has_body ? content_of(request) : (*matched)->body, 0, now, now.steady + *granted};
    if (matched && !has_body) { // a refresh changes the lifetime and the entity-tag alone
        d.expiries.erase({(*matched)->expires, (*matched)->etag, where});
        d.expiries.emplace(entry.expires, etag, where);
        (*matched)->etag = etag;
        (*matched)->expires = entry.expires;
        d.accept(with, request, etag, *granted, out);
        return out;
    }
    if (matched) d.erase(where, *matched);
    d.store(now, where, std::move(entry));
    d.accept(with, request, etag, *granted, out);
    out.emplace_back(state_changed{where.first, where.second});
    return out;
}

compositor::effects compositor::on_timer(sip::instant now) {
    effects out;
    auto& d = *data_;
    std::set<data::key> touched;
    while (!d.expiries.empty() && std::get<0>(*d.expiries.begin()) <= now.steady) {
        const auto [when, etag, where] = *d.expiries.begin();
        d.erase(where, d.find(d.states.find(where)->second, etag));
        touched.insert(where);
    }
    for (const auto& [resource, package] : touched) out.emplace_back(state_changed{resource, package});
    return out;
}

std::optional<sip::time_point> compositor::deadline() const {
    if (data_->expiries.empty()) return {};
    return std::get<0>(*data_->expiries.begin());
}

std::vector<publication> compositor::current(std::string_view resource, std::string_view package) const {
    const auto live = data_->states.find(data::key{resource, package});
    return live == data_->states.end() ? std::vector<publication>() : live->second;
}

std::size_t compositor::count() const { return data_->expiries.size(); }

} // namespace simplespec::events
