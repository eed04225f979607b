#include "scenarios/runner/values.hpp"

#include "mime/entity.hpp"
#include "presence/xml_text.hpp"
#include "presence/xml.hpp"
#include "schemas/format.hpp"
#include "schemas/validator.hpp"
#include "sip/digest.hpp"
#include "sip/headers/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace simplespec::scenarios {

namespace {
using subject = lookup::subject;

std::optional<sip::field> field_of(const sip::message& m, const std::string& name) {
    const auto id = sip::header_of(name);
    return id == sip::header::other ? m.find(name) : m.find(id);
}

std::size_t rows_of(const sip::message& m, const std::string& name) {
    const auto id = sip::header_of(name);
    if (id != sip::header::other) return m.count(id);
    return static_cast<std::size_t>(
        std::ranges::count_if(m.fields(), [&](const sip::field& f) { return sip::iequal(f.name, name); }));
}

// Where the parameters of a field's value begin: the first ";" outside of quotes and angle brackets.
std::size_t parameters_at(std::string_view value) {
    bool quoted = false, angled = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '<' || c == '>'))
            angled = c == '<';
        else if (!quoted && !angled && c == ';')
            return i;
    }
    return value.size();
}

std::optional<std::string> parameter_of(std::string_view value, std::string_view name) {
    sip::cursor in(value.substr(parameters_at(value)));
    const auto read = sip::parse_parameters(in);
    if (!read) return std::nullopt;
    const auto* found = read->find(name);
    return found == nullptr ? std::nullopt : std::optional(found->text());
}

std::string uri_in(std::string_view value) {
    const auto open = value.find('<');
    if (open == std::string_view::npos) return std::string(sip::trim(value.substr(0, parameters_at(value))));
    return std::string(value.substr(open + 1, value.find('>', open) - open - 1));
}

mime::entity body_of(const sip::message& m) {
    return mime::read_entity(m.value(sip::header::content_type),
                             m.value(sip::header::content_transfer_encoding), m.body())
        .value;
}

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

// Several rows of a comma list are one list (RFC 3261 section 7.3.1), and every challenge is looked at.
std::string whole_value(const sip::message& m, const sip::field& first) {
    const bool several = first.id != sip::header::other &&
                         (sip::is_list(first.id) || first.id == sip::header::www_authenticate ||
                          first.id == sip::header::proxy_authenticate);
    if (!several) return std::string(first.value);
    std::string out;
    for (const auto& row : m.all(first.id)) out.append(out.empty() ? "" : ", ").append(row.value);
    return out;
}

void add_text(const presence::xml::element& e, std::string& out) {
    out.append(e.trimmed()).append("\n");
    for (const auto& c : e.children) add_text(c, out);
}

void add_leaves(const mime::entity& e, std::string& out) {
    for (const auto& part : e.parts) add_leaves(part, out);
    if (!e.parts.empty()) return;
    sip::findings passed_over;
    presence::read_options options;
    options.charset = e.type.find("charset").value_or(std::string_view());
    out.append(presence::xml::to_utf8(e.body, options.charset, {}, passed_over)).append("\n");
    if (!e.type.essence().ends_with("xml")) return;
    if (const auto read = presence::xml::read(e.body, options); read.value) add_text(*read.value, out);
}

bool same(std::string_view a, std::string_view b, bool caseless) {
    const auto x = number(a), y = number(b);
    if (x && y) return *x == *y;
    return caseless ? sip::iequal(a, b) : a == b;
}
} // namespace

std::string readable_body(const sip::message& m) {
    std::string out;
    add_leaves(body_of(m), out);
    return out;
}

bool is_caseless(const lookup& where) {
    using sip::header;
    if (where.what == subject::value || where.what == subject::type || where.what == subject::transport) return true;
    if (where.what != subject::header) return false;
    const auto h = sip::header_of(where.name);
    return h == header::subscription_state || h == header::require || h == header::supported ||
           h == header::unsupported || h == header::proxy_require || h == header::accept || h == header::content_type;
}

std::string document_of(const sip::message& m) {
    const auto whole = body_of(m);
    const auto* root = mime::root_part(whole);
    return root == nullptr ? std::string() : root->body;
}

std::string false_credentials(const sip::message& m, const account& who) {
    const auto id = m.has(sip::header::authorization) ? sip::header::authorization : sip::header::proxy_authorization;
    if (!m.has(id)) return "there are no credentials";
    const auto given = sip::parse_digest_credentials(m.value(id));
    if (!given) return "the credentials cannot be read";
    if (given->username != who.auth_user) return "the user name is " + given->username;
    const auto right = sip::digest_response(*given, who.password, m.method(), m.body());
    if (right.empty()) return "the algorithm is " + given->algorithm;
    return given->response == right ? std::string() : "the response is not that of the secret";
}

std::string invalidity(const sip::message& m) {
    if (m.body().empty()) return "there is no body";
    const auto whole = body_of(m);
    const auto* root = mime::root_part(whole);
    if (root == nullptr) return "the multipart has no part";
    const auto format = schemas::format_of_media_type(root->type.essence());
    if (!format) return fmt::format("no schema is known for {}", root->type.essence());
    const auto found = schemas::validator::built_in().validate(*format, root->body);
    return found.empty() ? std::string() : found.front().what;
}

