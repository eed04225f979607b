// RFC 4662, resource lists: negotiation (section 4) and RLMI documents (section 5).
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

const document* list_of(const occasion& o) {
    return o.is_request("NOTIFY") && o.body && !o.seen->truncated ? o.body->list() : nullptr;
}

// Calls `visit` with each <instance> and its <resource>.
template <class Visit>
void each_instance(const document& d, Visit visit) {
    if (!d.xml.value) return;
    for (const auto& resource : d.xml.value->children) {
        if (!resource.is(rlmi_ns, "resource")) continue;
        for (const auto& one : resource.children)
            if (one.is(rlmi_ns, "instance")) visit(resource, one);
    }
}

std::string_view attribute(const presence::xml::element& e, std::string_view name) {
    const auto* found = e.find(name);
    return found == nullptr ? std::string_view() : std::string_view(*found);
}

void add(ruling& out, const document& d, const presence::xml::element& e, std::string what,
         std::string expected, std::string_view actual) {
    out.found.push_back(
        {{}, {}, d.offset + e.offset, std::move(what), std::move(expected), std::string(actual)});
}

ruling require_in_subscribe(const occasion& o) {
    if (!o.is_request("SUBSCRIBE")) return not_applicable();
    if (!lists(o.message(), header::require, "eventlist")) return conforms();
    return departs(place(o.message(), header::require), "a SUBSCRIBE requires eventlist",
                   "Supported: eventlist", o.message().value(header::require));
}

ruling supported_elsewhere(const occasion& o) {
    if (!o.is_request() || !lists(o.message(), header::supported, "eventlist")) return not_applicable();
    if (o.message().method() == "SUBSCRIBE") return conforms();
    return departs(place(o.message(), header::supported),
                   "Supported: eventlist in another request than SUBSCRIBE", "no eventlist",
                   o.message().method());
}

template <int Which>
ruling accept_of_list_subscriber(const occasion& o) {
    constexpr std::string_view type = Which == 0 ? "multipart/related" : "application/rlmi+xml";
    if (!o.is_request("SUBSCRIBE") || !lists(o.message(), header::supported, "eventlist"))
        return not_applicable();
    for (const auto item : items(o.message(), header::accept))
        if (sip::iequal(head_of(item), type) || head_of(item) == "*/*") return conforms();
    const auto finding = o.message().has(header::accept) ? departs : suspect;
    return finding(place(o.message(), header::accept),
                   "a SUBSCRIBE that supports lists does not accept a type that lists need",
                   std::string(type), o.message().value(header::accept));
}

ruling notify_without_require(const occasion& o) {
    if (list_of(o) == nullptr) return not_applicable();
    if (lists(o.message(), header::require, "eventlist")) return conforms();
    return departs(0, "a NOTIFY with a resource list does not require eventlist", "Require: eventlist");
}

ruling answer_without_require(const occasion& o) {
    if (list_of(o) == nullptr || !o.subscription || !o.subscription->accepted) return not_applicable();
    if (lists(*o.subscription->accepted->message, header::require, "eventlist")) return conforms();
    return departs(0, "the 2xx that began this list subscription did not require eventlist",
                   "Require: eventlist in the 2xx");
}

ruling list_not_supported(const occasion& o) {
    if (list_of(o) == nullptr || !o.subscription || !o.subscription->latest) return not_applicable();
    if (lists(*o.subscription->latest->message, header::supported, "eventlist")) return conforms();
    return departs(0, "a list is sent to a subscriber that did not support eventlist", "421");
}

ruling root_is_no_list(const occasion& o) {
    if (!o.is_request("NOTIFY") || !o.body || !lists(o.message(), header::require, "eventlist"))
        return not_applicable();
    const auto& type = o.body->entity.value.type;
    // A list may be signed or encrypted as a whole (RFC 4662 section 7.3); what is inside is then another's
    // to read.
    if (type.is("multipart/signed") || type.is("multipart/encrypted") || type.is("application/pkcs7-mime"))
        return not_applicable();
    if (o.body->list() != nullptr && type.is("multipart/related")) return conforms();
    return departs(o.body->offset,
                   "the body of a list NOTIFY is no multipart/related with an RLMI document as its root",
                   "multipart/related; type=\"application/rlmi+xml\"", o.body->entity.value.type.essence());
}

