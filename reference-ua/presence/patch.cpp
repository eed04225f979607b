#include "presence/patch.hpp"

#include "sip/cursor.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace simplespec::presence {

namespace {

struct predicate {
    enum class kind : std::uint8_t { position, attribute, child, self };
    kind what = kind::position;
    std::size_t position = 0;
    std::string ns{}, name{}, value{};
};

struct step {
    bool any = false; ///< *
    std::string ns{}, name{};
    std::vector<predicate> predicates{};
};

struct selector {
    std::vector<step> steps{};
    std::optional<predicate> attribute{}; ///< a final /@name
    bool text = false;                    ///< a final /text()
    std::size_t nth = 0;                  ///< of text() or comment(); 0: there must be one
    bool aside = false;                   ///< a final /comment() or /processing-instruction()
    std::optional<std::string> prefix{};  ///< a final /namespace::prefix

    /// It selects an element.
    bool of_element() const { return !attribute && !text && !aside && !prefix; }
};

/// A located element and where it stands.
struct located {
    xml::element* parent = nullptr;
    std::size_t index = 0;
    xml::element* node = nullptr;
};

bool is_name_char(char c) {
    return sip::is_alphanum(c) || c == '_' || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

using bindings = std::vector<xml::binding>;

/// Reads the restricted XPath of RFC 5261 section 4.1.
struct selector_reader {
    sip::cursor at;
    const bindings& scope; ///< inner declarations first
    std::string_view failed{};

    const std::string* uri_of(std::string_view prefix) const {
        for (const auto& b : scope)
            if (b.prefix == prefix) return &b.uri;
        return nullptr;
    }

    // qname = [prefix ":"] ncname ; an unprefixed element takes the default namespace, an attribute none.
    bool qname(std::string& ns, std::string& name, bool attribute) {
        auto first = at.take_while(is_name_char);
        std::string_view prefix;
        if (at.peek() == ':' && at.take(':')) {
            prefix = first;
            first = at.take_while(is_name_char);
        }
        if (first.empty()) return false;
        name = first;
        if (prefix.empty() && attribute) return true;
        const auto* uri = uri_of(prefix);
        if (uri == nullptr && !prefix.empty()) {
            failed = "invalid-namespace-prefix";
            return false;
        }
        ns = uri == nullptr ? std::string() : *uri;
        return true;
    }

    // "[" 1*DIGIT "]" / "[@a='v']" / "[child='v']" / "[.='v']"
    bool read_predicate(predicate& p) {
        if (sip::is_digit(at.peek())) {
            const auto n = at.number(1'000'000'000, "position");
            if (!n) return false;
            p.position = static_cast<std::size_t>(*n);
            return at.take(']');
        }
        if (at.take('.')) {
            p.what = predicate::kind::self;
        } else {
            const bool attribute = at.take('@');
            p.what = attribute ? predicate::kind::attribute : predicate::kind::child;
            if (!qname(p.ns, p.name, attribute)) return false;
        }
        if (!at.take('=')) return false;
        const char quote = at.peek();
        if ((quote != '\'' && quote != '"') || !at.take(quote)) return false;
        p.value = at.take_while([quote](char c) { return c != quote; });
        return at.take(quote) && at.take(']');
    }

    // ("text()" / "comment()" / "processing-instruction(" [literal] ")") ["[" 1*DIGIT "]"]
    bool read_leaf(selector& into) {
        into.text = at.rest().starts_with("text");
        into.aside = !into.text;
        at.take_while([](char c) { return c != ')'; });
        if (!at.take(')')) return false;
        if (at.take('[')) {
            const auto n = at.number(1'000'000'000, "position");
            if (!n || *n == 0 || !at.take(']')) return false;
            into.nth = static_cast<std::size_t>(*n);
        }
        return !into.steps.empty() && at.at_end();
    }

    bool read(selector& into) {
        at.take('/');
        while (true) {
            if (at.take('@')) {
                into.attribute.emplace();
                return !into.steps.empty() && qname(into.attribute->ns, into.attribute->name, true) &&
                       at.at_end();
            }
            if (at.rest().starts_with("namespace::")) {
                at.skip(11);
                into.prefix = std::string(at.take_while(is_name_char));
                return !into.steps.empty() && !into.prefix->empty() && at.at_end();
            }
            if (at.rest().starts_with("text()") || at.rest().starts_with("comment()") ||
                at.rest().starts_with("processing-instruction("))
                return read_leaf(into);
            step s;
            s.any = at.take('*');
            if (!s.any && !qname(s.ns, s.name, false)) return false;
            while (at.take('[')) {
                predicate p;
                if (s.predicates.size() == 16 || !read_predicate(p)) return false;
                s.predicates.push_back(std::move(p));
            }
            into.steps.push_back(std::move(s));
            if (at.at_end()) return true;
            if (into.steps.size() == 64 || !at.take('/')) return false;
        }
    }
};

bool holds(const predicate& p, const xml::element& e) {
    if (p.what == predicate::kind::self) return e.text == p.value;
    if (p.what == predicate::kind::attribute) {
        const auto* value = e.find(p.ns, p.name);
        return value != nullptr && *value == p.value;
    }
    return std::ranges::any_of(e.children,
                               [&](const auto& c) { return c.is(p.ns, p.name) && c.text == p.value; });
}

// The text nodes inside; comments between them may part one into several, which is not kept.
std::size_t text_nodes(const xml::element& e) {
    const auto there = [](xml::gap g) { return g == xml::gap::none ? 0U : 1U; };
    std::size_t out = there(e.last);
    for (const auto& c : e.children) out += there(c.before);
    return out;
}
bool has_asides(const xml::element& e) {
    return e.last == xml::gap::unclear ||
           std::ranges::any_of(e.children, [](const auto& c) { return c.before == xml::gap::unclear; });
}

/// What stands before child `index`, or before the end tag where there is no such child.
xml::gap& gap_before(xml::element& parent, std::size_t index) {
    return index < parent.children.size() ? parent.children[index].before : parent.last;
}

bool has_names_of(const xml::element& e, std::string_view ns) {
    return e.ns == ns || std::ranges::any_of(e.attributes, [&](const auto& a) { return a.ns == ns; }) ||
           std::ranges::any_of(e.children, [&](const auto& c) { return has_names_of(c, ns); });
}

struct patcher {
    xml::element whole;
    const patch_limits& limits;
    std::size_t visits = 0;

    /// The step among these candidates; predicates filter one after the other, as XPath has it.
    std::vector<located> follow(const step& s, const std::vector<located>& from, bool root) {
        std::vector<located> out;
        for (const auto& c : from) {
            ++visits;
            // A partial document's root is pidf-full, its selectors often say presence: the first step takes
            // either.
            const bool named = root && (s.name == "presence" || s.name == "pidf-full");
            if (s.any || named || c.node->is(s.ns, s.name)) out.push_back(c);
        }
        for (const auto& p : s.predicates) {
            if (p.what == predicate::kind::position) {
                if (p.position == 0 || p.position > out.size())
                    out.clear();
                else
                    out = {out[p.position - 1]};
                continue;
            }
            std::erase_if(out, [&](const located& l) {
                visits += 1 + l.node->children.size();
                return !holds(p, *l.node);
            });
        }
        return out;
    }

    std::expected<located, std::string_view> locate(const selector& s) {
        std::vector<located> now = follow(s.steps.front(), {{nullptr, 0, &whole}}, true);
        for (std::size_t i = 1; i < s.steps.size(); ++i) {
            std::vector<located> next;
            for (const auto& parent : now) { // positions count within one parent
                std::vector<located> children;
                for (std::size_t k = 0; k < parent.node->children.size(); ++k)
                    children.push_back({parent.node, k, &parent.node->children[k]});
                auto found = follow(s.steps[i], children, false);
                next.insert(next.end(), found.begin(), found.end());
                if (visits > limits.visits) return std::unexpected("invalid-patch-directive");
            }
            now = std::move(next);
        }
        if (now.size() != 1) return std::unexpected("unlocated-node"); // exactly one (RFC 5261 section 4.1)
        return now.front();
    }

    // The children of `op` go before child `index`. Text nodes that meet become one (RFC 5261 section 4.3.5), so
    // that gaps are joined at both ends.
    static void insert(const xml::element& op, xml::element& parent, std::size_t index, bool behind) {
        auto& here = gap_before(parent, index);
        if (op.children.empty()) {
            here = xml::joined(here, op.last);
            return;
        }
        auto first = xml::gap::none; // what of the gap stays in front
        if (behind) first = std::exchange(here, op.last);
        else here = xml::joined(op.last, here);
        const auto at = static_cast<std::ptrdiff_t>(index);
        parent.children.insert(parent.children.begin() + at, op.children.begin(), op.children.end());
        auto& led = parent.children[index].before;
        led = xml::joined(first, led);
    }

    // A declaration changes no name that is there: names are held with their namespace, not with a prefix.
    static std::string_view declare(const xml::element& op, xml::element& node, std::string_view prefix) {
        if (prefix.empty() || op.trimmed().empty() || !op.children.empty()) return "invalid-attribute-value";
        if (std::ranges::any_of(node.declared, [&](const auto& b) { return b.prefix == prefix; }))
            return "invalid-patch-directive";
        node.declared.push_back({std::string(prefix), std::string(op.trimmed())});
        return {};
    }

    // RFC 5261 section 4.3
    std::string_view add(const xml::element& op, const located& l, const bindings& scope) {
        if (const auto* type = op.find("type")) {
            constexpr std::string_view axis = "namespace::";
            if (type->starts_with(axis))
                return declare(op, *l.node, std::string_view(*type).substr(axis.size()));
            if (!type->starts_with('@')) return "invalid-patch-directive";
            if (!op.children.empty()) return "invalid-attribute-value"; // a single text node
            selector_reader in{sip::cursor(std::string_view(*type).substr(1)), scope};
            std::string ns, name;
            if (!in.qname(ns, name, true) || !in.at.at_end()) return "invalid-attribute-value";
            if (l.node->find(ns, name) != nullptr) return "invalid-patch-directive";
            l.node->attributes.push_back({ns, name, op.text});
            return {};
        }
        const auto* pos = op.find("pos");
        const std::string where = pos == nullptr ? "" : *pos;
        if (where.empty() || where == "prepend") {
            insert(op, *l.node, where.empty() ? l.node->children.size() : 0, where.empty());
            l.node->text = where.empty() ? l.node->text + op.text : op.text + l.node->text;
            return {};
        }
        if (where != "before" && where != "after") return "invalid-attribute-value";
        if (l.parent == nullptr) return "invalid-root-element-operation";
        l.parent->text += op.text; // what is mixed is joined: our tree has one text
        insert(op, *l.parent, l.index + (where == "after" ? 1 : 0), where == "before");
        return {};
    }

    // The one text node that is selected; empty text removes it (RFC 5261 section 4.4.6).
    static std::string_view put_text(xml::element& node, const selector& s, const std::string& text) {
        const auto there = text_nodes(node);
        if (!has_asides(node) && (there == 0 || s.nth > there || (s.nth == 0 && there > 1)))
            return "unlocated-node";
        node.text = text;
        if (node.children.empty()) node.last = text.empty() ? xml::gap::none : xml::gap::text;
        return {};
    }

    // RFC 5261 section 4.4.3. Only where nothing in the element is of that namespace: it would get other names.
    static std::string_view rebind(xml::element& node, std::string_view prefix, std::string_view uri) {
        const auto found = std::ranges::find(node.declared, prefix, &xml::binding::prefix);
        if (found == node.declared.end()) return "unlocated-node";
        if (uri.empty() || has_names_of(node, found->uri)) return "invalid-namespace-uri";
        found->uri = uri;
        return {};
    }

    // RFC 5261 section 4.4
    static std::string_view replace(const xml::element& op, const located& l, const selector& s) {
        if (s.attribute) {
            for (auto& a : l.node->attributes)
                if (a.name == s.attribute->name && a.ns == s.attribute->ns)
                    return a.value = op.text, std::string_view();
            return "unlocated-node";
        }
        if (s.prefix) return rebind(*l.node, *s.prefix, op.trimmed());
        if (s.aside) return has_asides(*l.node) ? "" : "unlocated-node";
        if (s.text) {
            if (!op.children.empty()) return "invalid-node-types";
            return put_text(*l.node, s, op.text);
        }
        if (op.children.size() != 1) return "invalid-node-types";
        const auto before = l.node->before;
        auto other = op.children.front();
        other.before = before;
        *l.node = std::move(other);
        return {};
    }

    // White space goes with the node where `ws` says so, and must be there: RFC 5261 section 4.5. A gap with
    // comments in it is given the benefit of the doubt.
    static std::string_view trim(const std::string& ws, xml::gap& before, xml::gap& after) {
        if (ws != "before" && ws != "after" && ws != "both") return "invalid-attribute-value";
        for (auto* side : {&before, &after}) {
            if (ws == (side == &before ? "after" : "before")) continue;
            if (*side == xml::gap::none || *side == xml::gap::text) return "invalid-whitespace-directive";
            if (*side == xml::gap::white) *side = xml::gap::none;
        }
        return {};
    }

    // RFC 5261 section 4.5
    static std::string_view remove(const xml::element& op, const located& l, const selector& s) {
        const auto* ws = op.find("ws");
        if (ws != nullptr && (s.attribute || s.text || s.prefix)) return "invalid-patch-directive";
        if (s.aside) return has_asides(*l.node) ? "" : "unlocated-node";
        if (s.prefix) {
            const auto gone =
                std::erase_if(l.node->declared, [&](const auto& b) { return b.prefix == *s.prefix; });
            return gone == 0 ? "unlocated-node" : "";
        }
        if (s.attribute) {
            const auto gone = std::erase_if(l.node->attributes, [&](const auto& a) {
                return a.name == s.attribute->name && a.ns == s.attribute->ns;
            });
            return gone == 0 ? "unlocated-node" : "";
        }
        if (s.text) return put_text(*l.node, s, {});
        if (l.parent == nullptr) return "invalid-root-element-operation";
        auto before = l.node->before;
        auto& after = gap_before(*l.parent, l.index + 1);
        if (ws != nullptr)
            if (const auto failed = trim(*ws, before, after); !failed.empty()) return failed;
        after = xml::joined(before, after);
        l.parent->children.erase(l.parent->children.begin() + static_cast<std::ptrdiff_t>(l.index));
        return {};
    }

    std::string_view apply(const xml::element& op, const bindings& outer) {
        const auto* sel = op.find("sel");
        if (sel == nullptr) return "invalid-patch-directive";
        bindings scope = op.declared;
        scope.insert(scope.end(), outer.begin(), outer.end());
        selector s;
        selector_reader in{sip::cursor(*sel), scope};
        if (!in.read(s)) {
            if (sel->starts_with("id(")) return "unsupported-id-function";
            return in.failed.empty() ? "invalid-attribute-value" : in.failed;
        }
        const auto found = locate(s);
        if (!found) return found.error();
        if (op.name == "add") return s.of_element() ? add(op, *found, scope) : "invalid-node-types";
        if (op.name == "replace") return replace(op, *found, s);
        return op.name == "remove" ? remove(op, *found, s) : "invalid-diff-format";
    }
};

} // namespace

std::expected<xml::element, patch_error> apply_patch(const xml::element& target, const xml::element& patch,
                                                     const patch_limits& limits) {
    patcher p{target, limits};
    if (patch.children.size() > limits.operations)
        return std::unexpected(patch_error{"invalid-patch-directive", patch.offset});
    for (const auto& op : patch.children) {
        if (op.ns != patch.ns) continue; // not an operation
        if (const auto failed = p.apply(op, patch.declared); !failed.empty()) {
            const auto* sel = op.find("sel");
            return std::unexpected(
                patch_error{failed, op.offset, sel == nullptr ? std::string() : sel->substr(0, 128)});
        }
    }
    return std::move(p.whole);
}

} // namespace simplespec::presence
