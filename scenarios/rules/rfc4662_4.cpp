// RFC 4662 over several messages (section 4) and the smaller things of RLMI (section 5); URI lists in SUBSCRIBE (RFC 5367)
// with the documents that hold them (RFC 4826).
#include "contacts/resource_lists.hpp"
#include "mime/multipart.hpp"
#include "scenarios/rules/body.hpp"
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace simplespec::scenarios {

using sip::header;

namespace {

constexpr std::string_view rlmi_ns = "urn:ietf:params:xml:ns:rlmi";
constexpr std::string_view lists_type = "application/resource-lists+xml";
constexpr std::string_view lists_ns = "urn:ietf:params:xml:ns:resource-lists";

std::string_view attribute(const presence::xml::element& e, std::string_view name) {
    const auto* found = e.find(name);
    return found == nullptr ? std::string_view() : std::string_view(*found);
}

const document* list_of(const occasion& o) {
    if (!o.is_request("NOTIFY") || !o.body || o.seen->truncated) return nullptr;
    const auto* d = o.body->list();
    return d != nullptr && d->xml.value ? d : nullptr;
}

// Whether this NOTIFY and the one before carry lists; none where either has no body to tell.
struct two_bodies {
    bool before, now;
};
std::optional<two_bodies> lists_before_and_now(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || !o.body || !s || !s->last_notify || s->event != "presence")
        return std::nullopt;
    const auto last = read_body(*s->last_notify->message);
    if (!last) return std::nullopt;
    for (const auto* body : {last.get(), o.body.get()}) {
        const auto& type = body->entity.value.type;
        if (!type.is("multipart/related") && !type.is("application/pidf+xml")) return std::nullopt;
    }
    return two_bodies{last->list() != nullptr, o.body->list() != nullptr};
}

ruling list_left(const occasion& o) {
    const auto both = lists_before_and_now(o);
    if (!both || !both->before) return not_applicable();
    if (both->now) return conforms();
    return departs(o.body->offset, "a NOTIFY without a list although the one before had one",
                   "an RLMI document in each NOTIFY", o.message().value(header::content_type));
}

ruling list_begun(const occasion& o) {
    const auto both = lists_before_and_now(o);
    if (!both || both->before) return not_applicable();
    if (!both->now) return conforms();
    return departs(o.body->offset, "a NOTIFY with a list although the one before had none",
                   "no RLMI document in this subscription", o.message().value(header::content_type));
}

ruling refresh_without_support(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("SUBSCRIBE") || !o.outline.to_tag || !s || !s->initial) return not_applicable();
    if (!lists(*s->initial->message, header::supported, "eventlist")) return not_applicable();
    if (lists(o.message(), header::supported, "eventlist")) return conforms();
    return departs(0, "a refresh leaves out the support for lists that the first SUBSCRIBE had",
                   "Supported: eventlist", o.message().value(header::supported));
}

ruling own_option_refused(const occasion& o) {
    if (!o.is_response("NOTIFY") || o.message().status() != 420 || !o.transaction || !o.transaction->subscription)
        return not_applicable();
    const auto& asked = o.transaction->subscription->latest;
    if (!asked || !lists(*asked->message, header::supported, "eventlist")) return not_applicable();
    if (!lists(*o.transaction->request->message, header::require, "eventlist")) return not_applicable();
    return departs(0, "420 to a NOTIFY that requires what the SUBSCRIBE supported", "200", "420");
}

ruling extension_not_followed(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") || o.repeated || !o.attempt || !o.attempt->final) return not_applicable();
    const auto& refusal = *o.attempt->final->message;
    if (refusal.status() != 421 || !lists(refusal, header::require, "eventlist")) return not_applicable();
    if (lists(o.message(), header::supported, "eventlist")) return conforms();
    return departs(0, "after 421 the extension that is required is still not supported", "Supported: eventlist",
                   o.message().value(header::supported));
}