std::optional<std::string> look(const lookup& where, std::string_view text, const sip::message& m,
                                const sip::hop& source) {
    switch (where.what) {
    case subject::header: {
        const auto field = field_of(m, where.name);
        if (!field) return std::nullopt;
        if (!where.parameter.empty()) return parameter_of(field->value, where.parameter);
        return whole_value(m, *field);
    }
    case subject::value: {
        const auto field = field_of(m, where.name);
        if (!field) return std::nullopt;
        return std::string(sip::trim(field->value.substr(0, parameters_at(field->value))));
    }
    case subject::uri: {
        const auto field = field_of(m, where.name);
        return field ? std::optional(uri_in(field->value)) : std::nullopt;
    }
    case subject::count:
        return std::to_string(rows_of(m, where.name));
    case subject::status:
        return m.is_response() ? std::optional(std::to_string(m.status())) : std::nullopt;
    case subject::method:
        return std::string(m.method());
    case subject::reason:
        return m.is_response() ? std::optional(std::string(m.reason())) : std::nullopt;
    case subject::request_uri:
        return m.is_request() ? std::optional(std::string(m.request_uri())) : std::nullopt;
    case subject::body:
        return m.body().empty() ? std::nullopt : std::optional(std::string(m.body()));
    case subject::type:
        return m.has(sip::header::content_type) ? std::optional(body_of(m).type.essence()) : std::nullopt;
    case subject::size:
        return std::to_string(m.body().size());
    case subject::xpath:
    case subject::nodes: {
        const auto nodes = select_nodes(document_of(m), text);
        if (where.what == subject::nodes) return std::to_string(nodes ? nodes->size() : 0);
        return nodes && !nodes->empty() ? std::optional(nodes->front()) : std::nullopt;
    }
    case subject::source:
        return sip::hostport(source);
    case subject::transport:
        return std::string(sip::name(source.via));
    case subject::credentials:
        for (const auto id : {sip::header::authorization, sip::header::proxy_authorization})
            if (m.has(id)) return std::string(m.value(id));
        return std::nullopt;
    case subject::phrase:
    case subject::captured:
    case subject::contact:
    case subject::contacts:
        break;
    }
    return std::nullopt;
}

std::string describe(const lookup& where) {
    const auto with = [&](std::string_view word) {
        return where.parameter.empty() ? fmt::format("{} {}", word, where.name)
                                       : fmt::format("{} {};{}", word, where.name, where.parameter);
    };
    const auto quoted = [&](std::string_view word) {
        std::string text;
        for (const auto& f : where.text.fragments) text += f.name ? "{" + f.text + "}" : f.text;
        return where.parameter.empty() ? fmt::format("{} \"{}\"", word, text)
                                       : fmt::format("{} \"{}\" {}", word, text, where.parameter);
    };
    switch (where.what) {
    case subject::header:
        return with("header");
    case subject::value:
        return with("value");
    case subject::uri:
        return with("uri");
    case subject::count:
        return with("count");
    case subject::status:
        return "status";
    case subject::method:
        return "method";
    case subject::reason:
        return "reason";
    case subject::request_uri:
        return "request-uri";
    case subject::body:
        return "body";
    case subject::type:
        return "type";
    case subject::size:
        return "size";
    case subject::xpath:
        return quoted("xpath");
    case subject::nodes:
        return quoted("nodes");
    case subject::contact:
        return quoted("contact");
    case subject::contacts:
        return "contacts";
    case subject::source:
        return "source";
    case subject::transport:
        return "transport";
    case subject::credentials:
        return "credentials";
    case subject::captured:
        return where.name;
    case subject::phrase:
        break;
    }
    return quoted("");
}

std::string_view sign(comparison op) {
    switch (op) {
    case comparison::equal:
        return "==";
    case comparison::not_equal:
        return "!=";
    case comparison::less:
        return "<";
    case comparison::at_most:
        return "<=";
    case comparison::more:
        return ">";
    case comparison::at_least:
        return ">=";
    case comparison::in:
        return "in";
    case comparison::contains:
        return "contains";
    case comparison::lacks:
        return "lacks";
    case comparison::exists:
        return "exists";
    case comparison::absent:
        return "absent";
    case comparison::valid:
        return "valid";
    }
    return "";
}

bool holds(comparison op, const std::optional<std::string>& left, const std::vector<std::string>& right,
           bool caseless) {
    if (op == comparison::exists) return left.has_value();
    if (op == comparison::absent) return !left.has_value();
    if (op == comparison::lacks && !left) return true;
    if (!left || right.empty()) return false;
    const std::string& other = right.front();
    const auto a = number(*left), b = number(other);
    switch (op) {
    case comparison::equal:
        return same(*left, other, caseless);
    case comparison::not_equal:
        return !same(*left, other, caseless);
    case comparison::less:
        return a && b && *a < *b;
    case comparison::at_most:
        return a && b && *a <= *b;
    case comparison::more:
        return a && b && *a > *b;
    case comparison::at_least:
        return a && b && *a >= *b;
    case comparison::in:
        return std::ranges::any_of(right, [&](const auto& r) { return same(*left, r, caseless); });
    case comparison::contains:
    case comparison::lacks: {
        const bool there = caseless ? sip::lowercase(*left).find(sip::lowercase(other)) != std::string::npos
                                    : left->find(other) != std::string::npos;
        return there == (op == comparison::contains);
    }
    case comparison::exists:
    case comparison::absent:
    case comparison::valid:
        break;
    }
    return false;
}

} // namespace simplespec::scenarios
