// How an XML document may be spelled, and what a presence document and a list may hold besides.
#include "scenarios/torture/legal_variations.hpp"
#include "scenarios/torture/xml_style.hpp"

#include "mime/entity.hpp"
#include "presence/pidf.hpp"
#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::scenarios {
namespace {

using presence::xml::element;
using sip::draft;
using sip::header;

constexpr std::string_view rlmi_ns = "urn:ietf:params:xml:ns:rlmi";

using rewrite = std::function<std::string(const element& root)>;

/// Replace each XML document of the body, whole or in a part, from the last to the first, so that offsets
/// hold.
void rewrite_documents(const mime::entity& e, const rewrite& write, std::string& body) {
    for (auto part = e.parts.rbegin(); part != e.parts.rend(); ++part) rewrite_documents(*part, write, body);
    if (!e.parts.empty() || !e.type.essence().ends_with("+xml")) return;
    const auto read = presence::xml::read(std::string_view(body).substr(e.offset, e.size));
    if (read.value) body.replace(e.offset, e.size, write(*read.value));
}

auto documents(rewrite write) {
    return editing([write = std::move(write)](draft& d) {
        const auto type = std::string(d.value(header::content_type));
        if (type.empty() || d.body.empty()) return;
        auto body = d.body;
        rewrite_documents(mime::read_entity(type, {}, d.body).value, write, body);
        d.set_body(std::move(body));
    });
}

auto styled(xml_style style) {
    return documents([style](const element& root) { return write_styled(root, style); });
}

/// Change what the document holds, in the usual spelling.
auto changed(std::function<void(element&)> edit) {
    return documents([edit = std::move(edit)](const element& root) {
        auto copy = root;
        edit(copy);
        return presence::xml::write(copy);
    });
}

void each_child(element& e, std::string_view name, const std::function<void(element&)>& edit) {
    for (auto& c : e.children) {
        if (c.name == name) edit(c);
        each_child(c, name, edit);
    }
}

/// Charset and declaration agree; the declaration is what `encoding` names.
auto recoded(std::string_view encoding, std::string (*code)(std::string_view)) {
    return [=] {
        return documents([=](const element& root) {
            xml_style style;
            style.declaration = "<?xml version=\"1.0\" encoding=\"" + std::string(encoding) + "\"?>";
            return code(write_styled(root, style));
        })();
    };
}

// What is beyond ISO-8859-1 goes as a character reference; UTF-8 of two octets from C2 and C3 is all of it
// that is within.
std::string to_latin1(std::string_view utf8) {
    std::string out;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        if (c < 0x80) {
            out += utf8[i];
            continue;
        }
        const unsigned more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
        unsigned code = c & (0x3fU >> more);
        for (unsigned k = 0; k < more && i + 1 < utf8.size(); ++k)
            code = code << 6U | (static_cast<unsigned char>(utf8[++i]) & 0x3fU);
        if (code < 0x100)
            out += static_cast<char>(code);
        else
            out += "&#" + std::to_string(code) + ";";
    }
    return out;
}

// The charset parameters of the message and of the parts name the encoding, or are dropped where none is
// given.
auto with_charset(std::function<sip::alteration()> make, std::string_view charset) {
    return [=]() -> sip::alteration {
        return [inner = make(), charset](std::string_view m) {
            auto out = inner(m);
            for (auto& one : out) {
                if (one.octets == m) continue;
                auto d = draft::of(one.octets);
                const auto name = [&](std::string& text) {
                    constexpr std::string_view utf8 = "charset=\"UTF-8\"";
                    for (auto at = text.find(utf8); at != std::string::npos; at = text.find(utf8, at + 1))
                        text.replace(at, utf8.size(), "charset=" + std::string(charset));
                };
                for (auto& r : d.rows) name(r.value);
                auto body = d.body;
                name(body);
                d.set_body(std::move(body));
                one.octets = d.octets();
            }
            return out;
        };
    };
}

void set(element& e, std::string_view attribute, const std::string& value) {
    for (auto& a : e.attributes)
        if (a.name == attribute && a.ns.empty()) a.value = value;
}

element extension(std::string_view name, std::string_view text = {}) {
    return presence::xml::make("urn:example:unknown", name, text);
}

} // namespace

