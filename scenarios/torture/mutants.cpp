#include "scenarios/torture/mutants.hpp"

#include "mime/entity.hpp"
#include "presence/xml.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <functional>

namespace simplespec::scenarios {
namespace {

using presence::xml::element;
using sip::draft;
using sip::header;

constexpr std::string_view drop = "drop", twice = "double", alter = "alter", reorder = "reorder",
                           delay = "delay";

/// Another text of the same shape: a number grows, a word is turned round.
std::string altered_text(std::string_view text) {
    const auto begin = std::ranges::find_if(text, sip::is_alphanum);
    const auto end = std::find_if_not(begin, text.end(), sip::is_alphanum);
    const std::string word(begin, end);
    std::string changed;
    if (!word.empty() && word.size() < 9 && std::ranges::all_of(word, sip::is_digit))
        changed = std::to_string(std::stoul(word) + 7777);
    else
        changed = std::string(word.rbegin(), word.rend()) + "9";
    return std::string(text.begin(), begin) + changed + std::string(end, text.end());
}

/// A challenge or credentials: a scheme, and then parameters with commas between them.
bool is_challenge(header h) {
    return h == header::www_authenticate || h == header::proxy_authenticate || h == header::authorization ||
           h == header::proxy_authorization || h == header::authentication_info;
}

/// The parameters of a value: where each begins, its separator with it, and ends.
struct parameter_place {
    std::string name;
    std::size_t from, to;
};

std::vector<parameter_place> parameters_in(header h, std::string_view value) {
    std::vector<parameter_place> out;
    const char separator = is_challenge(h) ? ',' : ';';
    bool quoted = false, bracketed = false;
    std::vector<std::size_t> starts;
    if (is_challenge(h)) {
        const auto scheme = value.find(' ');
        const auto equal = value.find('=');
        starts.push_back(scheme < equal ? scheme : 0);
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '<' || c == '>')) bracketed = c == '<';
        if (!quoted && !bracketed && c == separator) starts.push_back(i);
    }
    for (std::size_t k = 0; k < starts.size(); ++k) {
        const auto to = k + 1 < starts.size() ? starts[k + 1] : value.size();
        auto name = value.substr(starts[k], to - starts[k]);
        while (!name.empty() && (name.front() == separator || name.front() == ' ')) name.remove_prefix(1);
        name = name.substr(0, name.find('='));
        if (!name.empty()) out.push_back({sip::lowercase(sip::trim(name)), starts[k], to});
    }
    return out;
}

void change_parameter(header h, std::string& value, std::string_view name, std::string_view change) {
    for (const auto& p : parameters_in(h, value)) {
        if (p.name != name) continue;
        const auto text = value.substr(p.from, p.to - p.from);
        const auto equal = text.find('=');
        if (change == drop && is_challenge(h) && p.from == value.find(' ')) {
            const auto rest =
                value.substr(std::min(p.to + 1, value.size())); // the first one: its comma goes too
            value = value.substr(0, p.from) + rest;
        } else if (change == drop) {
            value.erase(p.from, p.to - p.from);
        } else if (change == twice) {
            value.insert(p.to, (is_challenge(h) && text.front() != ',' ? "," : "") + text);
        } else if (equal != std::string::npos) {
            value.replace(p.from + equal, text.size() - equal,
                          altered_text(std::string_view(text).substr(equal)));
        } else {
            value.replace(p.from, text.size(), altered_text(text));
        }
        return;
    }
}

void change_rows(draft& d, header h, std::string_view name, std::string_view change) {
    const auto is = [&](const draft::row& r) {
        return r.id() == h && (h != header::other || sip::iequal(r.name, name));
    };
    const auto first = std::ranges::find_if(d.rows, is);
    if (first == d.rows.end()) return;
    if (change == drop) {
        std::erase_if(d.rows, is);
    } else if (change == twice) {
        d.rows.insert(first, draft::row(*first));
    } else if (change == alter) {
        first->value = altered_text(first->value);
    } else {
        std::rotate(first, first + 1, d.rows.end());
    }
}

