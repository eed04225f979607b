#include "presence/xml.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace simplespec::presence::xml {

namespace {

/// The prefixes that the RFCs' examples use.
std::string_view usual_prefix(std::string_view uri) {
    static constexpr std::pair<std::string_view, std::string_view> table[] = {
        {xml_ns, "xml"},
        {"urn:ietf:params:xml:ns:pidf", "pidf"},
        {"urn:ietf:params:xml:ns:pidf:data-model", "dm"},
        {"urn:ietf:params:xml:ns:pidf:rpid", "rpid"},
        {"urn:ietf:params:xml:ns:pidf:cipid", "ci"},
        {"urn:ietf:params:xml:ns:pidf:timed-status", "ts"},
        {"urn:ietf:params:xml:ns:pidf:im", "im"},
        {"urn:ietf:params:xml:ns:location-type", "lt"},
        {"urn:ietf:params:xml:ns:pidf:caps", "caps"},
    };
    for (const auto& [known, prefix] : table)
        if (known == uri) return prefix;
    return {};
}

struct writer {
    std::string_view own; ///< the root's namespace: the default one
    std::map<std::string, std::string>
        prefixes{}; ///< of all other namespaces in the document, and of `own` on attributes
    std::string out{};

    void collect(const element& e, bool root = false) {
        if (!root) declare(e.ns, e.ns == own);
        for (const auto& a : e.attributes) declare(a.ns, false);
        for (const auto& c : e.children) collect(c);
    }
    void declare(const std::string& uri, bool is_default) {
        if (uri.empty() || is_default || uri == xml_ns || prefixes.contains(uri)) return;
        const auto usual = usual_prefix(uri);
        prefixes[uri] = usual.empty() ? "ns" + std::to_string(prefixes.size() + 1) : std::string(usual);
    }

    std::string name_of(const std::string& uri, const std::string& local, bool attribute) const {
        if (uri.empty() || (uri == own && !attribute)) return local;
        if (uri == xml_ns) return "xml:" + local;
        return prefixes.at(uri) + ":" + local;
    }

    void write(const element& e, std::size_t depth, bool root, bool own_is_default) {
        const std::string indent(2 * depth, ' ');
        const std::string name = name_of(e.ns, e.name, false);
        out.append(indent).append("<").append(name);
        if (root) {
            if (!own.empty()) out.append(" xmlns=\"").append(escape(own)).append("\"");
            for (const auto& [uri, prefix] : prefixes)
                out.append(" xmlns:").append(prefix).append("=\"").append(escape(uri)).append("\"");
        }
        // An element of no namespace inside one that has a default must undo it.
        const bool undo = e.ns.empty() && own_is_default && !root;
        const bool redo = e.ns == own && !own.empty() && !own_is_default;
        if (undo) out += " xmlns=\"\"";
        if (redo) out.append(" xmlns=\"").append(escape(own)).append("\"");
        std::set<std::string> names; // an attribute may stand but once
        for (const auto& a : e.attributes) {
            auto called = name_of(a.ns, a.name, true);
            if (!names.insert(called).second) continue;
            out.append(" ").append(called).append("=\"").append(escape(a.value)).append("\"");
        }
        if (e.children.empty()) {
            if (e.text.empty())
                out += "/>\n";
            else
                out.append(">").append(escape(e.text)).append("</").append(name).append(">\n");
            return;
        }
        out += ">";
        if (!e.trimmed().empty()) out += escape(e.trimmed());
        out += "\n";
        for (const auto& c : e.children) write(c, depth + 1, false, (own_is_default && !undo) || redo);
        out.append(indent).append("</").append(name).append(">\n");
    }
};

} // namespace

std::string escape(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\r':
            out += "&#13;";
            break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
        }
    }
    return out;
}

std::string write(const element& root) {
    writer w{root.ns};
    w.collect(root, true);
    w.out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    w.write(root, 0, true, !root.ns.empty());
    return std::move(w.out);
}

element make(std::string_view uri, std::string_view local, std::string_view text) {
    element e{std::string(uri), std::string(local)};
    e.text = text;
    return e;
}

void put(element& e, std::string_view attribute_name, std::string_view value) {
    e.attributes.push_back({{}, std::string(attribute_name), std::string(value)});
}

} // namespace simplespec::presence::xml
