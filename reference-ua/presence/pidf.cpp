#include "presence/pidf.hpp"

#include "presence/fields.hpp"
#include "sip/cursor.hpp"

#include <unordered_set>

namespace simplespec::presence {

namespace {

constexpr std::string_view draft_person_ns = "urn:ietf:params:xml:ns:pidf:person";

struct pidf_reader {
    sip::findings& out;
    std::unordered_set<std::string> tuple_ids{};

    void note(std::string_view rule, std::string_view requirement, std::size_t offset, std::string what,
              std::string expected = {}, std::string_view actual = {}) {
        out.push_back(
            {rule, requirement, offset, std::move(what), std::move(expected), std::string(actual.substr(0, 64))});
    }

    // priority: 0(.[0-9]{0,3})? or 1(.0{0,3})? (RFC 3863 section 4.1.5)
    std::optional<int> priority(const std::string& whole, std::size_t offset) {
        const std::string text(sip::trim(whole)); // xs:decimal passes over white space
        int thousandths = 0, unit = 1000;
        bool good = !text.empty() && text.size() <= 5 && (text[0] == '0' || text[0] == '1') &&
                    (text.size() < 2 || text[1] == '.');
        for (std::size_t i = 0; good && i < text.size(); ++i) {
            if (i == 1) continue;
            good = sip::is_digit(text[i]);
            thousandths += (text[i] - '0') * unit;
            unit /= 10;
        }
        if (good && thousandths <= 1000) return thousandths;
        note("pidf-priority", "RFC3863-4.1.5-1", offset,
             "The priority is no decimal of 0 to 1 with at most three decimals.", "0 to 1.000", text);
        return std::nullopt;
    }

    // RFC 3863 section 4.2.3: mustUnderstand belongs on optional elements inside status; what stands inside
    // an element that is ignored is ignored too.
    void must_understand(const xml::element& e) {
        if (e.find(pidf_ns, "mustUnderstand") != nullptr)
            note("pidf-mustunderstand-misplaced", "RFC3863-4.2.3-4", e.offset,
                 "mustUnderstand stands on an element that is not inside status.", {}, e.name);
    }

    presence::status read_status(const xml::element& e) {
        presence::status value;
        if (e.children.empty())
            note("pidf-status-empty", "RFC3863-4.1.3-1", e.offset, "status has no child.");
        for (const auto& c : e.children) {
            if (c.is(e.ns, "basic"))
                value.basic = read_basic(c, out);
            else if (c.is(im_ns, "im"))
                value.im = c.trimmed();
            else
                value.extensions.push_back(c);
        }
        return value;
    }

    void id_of(const xml::element& e, tuple& value) {
        value.id = attribute_of(e, "id");
        if (value.id.empty())
            return note("pidf-tuple-without-id", "RFC3863-4.1.2-1", e.offset, "A tuple has no id.", "id=");
        if (!tuple_ids.insert(value.id).second)
            note("pidf-tuple-id-twice", "RFC3863-4.1.2-2", e.offset, "Two tuples have the same id.",
                 "unique ids", value.id);
        const char c = value.id.front();
        if (!sip::is_alpha(c) && c != '_' && static_cast<unsigned char>(c) < 0x80)
            note("pidf-tuple-id-syntax", "RFC3863-4.1.2-4", e.offset, "The id of a tuple is no XML name.",
                 "a letter or _ first", value.id);
    }