// Calls `visit` with each <resource> and each <instance> in it.
template <class Visit>
ruling each_instance(const occasion& o, Visit visit) {
    const auto* list = list_of(o);
    if (list == nullptr) return not_applicable();
    ruling out = conforms();
    for (const auto& resource : list->xml.value->children)
        if (resource.is(rlmi_ns, "resource"))
            for (const auto& one : resource.children)
                if (one.is(rlmi_ns, "instance")) visit(out, *list, resource, one);
    return out;
}
void add(ruling& out, const document& d, const presence::xml::element& e, std::string what, std::string expected,
         std::string_view actual) {
    out.found.push_back({{}, {}, d.offset + e.offset, std::move(what), std::move(expected), std::string(actual)});
}

ruling reason_unknown(const occasion& o) {
    return each_instance(o, [](ruling& out, const document& d, const auto&, const auto& one) {
        constexpr std::string_view words[] = {"deactivated", "probation",  "rejected", "timeout",
                                              "giveup",      "noresource", "invariant"};
        const auto reason = attribute(one, "reason");
        if (!reason.empty() && std::ranges::find(words, reason) == std::end(words))
            add(out, d, one, "the reason of an instance is none that is defined", "a reason of SIP events", reason);
    });
}

ruling duration_shown(const occasion& o) {
    return each_instance(o, [](ruling& out, const document& d, const auto&, const auto& one) {
        for (const auto name : {"expires", "expiration", "duration"})
            if (one.find(name) != nullptr)
                add(out, d, one, "an instance tells how long its subscription lasts", "none", attribute(one, name));
    });
}

ruling cid_decorated(const occasion& o) {
    return each_instance(o, [](ruling& out, const document& d, const auto&, const auto& one) {
        const auto cid = attribute(one, "cid");
        if (cid.starts_with('<') || sip::iequal(cid.substr(0, 4), "cid:"))
            add(out, d, one, "a cid is the Content-ID alone", "no brackets, no scheme", cid);
    });
}

ruling several_instances(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr || o.outline.event != "presence") return not_applicable();
    ruling out = conforms();
    for (const auto& resource : list->xml.value->children) {
        const auto active = std::ranges::count_if(resource.children, [](const auto& one) {
            return one.is(rlmi_ns, "instance") && attribute(one, "state") == "active";
        });
        if (resource.is(rlmi_ns, "resource") && active > 1)
            add(out, *list, resource, "several instances of a package whose SUBSCRIBEs make one dialog only", "one",
                attribute(resource, "uri"));
    }
    return out;
}

ruling version_range(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr || list->xml.value->find("version") == nullptr) return not_applicable();
    if (version_of(*list)) return conforms();
    return departs(list->offset + list->xml.value->offset, "the version is no number of 32 bits", "0 to 4294967295",
                   attribute(*list->xml.value, "version"));
}

// language-tag = 1*8ALPHA *("-" 1*8alphanum)
bool is_language(std::string_view tag) {
    for (bool first = true;; first = false) {
        const auto end = std::min(tag.find('-'), tag.size());
        const auto piece = tag.substr(0, end);
        const bool fits = !piece.empty() && piece.size() <= 8 && std::ranges::all_of(piece, [&](char c) {
            return sip::is_alpha(c) || (!first && sip::is_digit(c));
        });
        if (!fits) return false;
        if (end == tag.size()) return true;
        tag.remove_prefix(end + 1);
    }
}

ruling language_of_name(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr) return not_applicable();
    ruling out = conforms();
    const auto look = [&](const presence::xml::element& parent) {
        for (const auto& e : parent.children) {
            const auto* tag = e.is(rlmi_ns, "name") ? e.find(presence::xml::xml_ns, "lang") : nullptr;
            if (tag != nullptr && !tag->empty() && !is_language(*tag))
                add(out, *list, e, "xml:lang of a name is no language tag", "en, de-AT", *tag);
        }
    };
    look(*list->xml.value);
    for (const auto& resource : list->xml.value->children) look(resource);
    return out;
}

// RFC 2392: what a cid names must be one part.
ruling content_id_twice(const occasion& o) {
    if (!o.body || !o.body->entity.value.is_multipart()) return not_applicable();
    std::set<std::string_view> seen;
    for (const auto& part : o.body->entity.value.parts)
        if (!part.content_id.empty() && !seen.insert(part.content_id).second)
            return departs(o.body->offset + part.offset, "two parts have the same Content-ID", "one of its own",
                           part.content_id);
    return conforms();
}

