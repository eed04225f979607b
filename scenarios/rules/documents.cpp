// Bodies: MIME (RFC 2045, RFC 2046, RFC 2387), PIDF (RFC 3863) and its schema, watcherinfo (RFC 3858). The
// readers of the endpoint find what departs; here their findings get their place in the message.
#include "presence/partial.hpp"
#include "presence/pidf.hpp"
#include "presence/watcherinfo.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/rules/body.hpp"
#include "scenarios/rules/sections.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

namespace {

bool breaks_rules(const sip::findings& all) {
    return std::ranges::any_of(all, [](const sip::finding& f) {
        const auto* row = catalogue::built_in().find(f.requirement);
        return f.sure == sip::certainty::proven && row != nullptr && row->can_fail();
    });
}

void add(ruling& out, const sip::findings& found, std::size_t offset) {
    for (auto f : found) {
        if (f.rule == "xml-limit") continue; // a limit of ours accuses nobody
        f.offset += offset;
        out.found.push_back(std::move(f));
    }
}

// The header fields and delimiters of the parts. What stands in the message's own Content-Type, and is read
// first, has a rule of its own by the grammar of SIP.
ruling mime_form(const occasion& o) {
    if (!o.body || o.seen->truncated) return not_applicable();
    ruling out = conforms();
    sip::findings of_head;
    mime::read_media_type(o.message().value(sip::header::content_type), 0, of_head);
    const auto& all = o.body->entity.departures;
    const auto skip = static_cast<std::ptrdiff_t>(std::min(of_head.size(), all.size()));
    add(out, {all.begin() + skip, all.end()}, o.body->offset);
    return out;
}

// RFC 2045 section 3: of each of these fields a part has one.
ruling part_field_twice(const occasion& o) {
    if (!o.body || o.seen->truncated || !o.body->entity.value.is_multipart()) return not_applicable();
    ruling out = conforms();
    const auto look = [&](const auto& self, const mime::entity& e) -> void {
        for (std::size_t i = 1; i < e.fields.size(); ++i)
            for (const std::string_view name : {"Content-Type", "Content-Transfer-Encoding", "Content-ID"})
                if (sip::iequal(e.fields[i].name, name) &&
                    std::any_of(e.fields.begin(), e.fields.begin() + static_cast<std::ptrdiff_t>(i),
                                [&](const auto& before) { return sip::iequal(before.name, name); }))
                    out.found.push_back({{}, {}, o.body->offset + e.fields[i].offset, "a part has this field twice",
                                         "one " + std::string(name), e.fields[i].value});
        for (const auto& part : e.parts) self(self, part);
    };
    for (const auto& part : o.body->entity.value.parts) look(look, part);
    return out;
}

ruling xml_form(const occasion& o) {
    if (!o.body || o.body->documents.empty() || o.seen->truncated) return not_applicable();
    ruling out = conforms();
    for (const auto& d : o.body->documents) add(out, d.xml.departures, d.offset);
    return out;
}

// RFC 3863 section 4.1: the declaration is not optional here, as it is in XML.
ruling pidf_declaration(const occasion& o) {
    if (!o.body || o.seen->truncated || o.body->of_type("application/pidf+xml") == nullptr) return not_applicable();
    ruling out = conforms();
    for (const auto& d : o.body->documents) {
        std::string_view text = d.part->body;
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        while (!text.empty() && std::string_view(" \t\r\n").find(text.front()) != std::string_view::npos) text.remove_prefix(1);
        // Other encodings have their declaration in other octets.
        if (d.type != "application/pidf+xml" || !text.starts_with("<") || text.starts_with("<?xml")) continue;
        add(out, departs(0, "the presence document has no XML declaration", "<?xml version=\"1.0\"?>").found, d.offset);
    }
    return out;
}

// RFC 3863 section 4.1: the declaration should say the encoding.
ruling pidf_encoding(const occasion& o) {
    if (!o.body || o.seen->truncated || o.body->of_type("application/pidf+xml") == nullptr) return not_applicable();
    ruling out = conforms();
    for (const auto& d : o.body->documents) {
        const std::string_view text = d.part->body;
        const auto begin = text.find("<?xml");
        if (d.type != "application/pidf+xml" || begin > 3) continue;
        const auto declaration = text.substr(begin, std::min(text.find("?>"), text.size()) - begin);
        if (declaration.find("encoding") != std::string_view::npos) continue;
        add(out,
            departs(begin, "the XML declaration of the presence document does not say its encoding", "encoding=\"UTF-8\"",
                    declaration)
                .found,
            d.offset);
    }
    return out;
}

// RFC 3863 section 4.1.1: whose presence it is. A document that names its own watcher shows him his own lamp.
ruling pidf_of_the_watcher(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || !s || !s->initial || !o.body || o.seen->truncated) return not_applicable();
    const auto* d = o.body->of_type("application/pidf+xml");
    if (d == nullptr || !d->xml.value || o.body->list() != nullptr) return not_applicable();
    const auto* entity = d->xml.value->find("entity");
    const auto person = [](std::string_view uri) { return sip::lowercase(uri.substr(std::min(uri.find(':') + 1, uri.size()))); };
    const auto began = read_outline(*s->initial->message);
    if (entity == nullptr || began.from.uri.empty() || person(began.from.uri) == person(began.to.uri)) return not_applicable();
    if (person(*entity) != person(began.from.uri)) return conforms();
    return departs(d->offset, "the presence document is that of the watcher, not of who is watched",
                   std::string(began.to.uri), *entity);
}