std::vector<legal_variation> legal_documents() {
    constexpr std::string_view xml = "RFC 3863 section 4.1";
    constexpr std::string_view more = "RFC 3863 section 4.2.2";
    return {
        {"prefixed-elements", "RFC 3863 section 4.1.1", styled({.prefixed = true})},
        {"single-quotes", xml, styled({.quote = '\''})},
        {"comments-everywhere", xml, styled({.comments = true})},
        {"processing-instructions", xml, styled({.instructions = true})},
        {"cdata-sections", xml, styled({.cdata = true})},
        {"character-references", xml, styled({.references = true})},
        {"attributes-in-reverse", xml, styled({.reversed = true})},
        {"no-white-space-between-elements", xml, styled({})},
        {"much-white-space", xml, styled({.gap = "\n\t \r\n", .within = "\r\n  "})},
        {"long-form-of-empty-elements", xml, styled({.long_empty = true})},
        {"standalone-declaration", xml,
         styled({.declaration = "<?xml version='1.0'  encoding = 'utf-8' standalone='yes' ?>\r\n\r\n"})},
        {"byte-order-mark", xml,
         styled({.declaration = "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>"})},
        {"iso-8859-1", xml, with_charset(recoded("ISO-8859-1", to_latin1), "ISO-8859-1")},
        {"utf-16", xml, with_charset(recoded("UTF-16", to_utf16), "utf-16")},
        {"all-at-once", xml,
         styled({.prefixed = true,
                 .quote = '\'',
                 .comments = true,
                 .instructions = true,
                 .cdata = true,
                 .reversed = true,
                 .gap = "\n ",
                 .within = "\n"})},
        {"unknown-elements-in-presence", more, changed([](element& root) {
             if (root.name == "presence") root.children.push_back(extension("more", "x"));
         })},
        {"unknown-elements-in-status", more, changed([](element& root) {
             each_child(root, "status", [](element& s) { s.children.push_back(extension("mode", "quiet")); });
         })},
        {"unknown-elements-in-tuples", more, changed([](element& root) {
             each_child(root, "tuple", [](element& t) {
                 const auto status = std::ranges::find(t.children, "status", &element::name);
                 if (status != t.children.end()) t.children.insert(status + 1, extension("ring", "long"));
             });
         })},
        {"tuples-in-reverse", "RFC 3863 section 4.1.2", changed([](element& root) {
             const auto end =
                 std::ranges::find_if(root.children, [](const auto& c) { return c.name != "tuple"; });
             std::reverse(root.children.begin(), end);
         })},
        {"document-of-a-pres-uri", "RFC 3863 section 4.1.1", changed([](element& root) {
             for (auto& a : root.attributes)
                 if (root.name == "presence" && a.name == "entity" && a.value.starts_with("sip:"))
                     a.value.replace(0, 4, "pres:");
         })},
        {"resources-in-reverse", "RFC 4662 section 5.3", changed([](element& root) {
             if (root.ns != rlmi_ns) return;
             const auto begin = std::ranges::find(root.children, "resource", &element::name);
             std::reverse(begin, root.children.end());
         })},
        {"unknown-attributes-in-lists", "RFC 4662 section 5.1", changed([](element& root) {
             if (root.ns != rlmi_ns) return;
             const auto mark = [](element& e) {
                 e.attributes.push_back({"urn:example:unknown", "color", "red"});
             };
             mark(root);
             each_child(root, "resource", mark);
             each_child(root, "instance", mark);
         })},
        {"unknown-elements-in-instances", "RFC 4662 section 5.1", changed([](element& root) {
             if (root.ns == rlmi_ns)
                 each_child(root, "instance", [](element& i) { i.children.push_back(extension("more")); });
         })},
        {"instance-ids-of-another-kind", "RFC 4662 section 5.5", changed([](element& root) {
             if (root.ns != rlmi_ns) return;
             each_child(root, "instance",
                        [](element& i) { set(i, "id", "<x> & \"" + *i.find("id") + "\""); });
         })},
        {"full-state-in-digits", "RFC 4662 section 5.1", changed([](element& root) {
             if (root.ns != rlmi_ns) return;
             const auto* word = root.find("fullState");
             if (word != nullptr) set(root, "fullState", *word == "true" ? "1" : "0");
         })},
        {"names-with-a-language", "RFC 4662 section 5.3", changed([](element& root) {
             if (root.ns == rlmi_ns)
                 each_child(root, "name", [](element& n) {
                     n.attributes.push_back({std::string(presence::xml::xml_ns), "lang", "en"});
                 });
         })},
    };
}

} // namespace simplespec::scenarios
