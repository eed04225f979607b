#include "agent/registrar.hpp"

#include "agent/date.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/value.hpp"
#include "sip/transaction/answer.hpp"

#include <algorithm>

namespace simplespec::agent {
namespace {

using sip::header;
using std::chrono::seconds;

// The value as written, without its expires parameter, in brackets where it had none.
std::string contact_text(const sip::contact_value& contact) {
    std::string out = "<" + sip::print(contact.where.target) + ">";
    if (!contact.where.display_name.empty()) out = sip::quote(contact.where.display_name) + " " + out;
    for (const auto& p : contact.where.params.items) {
        if (sip::iequal(p.name, "expires")) continue;
        out.append(";").append(p.name);
        if (p.value) out.append("=").append(*p.value);
    }
    return out;
}

} // namespace

sip::composer registrar::answer(const sip::message& request, int status, std::string_view reason) {
    return sip::answer(request, status, random_.token(8), reason);
}

// RFC 3261 section 10.3 step 7: the expires parameter, else Expires, else our own choice; malformed is an
// hour (section 10.2.1.1).
seconds registrar::interval(const sip::contact_value& contact, const sip::message& request) const {
    seconds asked = settings_.registration.usual;
    if (contact.where.params.has("expires"))
        asked = seconds(contact.expires().value_or(3600));
    else if (request.has(header::expires))
        asked = seconds(sip::parse_expires(request.value(header::expires)).value_or(3600));
    return std::min(asked, settings_.registration.most);
}

std::optional<sip::composer> registrar::read_contacts(const sip::message& request, std::vector<wanted>& out,
                                                      bool& star) {
    for (const auto& value : sip::list_values(request, header::contact)) {
        const auto contact = sip::parse_contact(value.text);
        if (!contact) return answer(request, 400, "Bad Contact");
        star = star || contact->star;
        if (contact->star) {
            out.emplace_back();
            continue;
        }
        const auto lasts = interval(*contact, request);
        // Only intervals below an hour may be refused as too brief.
        if (lasts > seconds(0) && lasts < seconds(3600) && lasts < settings_.registration.least) {
            auto no = answer(request, 423);
            no.add(header::min_expires, std::to_string(settings_.registration.least.count()));
            return no;
        }
        out.push_back({contact->where.target, contact_text(*contact), lasts});
        if (out.size() > settings_.limits.contacts) return answer(request, 403, "Too Many Contacts");
    }
    const auto expires = sip::parse_expires(request.value(header::expires));
    if (star && (out.size() != 1 || !expires || *expires != 0))
        return answer(request, 400, "The Star Stands Alone and With Expires 0");
    return std::nullopt;
}

sip::composer registrar::on_register(sip::instant now, std::string_view resource,
                                     const sip::message& request) {
    on_timer(now);
    std::vector<wanted> changes;
    bool star = false;
    if (auto no = read_contacts(request, changes, star)) return *no;

    const auto found = table_.find(resource);
    bindings all = found == table_.end() ? bindings() : found->second;
    const std::string call_id(request.value(header::call_id));
    const auto cseq = sip::parse_cseq(request.value(header::cseq));
    if (!cseq) return answer(request, 400, "Bad CSeq");
    const auto stale = [&](const binding& b) { return b.call_id == call_id && cseq->number <= b.cseq; };
    const auto out_of_order = [&](const binding& b) {
        return stale(b) && (star || std::ranges::any_of(changes, [&](const wanted& w) {
                                return sip::equivalent(b.contact, w.contact);
                            }));
    };
    if (std::ranges::any_of(all, out_of_order)) return answer(request, 500, "CSeq Out of Order");
    const std::size_t before = all.size();
    if (star) {
        all.clear();
        changes.clear();
    }
    for (const auto& change : changes) {
        std::erase_if(all, [&](const binding& b) { return sip::equivalent(b.contact, change.contact); });
        if (change.interval > seconds(0))
            all.push_back({change.contact, change.text, call_id, cseq->number, now.steady + change.interval});
    }
    if (all.size() > settings_.limits.contacts ||
        (all.size() > before && count_ + all.size() - before > settings_.limits.bindings))
        return answer(request, 403, "Too Many Contacts");
    auto ok = listing(now, all, request);
    store(resource, std::move(all));
    return ok;
}

void registrar::store(std::string_view resource, bindings all) {
    const auto found = table_.find(resource);
    if (found != table_.end()) count_ -= found->second.size();
    count_ += all.size();
    for (const auto& b : all) next_expiry_ = sip::earlier(next_expiry_, std::optional(b.expires));
    if (!all.empty())
        table_.insert_or_assign(std::string(resource), std::move(all));
    else if (found != table_.end())
        table_.erase(found);
}

// RFC 3261 section 10.3 step 8: every binding with the time that is left of it, and a Date.
sip::composer registrar::listing(sip::instant now, const bindings& all, const sip::message& request) {
    auto ok = answer(request, 200);
    for (const auto& b : all) {
        const auto left = std::chrono::ceil<seconds>(b.expires - now.steady);
        ok.add(header::contact, b.text + ";expires=" + std::to_string(left.count()));
    }
    ok.add(header::date, sip_date(now.wall));
    return ok;
}

void registrar::on_timer(sip::instant now) {
    if (!next_expiry_ || *next_expiry_ > now.steady) return;
    next_expiry_.reset();
    count_ = 0;
    for (auto at = table_.begin(); at != table_.end();) {
        std::erase_if(at->second, [&](const binding& b) { return b.expires <= now.steady; });
        for (const auto& b : at->second) next_expiry_ = sip::earlier(next_expiry_, std::optional(b.expires));
        count_ += at->second.size();
        at = at->second.empty() ? table_.erase(at) : std::next(at);
    }
}

} // namespace simplespec::agent