// What the reader of the type says, and where it has nothing to say against it, the schema.
template <class Read>
ruling document_of(const occasion& o, std::string_view essence, Read read) {
    if (!o.body || o.seen->truncated || o.body->of_type(essence) == nullptr) return not_applicable();
    ruling out = conforms();
    for (const auto& d : o.body->documents) {
        if (d.type != essence || !d.xml.value) continue;
        sip::findings found;
        read(*d.xml.value, d.part->body, found);
        add(out, found, d.offset);
        if (!d.well_formed() || breaks_rules(found)) continue;
        // The reader took it for well-formed: what the validator says against that is a limit of its own.
        auto against = d.against_schema();
        std::erase_if(against, [](const sip::finding& f) { return f.rule == "xml-not-well-formed"; });
        add(out, against, d.offset);
    }
    return out;
}

ruling pidf(const occasion& o) {
    return document_of(o, "application/pidf+xml",
                       [](const presence::xml::element& root, std::string_view, sip::findings& found) {
                           if (root.is(presence::pidf_ns, "presence")) {
                               presence::read_presence(root, found);
                               return;
                           }
                           found.push_back({"pidf-root", "RFC3863-4.1.1-1", root.offset,
                                            "the root is not presence of the PIDF namespace",
                                            "presence of " + std::string(presence::pidf_ns),
                                            root.name + " of " + root.ns});
                       });
}

// What stands in <status>, or beside tuples and persons, says nothing of anybody.
ruling misplaced(const occasion& o, std::string_view ns, std::string_view what) {
    if (!o.body || o.seen->truncated || o.body->of_type("application/pidf+xml") == nullptr) return not_applicable();
    ruling out = conforms();
    for (const auto& d : o.body->documents) {
        if (d.type != "application/pidf+xml" || !d.xml.value) continue;
        const auto look = [&](const presence::xml::element& parent) {
            for (const auto& c : parent.children)
                if (c.ns == ns)
                    add(out, departs(c.offset, std::string(what), "in person or tuple", parent.name + "/" + c.name).found,
                        d.offset);
        };
        look(*d.xml.value);
        for (const auto& t : d.xml.value->children)
            for (const auto& s : t.children)
                if (t.is(presence::pidf_ns, "tuple") && s.is(presence::pidf_ns, "status")) look(s);
    }
    return out;
}
// RFC 4480 section 3.1 ...
ruling rpid_misplaced(const occasion& o) {
    return misplaced(o, presence::rpid_ns, "a rich presence element stands where it belongs to nobody");
}
// ... and RFC 4482 section 3.
ruling cipid_misplaced(const occasion& o) {
    return misplaced(o, presence::cipid_ns, "a contact information element stands where it belongs to nobody");
}

