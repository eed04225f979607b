// A presence body of any of the kinds that are met: PIDF, and XPIDF, which was never an RFC.
#include "presence/fields.hpp"
#include "presence/pidf.hpp"
#include "sip/cursor.hpp"

namespace simplespec::presence {

namespace {

/// <presence><presentity uri/><atom><address uri priority><status status="open"/>: chan_sip and early RTC
/// clients. "inuse" and its kin are taken for open: the person is there, if busy.
presence_document read_xpidf(const xml::element& root) {
    presence_document out;
    if (const auto* presentity = root.child(root.ns, "presentity")) {
        out.entity = attribute_of(*presentity, "uri");
        out.entity = out.entity.substr(0, out.entity.find(";method="));
    }
    for (const auto& atom : root.children) {
        if (atom.name != "atom") continue;
        tuple value;
        value.id = attribute_of(atom, "id");
        if (value.id.empty()) value.id = attribute_of(atom, "atomid");
        for (const auto& address : atom.children) {
            if (address.name != "address") continue;
            value.contact = contact{attribute_of(address, "uri"), {}};
            std::string state, word;
            for (const auto& c : address.children) {
                if (c.name == "status") state = attribute_of(c, "status");
                if (c.name == "msnsubstatus") word = attribute_of(c, "substatus");
            }
            if (sip::iequal(state, "open") || sip::iequal(state, "inuse")) value.status.basic = basic::open;
            if (sip::iequal(state, "closed")) value.status.basic = basic::closed;
            value.status.im = !word.empty() && word != "online" ? word
                              : sip::iequal(state, "inuse")     ? state
                                                                : std::string();
        }
        out.tuples.push_back(std::move(value));
    }
    return out;
}

} // namespace

reading<presence_document> read_presence_body(std::string_view essence, std::string_view body,
                                              const read_options& options) {
    const bool says_xpidf = sip::iequal(essence, "application/xpidf+xml");
    auto tree = xml::read(body, options, {"RFC3863-4.1-1", says_xpidf ? "" : "RFC3863-4.1-1"});
    reading<presence_document> out{std::nullopt, std::move(tree.departures)};
    if (!tree.value) return out;
    const auto& root = *tree.value;
    const bool pidf = (root.is(pidf_ns, "presence")) || root.name == "pidf-full";
    const bool xpidf =
        !pidf && root.name == "presence" &&
        (root.child(root.ns, "presentity") != nullptr || root.child(root.ns, "atom") != nullptr);
    if (!pidf && !xpidf) {
        out.departures.push_back({"pidf-root", "RFC3863-4.1.1-1", root.offset,
                                  "The root is not presence of the PIDF namespace.",
                                  "presence in urn:ietf:params:xml:ns:pidf", root.name + " in " + root.ns});
        return out;
    }
    if (xpidf != says_xpidf)
        out.departures.push_back({"presence-type-differs", xpidf ? "RFC3863-4.1.1-1" : "", root.offset,
                                  "The Content-Type and the document disagree.", std::string(essence),
                                  xpidf ? "XPIDF" : "PIDF"});
    out.value = pidf ? read_presence(root, out.departures) : read_xpidf(root);
    return out;
}

} // namespace simplespec::presence