/// Visit each element below `parent` by its path of local names.
void each_element(
    element& parent, const std::string& path,
    const std::function<void(element& parent, std::size_t index, const std::string& path)>& visit) {
    for (std::size_t i = 0; i < parent.children.size(); ++i) {
        const auto here = path + "/" + parent.children[i].name;
        const auto before = parent.children.size();
        visit(parent, i, here);
        if (parent.children.size() < before) {
            --i;
            continue;
        }
        each_element(parent.children[i], here, visit);
        i += parent.children.size() - before;
    }
}

void change_attribute(element& e, std::string_view name, std::string_view change) {
    for (auto& a : e.attributes)
        if (a.name == name && change == alter) a.value = altered_text(a.value);
    if (change == drop) std::erase_if(e.attributes, [&](const auto& a) { return a.name == name; });
}

void change_document(element& root, std::string_view where, std::string_view change) {
    const auto at = where.find('@');
    const auto wanted = where.substr(0, at);
    if (at != std::string_view::npos && wanted == root.name)
        change_attribute(root, where.substr(at + 1), change);
    each_element(root, root.name, [&](element& parent, std::size_t i, const std::string& path) {
        if (path != wanted) return;
        auto& e = parent.children[i];
        if (at != std::string_view::npos) return change_attribute(e, where.substr(at + 1), change);
        if (change == alter) e.text = altered_text(e.text);
        if (change == twice)
            parent.children.insert(parent.children.begin() + static_cast<std::ptrdiff_t>(i), element(e));
        if (change == reorder)
            std::rotate(parent.children.begin() + static_cast<std::ptrdiff_t>(i),
                        parent.children.begin() + static_cast<std::ptrdiff_t>(i) + 1, parent.children.end());
        if (change == drop) parent.children.erase(parent.children.begin() + static_cast<std::ptrdiff_t>(i));
    });
}

/// Apply to each XML leaf of the body whose root has this name.
void change_documents(const mime::entity& e, std::string& body, std::string_view where,
                      std::string_view change) {
    for (auto part = e.parts.rbegin(); part != e.parts.rend(); ++part)
        change_documents(*part, body, where, change);
    if (!e.parts.empty() || !e.type.essence().ends_with("+xml")) return;
    const auto read = presence::xml::read(std::string_view(body).substr(e.offset, e.size));
    if (!read.value || !where.starts_with(read.value->name)) return;
    auto root = *read.value;
    change_document(root, where, change);
    body.replace(e.offset, e.size, presence::xml::write(root));
}

/// Apply to the parts of this type of a multipart: "part application/pidf+xml", or a field of theirs behind a
/// colon.
void change_parts(const mime::entity& whole, std::string& body, std::string_view where,
                  std::string_view change) {
    const auto colon = where.find(':');
    const auto type = where.substr(5, colon - 5);
    const auto boundary = "--" + std::string(whole.type.find("boundary").value_or("")) + "\r\n";
    for (auto part = whole.parts.rbegin(); part != whole.parts.rend(); ++part) {
        if (part->type.essence() != type) continue;
        const auto from = body.rfind(boundary, part->offset);
        const auto to = part->offset + part->size + 2;
        if (from == std::string::npos || to > body.size()) continue;
        const auto text = body.substr(from, to - from);
        if (colon != std::string_view::npos) {
            const auto name = where.substr(colon + 1);
            for (const auto& f : part->fields) {
                if (!sip::iequal(f.name, name)) continue;
                const auto end = body.find("\r\n", f.offset) + 2;
                const auto row = body.substr(f.offset, end - f.offset);
                const auto value = row.find(':');
                body.replace(f.offset, row.size(),
                             change == drop ? std::string()
                             : change == twice
                                 ? row + row
                                 : row.substr(0, value) + altered_text(std::string_view(row).substr(value)));
                break;
            }
        } else if (change == drop) {
            body.erase(from, text.size());
        } else if (change == twice) {
            body.insert(from, text);
        }
    }
}

void change_body(draft& d, std::string_view where, std::string_view change) {
    const auto type = std::string(d.value(header::content_type));
    if (d.body.empty()) return;
    auto body = d.body;
    if (where == "body") {
        if (change == drop) body.clear();
        if (change == twice) body += d.body;
        if (change == alter) body = altered_text(body);
        return d.set_body(std::move(body));
    }
    const auto whole = mime::read_entity(type, {}, d.body).value;
    if (where.starts_with("part "))
        change_parts(whole, body, where, change);
    else
        change_documents(whole, body, where.substr(1), change);
    if (body != d.body) d.set_body(std::move(body));
}