ruling watcherinfo(const occasion& o) {
    return document_of(o, "application/watcherinfo+xml",
                       [](const presence::xml::element&, std::string_view text, sip::findings& found) {
                           found = presence::read_watcherinfo(text).departures;
                       });
}

ruling partial(const occasion& o) {
    return document_of(o, "application/pidf-diff+xml",
                       [](const presence::xml::element&, std::string_view text, sip::findings& found) {
                           found = presence::read_partial(text).departures;
                           std::erase_if(found, [](const sip::finding& f) { return f.requirement.empty(); });
                       });
}

// What the readers tell apart.
constexpr std::string_view of_mime[] = {
    "RFC2045-5.1-G1",  "RFC2045-6.1-1",   "RFC2045-6.3-1",   "RFC2045-7-1",     "RFC2046-5.1-1",    "RFC2046-5.1-3",
    "RFC2046-5.1.1-1", "RFC2046-5.1.1-3", "RFC2046-5.1.1-4", "RFC2046-5.1.1-5", "RFC2046-5.1.1-11", "RFC2046-5.1.1-12",
    "RFC2046-5.1.1-16", "RFC2387-3.1-1",  "RFC2387-3.1-2",   "RFC2387-3.2-1",    "RFC2387-3.2-2"};
constexpr std::string_view of_partial[] = {"RFC5262-3-1", "RFC5262-3-3"};
constexpr std::string_view of_xml[] = {"RFC5262-3-1", "RFC4235-4-S1",  "RFC4826-3.1-S1",
                                         "RFC4826-4.1-S1", "RFC4662-5.1-3", "RFC3858-3-S1"};
constexpr std::string_view of_pidf[] = {
    "RFC3863-4.1.1-1", "RFC3863-4.1.1-4", "RFC3863-4.1.1-6", "RFC3863-4.1.2-1", "RFC3863-4.1.2-2",
    "RFC3863-4.1.2-4", "RFC3863-4.1.2-6", "RFC3863-4.1.2-7", "RFC3863-4.1.3-1", "RFC3863-4.1.4-1",
    "RFC3863-4.1.5-1", "RFC3863-4.1.7-1", "RFC3863-4.1.7-2", "RFC3863-4.2.3-4", "RFC4479-5-1",
    "RFC4479-5-2",     "RFC4479-5.1-S1",  "RFC4480-3.2-2",   "RFC4480-3.14-1",  "RFC4480-5-S1",
    "RFC4481-3-1",     "RFC4481-5-S1",    "RFC4482-5-S1"};
constexpr std::string_view of_watcherinfo[] = {"RFC3858-3-1", "RFC3858-3-3", "RFC3858-3-4"};

constexpr std::array table = {
    rule{"partial-document", "RFC5262-3-2", partial, basis::message, of_partial},
    rule{"mime-form", "RFC2045-5.1-2", mime_form, basis::message, of_mime},
    rule{"part-field-twice", "RFC2045-3-1", part_field_twice},
    rule{"xml-form", "RFC3863-4.1-1", xml_form, basis::message, of_xml},
    rule{"pidf-declaration-missing", "RFC3863-4.1-1", pidf_declaration},
    rule{"pidf-encoding-missing", "RFC3863-4.1-2", pidf_encoding},
    rule{"pidf-of-the-watcher", "RFC3863-4.1.1-4", pidf_of_the_watcher, basis::exchange},
    rule{"pidf-document", "RFC3863-4.4-2", pidf, basis::message, of_pidf},
    rule{"rpid-misplaced", "RFC4480-3.1-2", rpid_misplaced},
    rule{"cipid-misplaced", "RFC4482-3-1", cipid_misplaced},
    rule{"watcherinfo-document", "RFC3858-3-S1", watcherinfo, basis::message, of_watcherinfo},
};

} // namespace

rule_section document_rules() { return table; }

} // namespace simplespec::scenarios