    // tuple = status, extensions, contact?, note*, timestamp? (RFC 3863 section 4.1.2)
    tuple read_tuple(const xml::element& e) {
        tuple value;
        must_understand(e);
        id_of(e, value);
        int last = -1;
        bool ordered = true, with_status = false;
        for (const auto& c : e.children) {
            must_understand(c);
            int rank = 1;
            if (c.is(e.ns, "status")) {
                rank = 0;
                with_status = true;
                value.status = read_status(c);
                for (const auto& x : c.children) take_extension(x, value, true);
            } else if (c.is(e.ns, "contact")) {
                rank = 2;
                value.contact = presence::contact{std::string(c.trimmed()), {}};
                if (const auto* text = c.find("priority"))
                    value.contact->priority = priority(*text, c.offset);
            } else if (c.is(e.ns, "note")) {
                rank = 3;
                value.notes.push_back(read_note(c));
            } else if (c.is(e.ns, "timestamp")) {
                rank = 4;
                value.timestamp = read_time_at(c.text, c.offset, "RFC3863-4.1.7-1", out);
            } else {
                if (!take_extension(c, value, false)) value.extensions.push_back(c);
            }
            ordered = ordered && rank >= last;
            last = std::max(last, rank);
        }
        if (!with_status)
            note("pidf-tuple-without-status", "RFC3863-4.1.2-6", e.offset, "A tuple has no status.",
                 "<status>");
        else if (!ordered)
            note("pidf-tuple-order", "RFC3863-4.1.2-6", e.offset,
                 "The children of a tuple stand in another order.",
                 "status, extensions, contact, note, timestamp");
        if (value.status.basic && !value.contact)
            note("pidf-tuple-without-contact", "RFC3863-4.1.2-7", e.offset,
                 "A tuple with basic has no contact.", "<contact>");
        return value;
    }

    bool take_extension(const xml::element& c, tuple& value, bool in_status) {
        // Drafts put RPID into status; what is taken from there must not be written twice.
        if (read_rpid(c, value.rich, out)) {
            if (in_status)
                std::erase_if(value.status.extensions, [&](const auto& x) { return x.offset == c.offset; });
            return true;
        }
        if (in_status) return false;
        if (read_cipid(c, value.card)) return true;
        if (c.is(data_model_ns, "deviceID")) return value.device_id = c.trimmed(), true;
        if (c.is(timed_status_ns, "timed-status"))
            return value.timed.push_back(read_timed_status(c, out)), true;
        return false;
    }

    // presence = tuple*, note*, extensions (RFC 3863 section 4.1.1)
    presence_document read(const xml::element& root) {
        presence_document value;
        value.entity = attribute_of(root, "entity");
        if (value.entity.empty())
            note("pidf-without-entity", "RFC3863-4.1.1-4", root.offset,
                 "The presence document has no entity.", "entity=");
        int last = -1;
        std::size_t misplaced = 0;
        bool ordered = true;
        for (const auto& c : root.children) {
            int rank = 2;
            if (c.is(pidf_ns, "tuple")) {
                rank = 0;
                value.tuples.push_back(read_tuple(c));
            } else if (c.is(pidf_ns, "note")) {
                rank = 1;
                value.notes.push_back(read_note(c));
            } else if (c.is(data_model_ns, "person")) {
                value.persons.push_back(read_person(c, out));
            } else if (c.name == "person" && c.ns == draft_person_ns) {
                note("person-draft-namespace", "", c.offset, "person stands in the namespace of a draft.",
                     std::string(data_model_ns), c.ns);
                value.persons.push_back(read_person(c, out));
            } else if (c.is(data_model_ns, "device")) {
                value.devices.push_back(read_device(c, out));
            } else {
                must_understand(c);
                value.extensions.push_back(c);
            }
            if (rank < last && ordered) {
                ordered = false;
                misplaced = c.offset;
            }
            last = std::max(last, rank);
        }
        if (!ordered)
            note("pidf-presence-order", "RFC3863-4.1.1-6", misplaced,
                 "The children of presence stand in another order.", "tuples, notes, extensions");
        return value;
    }
};

} // namespace

presence_document read_presence(const xml::element& root, sip::findings& departures) {
    return pidf_reader{departures}.read(root);
}

reading<presence_document> read_pidf(std::string_view text, const read_options& options) {
    auto tree = xml::read(text, options, {"RFC3863-4.1-1", "RFC3863-4.1-1"});
    reading<presence_document> out{std::nullopt, std::move(tree.departures)};
    if (!tree.value) return out;
    const bool named = tree.value->name == "presence";
    if (!named || tree.value->ns != pidf_ns) {
        out.departures.push_back({"pidf-root", "RFC3863-4.1.1-1", tree.value->offset,
                                  "The root is not presence of the PIDF namespace.",
                                  "presence in urn:ietf:params:xml:ns:pidf",
                                  tree.value->name + " in " + tree.value->ns});
        return out;
    }
    out.value = read_presence(*tree.value, out.departures);
    return out;
}

} // namespace simplespec::presence
