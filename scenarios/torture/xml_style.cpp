#include "scenarios/torture/xml_style.hpp"

#include <algorithm>
#include <map>

namespace simplespec::scenarios {
namespace {

using presence::xml::element;

struct writer {
    const xml_style& style;
    std::map<std::string, std::string> prefixes{};
    std::string out{};

    std::string prefix_of(const std::string& ns) {
        if (ns == presence::xml::xml_ns) return "xml";
        return prefixes.try_emplace(ns, "n" + std::to_string(prefixes.size())).first->second;
    }

    void collect(const element& e) {
        if (!e.ns.empty() && style.prefixed) prefix_of(e.ns);
        for (const auto& a : e.attributes)
            if (!a.ns.empty()) prefix_of(a.ns);
        for (const auto& c : e.children) collect(c);
    }

    std::string escaped(const std::string& text, bool attribute) {
        std::string made;
        for (const char c : text) {
            const auto u = static_cast<unsigned char>(c);
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || (attribute && u < ' ') ||
                (style.references && letter))
                made += "&#" + std::to_string(u) + ";";
            else
                made += c;
        }
        return made;
    }

    void attribute(const std::string& name, const std::string& value) {
        out += " " + name + "=" + style.quote + escaped(value, true) + style.quote;
    }

    void text(const std::string& value) {
        if (value.empty()) return;
        if (style.comments) out += "<!-- a -->";
        if (style.cdata && value.find("]]>") == std::string::npos)
            out += "<![CDATA[" + value + "]]>";
        else
            out += escaped(value, false);
    }

    void write(const element& e, const std::string& around, bool root) {
        const bool shown = style.prefixed && !e.ns.empty();
        const auto name = shown ? prefix_of(e.ns) + ":" + e.name : e.name;
        out += "<" + name;
        std::vector<std::pair<std::string, std::string>> rows;
        if (!shown && e.ns != around) rows.emplace_back("xmlns", e.ns);
        if (root)
            for (const auto& [ns, prefix] : prefixes) rows.emplace_back("xmlns:" + prefix, ns);
        for (const auto& a : e.attributes)
            rows.emplace_back(a.ns.empty() ? a.name : prefix_of(a.ns) + ":" + a.name, a.value);
        if (style.reversed) std::ranges::reverse(rows);
        for (const auto& [key, value] : rows) attribute(key, value);
        out += style.within;
        const bool blank = e.text.find_first_not_of(" \t\r\n") == std::string::npos;
        if (e.children.empty() && e.text.empty() && !style.long_empty) {
            out += "/>";
            return;
        }
        out += ">";
        if (!blank || e.children.empty()) text(e.text);
        for (const auto& c : e.children) {
            if (blank) out += style.gap;
            if (style.comments) out += "<!-- <b/> -->";
            if (style.instructions) out += "<?x-odd <c>?>";
            write(c, shown ? around : e.ns, false);
        }
        if (blank && !e.children.empty()) out += style.gap;
        out += "</" + name + style.within + ">";
    }
};

} // namespace

std::string write_styled(const element& root, const xml_style& style) {
    writer w{style};
    w.collect(root);
    w.out = style.declaration;
    if (style.comments) w.out += "<!-- <presence> -->";
    w.write(root, {}, true);
    if (style.instructions) w.out += "<?x-end?>";
    return std::move(w.out);
}

std::string to_utf16(std::string_view utf8) {
    std::string out("\xfe\xff", 2);
    for (std::size_t i = 0; i < utf8.size();) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        const std::size_t more = c < 0x80 ? 0 : c < 0xe0 ? 1 : 2;
        unsigned code = more == 0 ? c : more == 1 ? c & 0x1fU : c & 0x0fU;
        for (std::size_t k = 1; k <= more && i + k < utf8.size(); ++k)
            code = code << 6U | (static_cast<unsigned char>(utf8[i + k]) & 0x3fU);
        out += static_cast<char>(code >> 8U & 0xffU);
        out += static_cast<char>(code & 0xffU);
        i += more + 1;
    }
    return out;
}

} // namespace simplespec::scenarios