ruling nested_boundary(const occasion& o) {
    if (!o.body || !o.body->entity.value.is_multipart()) return not_applicable();
    const auto outer = o.body->entity.value.type.find("boundary");
    for (const auto& part : o.body->entity.value.parts)
        if (part.is_multipart() && outer && part.type.find("boundary") == outer)
            return departs(o.body->offset + part.offset, "a multipart within another has the same boundary",
                           "a boundary of its own", *outer);
    return conforms();
}

// delimiter := "--" boundary; transport-padding := *LWSP-char, which composers must not generate (RFC 2046 section 5.1.1).
ruling boundary_padded(const occasion& o) {
    if (!o.body || !o.body->entity.value.is_multipart() || o.seen->truncated) return not_applicable();
    const auto boundary = o.body->entity.value.type.find("boundary");
    if (!boundary || boundary->empty()) return not_applicable();
    const auto line = "\r\n--" + std::string(*boundary);
    const auto text = o.message().octets();
    for (auto from = text.find(line); from != std::string_view::npos; from = text.find(line, from + line.size())) {
        auto rest = text.substr(from + line.size());
        if (rest.starts_with("--")) rest.remove_prefix(2);
        const auto end = rest.find_first_not_of(" \t");
        if (end != 0 && end != std::string_view::npos && rest[end] == '\r')
            return departs(from + 2, "white space behind a boundary delimiter", "CRLF", *boundary);
    }
    return conforms();
}

// URI lists in the request.

bool carries_list(const occasion& o) {
    return o.is_request("SUBSCRIBE") && o.body && o.body->of_type(lists_type) != nullptr && !o.seen->truncated;
}
bool disposed(const occasion& o) {
    return sip::iequal(head_of(o.message().value(header::content_disposition)), "recipient-list");
}

ruling list_not_required(const occasion& o) {
    if (!carries_list(o) || !disposed(o)) return not_applicable();
    if (lists(o.message(), header::require, "recipient-list-subscribe")) return conforms();
    return departs(0, "a SUBSCRIBE with a URI list does not require its understanding",
                   "Require: recipient-list-subscribe", o.message().value(header::require));
}

ruling list_not_disposed(const occasion& o) {
    if (!carries_list(o) || o.body->entity.value.is_multipart()) return not_applicable();
    if (disposed(o)) return conforms();
    return departs(o.message().body_offset(), "a URI list in a SUBSCRIBE is not said to be one",
                   "Content-Disposition: recipient-list", o.message().value(header::content_disposition));
}

ruling list_in_refresh(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") || !o.outline.to_tag) return not_applicable();
    if (!carries_list(o)) return conforms();
    return departs(o.message().body_offset(), "a refresh carries a URI list", "the list in the first SUBSCRIBE only");
}

// RFC 5367 section 5.1: later ones mean nothing yet, and are refused.
ruling list_in_refresh_taken(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || o.repeated || !o.transaction) return not_applicable();
    const auto& asked = *o.transaction->request->message;
    if (!read_outline(asked).to_tag || !sip::iequal(head_of(asked.value(header::content_type)), lists_type))
        return not_applicable();
    if (!o.is_success()) return conforms();
    return departs(0, "a refresh with a URI list is accepted", "415", std::to_string(o.message().status()));
}

// RFC 5367 section 6: a Call-Info may be about something else, so that this is never proven.
ruling list_managed(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || !s || !s->initial || s->notifies != 0) return not_applicable();
    const auto info = o.message().value(header::call_info);
    if (info.empty() || !sip::iequal(head_of(s->initial->message->value(header::content_disposition)), "recipient-list"))
        return not_applicable();
    const auto purpose = parameter(tail_of(info), "purpose");
    if (purpose && sip::lowercase(*purpose).find("list") == std::string::npos) return not_applicable();
    if (purpose && sip::iequal(*purpose, "list-management")) return conforms();
    auto out = departs(place(o.message(), header::call_info), "a Call-Info of a list does not say that it is to manage it",
                       "purpose=list-management", info);
    for (auto& f : out.found) f.sure = sip::certainty::suspected;
    return out;
}