bool full_state(const document& d) {
    const auto word = attribute(*d.xml.value, "fullState");
    return word != "false" && word != "0";
}

// The first NOTIFY of a subscription, as far as the beginning was seen.
bool is_first(const occasion& o) {
    return o.subscription && o.subscription->initial && o.subscription->notifies == 0;
}

ruling first_version(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr || !version_of(*list) || o.repeated) return not_applicable();
    if (is_first(o)) {
        if (*version_of(*list) == 0) return conforms();
        return departs(list->offset + list->xml.value->offset,
                       "the first NOTIFY of a subscription has not version 0", "0",
                       attribute(*list->xml.value, "version"));
    }
    const bool unknown = !o.subscription || (!o.subscription->initial && o.subscription->notifies == 0);
    if (!unknown || !full_state(*list) || *version_of(*list) == 0) return not_applicable();
    return suspect(list->offset + list->xml.value->offset,
                   "the first NOTIFY that was seen has full state and not version 0", "0 if it is the first",
                   attribute(*list->xml.value, "version"));
}

// By exactly one for each NOTIFY; those without a document in between may have been counted.
ruling next_version(const occasion& o) {
    const auto* list = list_of(o);
    const auto& s = o.subscription;
    if (list == nullptr || !s || !s->document_version || !version_of(*list) || o.repeated)
        return not_applicable();
    const std::uint64_t last = *s->document_version;
    const std::uint64_t version = *version_of(*list);
    const std::uint64_t between = s->notifies - s->document_notify;
    if (version > last && version <= last + between + 1) return conforms();
    // A NOTIFY that was overtaken, or lost where it was not seen.
    const auto cseq = o.before ? o.before->cseq : 0;
    const bool in_order = o.outline.cseq && o.before && *o.outline.cseq == cseq + 1;
    const auto finding = in_order ? departs : suspect;
    return finding(list->offset + list->xml.value->offset,
                   "the version does not grow by one with each NOTIFY", std::to_string(last + 1),
                   attribute(*list->xml.value, "version"));
}

ruling first_not_full(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr || !list->xml.value || !is_first(o)) return not_applicable();
    if (full_state(*list)) return conforms();
    return departs(list->offset + list->xml.value->offset,
                   "the first NOTIFY of a subscription has partial state", "fullState=\"true\"",
                   attribute(*list->xml.value, "fullState"));
}

ruling refreshed_not_full(const occasion& o) {
    const auto* list = list_of(o);
    const auto& s = o.subscription;
    if (list == nullptr || !list->xml.value || !s || !s->latest || s->notifies == 0) return not_applicable();
    if (s->notified_since || s->unanswered != 0 || !s->accepted || o.repeated) return not_applicable();
    if (full_state(*list)) return conforms();
    return departs(list->offset + list->xml.value->offset,
                   "the first NOTIFY after a SUBSCRIBE has partial state", "fullState=\"true\"",
                   attribute(*list->xml.value, "fullState"));
}

template <int Which>
ruling list_attribute(const occasion& o) {
    constexpr std::string_view name = Which == 0 ? "uri" : Which == 1 ? "version" : "fullState";
    const auto* list = list_of(o);
    if (list == nullptr || !list->xml.value || !list->xml.value->is(rlmi_ns, "list")) return not_applicable();
    if (list->xml.value->find(name) != nullptr) return conforms();
    return departs(list->offset + list->xml.value->offset, "the list has no " + std::string(name),
                   std::string(name));
}

ruling resource_without_uri(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr || !list->xml.value) return not_applicable();
    ruling out = conforms();
    for (const auto& resource : list->xml.value->children)
        if (resource.is(rlmi_ns, "resource") && resource.find("uri") == nullptr)
            add(out, *list, resource, "a resource has no uri", "uri", "none");
    return out;
}