void add_documents(const mime::entity& e, const std::function<void(std::string, std::string_view)>& add) {
    for (const auto& part : e.parts) add_documents(part, add);
    if (!e.parts.empty() || !e.type.essence().ends_with("+xml")) return;
    auto read = presence::xml::read(e.body);
    if (!read.value) return;
    const auto attributes = [&](const element& x, const std::string& path) {
        for (const auto& a : x.attributes)
            for (const auto change : {drop, alter}) add("<" + path + "@" + a.name, change);
    };
    attributes(*read.value, read.value->name);
    each_element(*read.value, read.value->name, [&](element& parent, std::size_t i, const std::string& path) {
        for (const auto change : {drop, twice, reorder}) add("<" + path, change);
        if (!parent.children[i].trimmed().empty()) add("<" + path, alter);
        attributes(parent.children[i], path);
    });
}

} // namespace

std::string kind_of(const draft& d) {
    auto out = std::string(d.method());
    if (d.is_response()) return out + " " + std::to_string(d.status());
    const auto event = std::string(d.value(header::event));
    if (!event.empty()) out += " " + event.substr(0, event.find(';'));
    if (sip::lowercase(d.value(header::content_type)).starts_with("multipart/")) out += " list";
    // A client begins, answers a challenge, and goes on with what it began: three things that break apart.
    const bool begun = d.method() == "SUBSCRIBE" && d.value(header::to).contains(";tag=");
    if (!d.value(header::authorization).empty() || !d.value(header::proxy_authorization).empty())
        out += " with credentials";
    else if (begun || !d.value(header::sip_if_match).empty())
        out += " again";
    return out;
}

std::set<mutant> mutants_of(const std::vector<std::string>& messages) {
    std::set<mutant> out;
    for (const auto& octets : messages) {
        const auto d = draft::of(octets);
        const auto kind = kind_of(d);
        const auto add = [&](std::string element, std::string_view change) {
            out.insert({kind, std::move(element), std::string(change)});
        };
        for (const auto change : {drop, twice, delay}) add("message", change);
        for (const auto& r : d.rows) {
            for (const auto change : {drop, twice, alter, reorder}) add(r.name, change);
            for (const auto& p : parameters_in(r.id(), r.value))
                for (const auto change : {drop, twice, alter}) add(r.name + ";" + p.name, change);
        }
        if (d.body.empty()) continue;
        for (const auto change : {drop, twice, alter}) add("body", change);
        const auto whole = mime::read_entity(d.value(header::content_type), {}, d.body).value;
        for (const auto& part : whole.parts) {
            for (const auto change : {drop, twice}) add("part " + part.type.essence(), change);
            for (const auto& f : part.fields)
                for (const auto change : {drop, twice, alter})
                    add("part " + part.type.essence() + ":" + f.name, change);
        }
        add_documents(whole, add);
    }
    return out;
}

sip::alteration alteration_of(const mutant& m) {
    return [m](std::string_view octets) -> std::vector<sip::altered> {
        auto d = draft::of(octets);
        if (kind_of(d) != m.kind) return {{std::string(octets)}};
        if (m.element == "message") {
            if (m.change == drop) return {};
            if (m.change == twice) return {{std::string(octets)}, {std::string(octets)}};
            return {{std::string(octets), std::chrono::seconds(40)}};
        }
        const auto semicolon = m.element.find(';');
        if (m.element == "body" || m.element.starts_with("part ") || m.element.starts_with("<")) {
            change_body(d, m.element, m.change);
        } else if (semicolon != std::string::npos) {
            const auto h = sip::header_of(m.element.substr(0, semicolon));
            for (auto& r : d.rows)
                if (r.id() == h) change_parameter(h, r.value, m.element.substr(semicolon + 1), m.change);
        } else {
            change_rows(d, sip::header_of(m.element), m.element, m.change);
        }
        return {{d.octets()}};
    };
}

} // namespace simplespec::scenarios