// RFC 4826 section 4.1
ruling services_document(const occasion& o) {
    if (!o.body || o.seen->truncated) return not_applicable();
    const auto* d = o.body->of_type("application/rls-services+xml");
    if (d == nullptr || !d->well_formed()) return not_applicable();
    ruling out = conforms();
    for (auto f : d->against_schema()) {
        if (f.rule == "xml-not-well-formed") continue; // a limit of the validator's own
        f.offset += d->offset;
        f.rule = {};
        out.found.push_back(std::move(f));
    }
    return out;
}

ruling lists_holding(const occasion& o, std::string_view parent, std::string_view child, std::string what) {
    if (!carries_list(o)) return not_applicable();
    const auto* d = o.body->of_type(lists_type);
    if (!d->xml.value) return not_applicable();
    for (const auto& list : d->xml.value->children)
        for (const auto& e : list.children)
            if (list.is(lists_ns, parent) && e.is(lists_ns, child))
                return departs(d->offset + e.offset, std::move(what), "a flat list of entries", child);
    return conforms();
}
ruling list_nested(const occasion& o) { return lists_holding(o, "list", "list", "a URI list is nested"); }
ruling list_refers(const occasion& o) {
    return lists_holding(o, "list", "entry-ref", "a URI list refers to an entry elsewhere");
}

ruling lists_document(const occasion& o) {
    if (!o.body || o.seen->truncated || o.body->of_type(lists_type) == nullptr) return not_applicable();
    ruling out = conforms();
    for (const auto& d : o.body->documents) {
        if (d.type != lists_type) continue;
        for (auto f : contacts::read_resource_lists(d.part->body).departures) {
            if (f.requirement.empty()) continue; // a limit of ours
            f.offset += d.offset;
            out.found.push_back(std::move(f));
        }
    }
    return out;
}
constexpr std::string_view of_lists[] = {"RFC4826-3.1-2", "RFC4826-3.1-4",  "RFC4826-3.1-5",
                                         "RFC4826-3.1-6", "RFC4826-3.1-S2", "RFC4826-3.1-7"};

constexpr std::array table = {
    rule{"content-id-twice", "RFC2392-2-3", content_id_twice},
    rule{"boundary-of-nested-multipart", "RFC2046-5.1.1-18", nested_boundary},
    rule{"boundary-padded", "RFC2046-5.1.1-11", boundary_padded},
    rule{"list-left-out", "RFC4662-4.5-2", list_left, basis::exchange},
    rule{"list-begun-later", "RFC4662-4.5-3", list_begun, basis::exchange},
    rule{"refresh-without-eventlist", "RFC4662-4.1-1", refresh_without_support, basis::exchange},
    rule{"required-eventlist-refused", "RFC4662-4.1-6", own_option_refused, basis::exchange},
    rule{"421-not-followed", "RFC4662-4.1-8", extension_not_followed, basis::exchange},
    rule{"instance-reason-unknown", "RFC4662-4.5-8", reason_unknown},
    rule{"list-version-range", "RFC4662-5.2-5", version_range},
    rule{"list-name-language", "RFC4662-5.4-1", language_of_name},
    rule{"instances-several", "RFC4662-5.5-1", several_instances},
    rule{"cid-decorated", "RFC4662-5.5-8", cid_decorated},
    rule{"instance-with-duration", "RFC4662-5.5-14", duration_shown},
    rule{"resource-lists-document", "RFC4826-3.1-S1", lists_document, basis::message, of_lists},
    rule{"uri-list-not-required", "RFC5367-3-1", list_not_required},
    rule{"uri-list-not-disposed", "RFC5367-3-2", list_not_disposed},
    rule{"uri-list-in-refresh", "RFC5367-3-3", list_in_refresh},
    rule{"uri-list-in-refresh-taken", "RFC5367-5.1-1", list_in_refresh_taken},
    rule{"list-management-purpose", "RFC5367-6-2", list_managed, basis::exchange},
    rule{"rls-services-document", "RFC4826-4.1-S1", services_document},
    rule{"uri-list-nested", "RFC5367-4-2", list_nested},
    rule{"uri-list-with-entry-ref", "RFC5367-4-3", list_refers},
};

} // namespace

rule_section rfc4662_4_rules() { return table; }

} // namespace simplespec::scenarios