ruling instance_state(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr) return not_applicable();
    ruling out = conforms();
    each_instance(*list, [&](const auto&, const auto& one) {
        const auto state = attribute(one, "state");
        if (state != "active" && state != "pending" && state != "terminated")
            add(out, *list, one, "the state of an instance is none of the three",
                "active, pending or terminated", state);
    });
    return out;
}

ruling active_without_cid(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr) return not_applicable();
    ruling out = conforms();
    each_instance(*list, [&](const auto& resource, const auto& one) {
        if (attribute(one, "state") == "active" && one.find("cid") == nullptr)
            add(out, *list, one, "an active instance has no cid", "cid", attribute(resource, "uri"));
    });
    return out;
}

ruling terminated_without_reason(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr) return not_applicable();
    ruling out = conforms();
    each_instance(*list, [&](const auto& resource, const auto& one) {
        if (attribute(one, "state") == "terminated" && one.find("reason") == nullptr)
            add(out, *list, one, "a terminated instance has no reason", "reason", attribute(resource, "uri"));
    });
    return out;
}

ruling instance_id_repeated(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr || !list->xml.value) return not_applicable();
    ruling out = conforms();
    std::set<std::pair<std::string_view, std::string_view>> ids;
    each_instance(*list, [&](const auto& resource, const auto& one) {
        if (one.find("id") != nullptr && !ids.emplace(attribute(resource, "uri"), attribute(one, "id")).second)
            add(out, *list, one, "two instances of one resource have the same id", "an id of its own",
                attribute(one, "id"));
    });
    return out;
}

// RFC 4662 section 5.5: a cid refers to a part of the multipart whose root this document is.
ruling cid_dangles(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr) return not_applicable();
    ruling out = conforms();
    const mime::cid_index parts(o.body->entity.value);
    each_instance(*list, [&](const auto& resource, const auto& one) {
        const auto cid = attribute(one, "cid");
        if (one.find("cid") == nullptr) return;
        const auto* part = parts.find(cid);
        if (part == nullptr || part == list->part)
            add(out, *list, one,
                "the cid of " + std::string(attribute(resource, "uri")) + " names no part of this body",
                "the Content-ID of a part", cid);
    });
    return out;
}

ruling list_cid_dangles(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr || !list->xml.value || list->xml.value->find("cid") == nullptr)
        return not_applicable();
    const mime::cid_index parts(o.body->entity.value);
    const auto cid = attribute(*list->xml.value, "cid");
    if (parts.find(cid) != nullptr) return conforms();
    return departs(list->offset + list->xml.value->offset, "the cid of the list names no part of this body",
                   "the Content-ID of a part", cid);
}

ruling part_unreferenced(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr || !list->xml.value) return not_applicable();
    ruling out = conforms();
    const mime::cid_index parts(o.body->entity.value);
    std::set<const mime::entity*> named{list->part};
    each_instance(*list, [&](const auto&, const auto& one) {
        if (one.find("cid") != nullptr) named.insert(parts.find(attribute(one, "cid")));
    });
    named.insert(parts.find(attribute(*list->xml.value, "cid")));
    for (const auto& part : o.body->entity.value.parts)
        if (!named.contains(&part))
            out.found.push_back({{},
                                 {},
                                 o.body->offset + part.offset,
                                 "no cid of the list refers to this part",
                                 "a cid",
                                 part.content_id});
    return out;
}

// RFC 4662 section 5.2: normally the URI subscribed to.
ruling list_uri(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr || !list->xml.value || !o.subscription || !o.subscription->initial)
        return not_applicable();
    const auto asked = read_outline(*o.subscription->initial->message).to.uri;
    const auto uri = attribute(*list->xml.value, "uri");
    if (same_place(asked, uri) && sip::iequal(read_uri(asked).scheme, read_uri(uri).scheme)) return conforms();
    return suspect(list->offset + list->xml.value->offset, "the uri of the list is not the URI subscribed to",
                   std::string(asked), uri);
}

// The schema where nothing else was found: each finding above has its own clause.
ruling schema(const occasion& o) {
    const auto* list = list_of(o);
    if (list == nullptr || !list->well_formed()) return not_applicable();
    for (const auto other :
         {instance_state, resource_without_uri, list_attribute<0>, list_attribute<1>, list_attribute<2>})
        if (!other(o).found.empty()) return not_applicable();
    ruling out = conforms();
    for (auto& f : list->against_schema()) {
        f.offset += list->offset;
        out.found.push_back(std::move(f));
    }
    return out;
}

// RFC 4662 section 4.5: what was reported and is gone is said to be terminated, once at least.
ruling instance_vanished(const occasion& o) {
    const auto* list = list_of(o);
    const auto& s = o.subscription;
    if (list == nullptr || !list->xml.value || !full_state(*list) || o.repeated || !s || !s->last_notify)
        return not_applicable();
    const auto before = read_body(*s->last_notify->message);
    if (!before || before->list() == nullptr) return not_applicable();
    std::set<std::string_view> living;
    each_instance(*before->list(), [&](const auto& resource, const auto& one) {
        if (attribute(one, "state") != "terminated") living.insert(attribute(resource, "uri"));
    });
    ruling out = living.empty() ? not_applicable() : conforms();
    for (const auto& resource : list->xml.value->children) {
        if (!resource.is(rlmi_ns, "resource") || !living.contains(attribute(resource, "uri"))) continue;
        if (std::ranges::none_of(resource.children, [](const auto& c) { return c.is(rlmi_ns, "instance"); }))
            add(out, *list, resource, "the instance that the last NOTIFY reported is gone, and not said to be terminated",
                "an instance with state=\"terminated\"", attribute(resource, "uri"));
    }
    return out;
}

constexpr std::array table = {
    rule{"eventlist-required-in-subscribe", "RFC4662-4.1-2", require_in_subscribe},
    rule{"eventlist-supported-elsewhere", "RFC4662-4.1-3", supported_elsewhere},
    rule{"accept-without-multipart", "RFC4662-4.3-3", accept_of_list_subscriber<0>},
    rule{"accept-without-rlmi", "RFC4662-4.3-4", accept_of_list_subscriber<1>},
    rule{"list-notify-without-require", "RFC4662-4.1-5", notify_without_require},
    rule{"list-answer-without-require", "RFC4662-4.1-4", answer_without_require, basis::exchange},
    rule{"list-not-supported", "RFC4662-4.1-7", list_not_supported, basis::exchange},
    rule{"list-root-not-rlmi", "RFC4662-5.1-1", root_is_no_list},
    rule{"list-first-version", "RFC4662-5.2-3", first_version, basis::exchange},
    rule{"list-next-version", "RFC4662-5.2-4", next_version, basis::exchange},
    rule{"list-first-not-full", "RFC4662-5.2-6", first_not_full, basis::exchange},
    rule{"list-refreshed-not-full", "RFC4662-5.2-7", refreshed_not_full, basis::exchange},
    rule{"list-without-uri", "RFC4662-5.2-1", list_attribute<0>},
    rule{"list-without-version", "RFC4662-5.2-1", list_attribute<1>},
    rule{"list-without-full-state", "RFC4662-5.2-1", list_attribute<2>},
    rule{"list-uri-differs", "RFC4662-5.2-2", list_uri, basis::exchange},
    rule{"instance-vanished", "RFC4662-4.5-6", instance_vanished, basis::exchange},
    rule{"resource-without-uri", "RFC4662-5.3-1", resource_without_uri},
    rule{"instance-state-unknown", "RFC4662-5.1-3", instance_state},
    rule{"instance-without-cid", "RFC4662-5.5-7", active_without_cid},
    rule{"instance-without-reason", "RFC4662-5.5-5", terminated_without_reason},
    rule{"instance-id-repeated", "RFC4662-5.5-3", instance_id_repeated},
    rule{"instance-cid-dangles", "RFC4662-5.5-10", cid_dangles},
    rule{"list-cid-dangles", "RFC4662-5.2-10", list_cid_dangles},
    rule{"part-unreferenced", "RFC4662-5.5-9", part_unreferenced},
    rule{"rlmi-schema", "RFC4662-5.1-3", schema},
};

} // namespace

rule_section rfc4662_rules() { return table; }

} // namespace simplespec::scenarios
