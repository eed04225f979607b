#include "sip/uri.hpp"

#include <algorithm>
#include <map>

namespace simplespec::sip {
namespace {

bool one_of(char c, std::string_view set) { return c != '\0' && set.find(c) != std::string_view::npos; }
bool is_unreserved(char c) { return is_alphanum(c) || one_of(c, "-_.!~*'()"); }
bool is_boundary(char c) { return one_of(c, " \t\r\n<>\""); }

// escaped = "%" HEXDIG HEXDIG
parsed<std::string> text_of(cursor& in, std::string_view more, std::string_view production) {
    const std::size_t from = in.offset();
    const auto text = in.take_while([&](char c) { return is_unreserved(c) || c == '%' || one_of(c, more); });
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') continue;
        if (i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2])) continue;
        if (!in.tolerate(production, "two hexadecimal digits behind %"))
            return in.fail_at(from + i, production, "two hexadecimal digits behind %");
    }
    return std::string(text);
}

// hostport = host [ ":" port ]
parsed<bool> read_hostport(cursor& in, uri& out) {
    if (in.take('[')) {
        out.host = in.take_while([](char c) { return is_hex(c) || c == ':' || c == '.'; });
        if (out.host.empty() || !in.take(']')) return in.fail("IPv6reference", "an IPv6 address in brackets");
    } else {
        out.host = in.take_while([](char c) { return is_alphanum(c) || c == '-' || c == '.'; });
        // Some call their hosts by names with an underscore, which no host name may have.
        if (in.peek() == '_' && in.tolerate("host", "a host name without an underscore"))
            out.host += in.take_while([](char c) { return is_alphanum(c) || one_of(c, "-._"); });
        if (out.host.empty()) return in.fail("host", "a host name or address");
    }
    if (!in.take(':')) return true;
    const auto port = in.number(65535, "port");
    if (!port) return std::unexpected(port.error());
    out.port = static_cast<std::uint16_t>(*port);
    return true;
}

// uri-parameters = *( ";" uri-parameter )
parsed<bool> read_parameters(cursor& in, uri& out) {
    while (in.take(';')) {
        auto name = text_of(in, "[]/:&+$", "uri-parameter");
        if (!name) return std::unexpected(name.error());
        if (name->empty()) {
            if (!in.tolerate("uri-parameter", "a parameter name")) return in.fail("uri-parameter", "a parameter name");
            continue;
        }
        uri_parameter read{std::move(*name), {}};
        if (in.take('=')) {
            auto value = text_of(in, "[]/:&+$", "uri-parameter");
            if (!value) return std::unexpected(value.error());
            read.value = std::move(*value);
        }
        out.parameters.push_back(std::move(read));
    }
    return true;
}

// headers = "?" header *( "&" header ) ; header = hname "=" hvalue
parsed<bool> read_headers(cursor& in, uri& out) {
    if (!in.take('?')) return true;
    do {
        auto name = text_of(in, "[]/?:+$", "hname");
        if (!name) return std::unexpected(name.error());
        if (name->empty() || !in.take('=')) return in.fail("header", "hname=hvalue");
        auto value = text_of(in, "[]/?:+$", "hvalue");
        if (!value) return std::unexpected(value.error());
        out.headers.push_back({std::move(*name), std::move(*value)});
    } while (in.take('&'));
    return true;
}

// SIP-URI = "sip:" [ userinfo ] hostport uri-parameters [ headers ]
// userinfo = ( user / telephone-subscriber ) [ ":" password ] "@"
parsed<bool> read_hierarchy(cursor& in, uri& out) {
    const auto rest = in.rest();
    const auto mark = rest.find_first_of("@ \t\r\n<>\"");
    if (mark != std::string_view::npos && rest[mark] == '@') {
        auto user = text_of(in, "&=+$,;?/", "user");
        if (!user) return std::unexpected(user.error());
        if (user->empty()) return in.fail("user", "a user before @");
        out.user = std::move(*user);
        if (in.take(':')) {
            auto password = text_of(in, "&=+$,", "password");
            if (!password) return std::unexpected(password.error());
            out.password = std::move(*password);
        }
        if (!in.take('@')) return in.fail("userinfo", "@ behind the user");
    }
    if (auto done = read_hostport(in, out); !done) return done;
    if (auto done = read_parameters(in, out); !done) return done;
    return read_headers(in, out);
}

// The text with every escape undone that does not hide a reserved character; those keep their escape in one spelling.
std::string normal(std::string_view text, std::string_view reserved) {
    std::string out;
    const auto digit = [](char c) { return is_digit(c) ? c - '0' : lower(c) - 'a' + 10; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%' || i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) {
            out += text[i];
            continue;
        }
        const char c = static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
        if (one_of(c, reserved)) out += lowercase(text.substr(i, 3));
        else out += c;
        i += 2;
    }
    return out;
}

constexpr std::string_view reserved = ";/?:@&=+$,";

std::string normal(const std::optional<std::string>& text) { return text ? normal(*text, reserved) : std::string(); }

// The first parameter of each name, names in lower case and in order: a peer may send more than could be walked for each.
std::map<std::string, const uri_parameter*> by_name(const uri& u) {
    std::map<std::string, const uri_parameter*> out;
    for (const auto& p : u.parameters) out.emplace(lowercase(p.name), &p);
    return out;
}

bool parameters_match(const uri& a, const uri& b) {
    const auto ours = by_name(a), others = by_name(b);
    const auto counts_alone = [](std::string_view name) {
        return name == "user" || name == "ttl" || name == "method" || name == "maddr" || name == "transport";
    };
    for (const auto& [name, mine] : ours) {
        const auto theirs = others.find(name);
        if (theirs == others.end() ? counts_alone(name) : !iequal(normal(mine->value), normal(theirs->second->value)))
            return false;
    }
    return std::ranges::none_of(others, [&](const auto& p) { return counts_alone(p.first) && !ours.contains(p.first); });
}

std::vector<std::pair<std::string, std::string>> sorted_headers(const uri& u) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& h : u.headers) out.emplace_back(lowercase(normal(h.name, reserved)), normal(h.value));
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace

const uri_parameter* uri::parameter(std::string_view name) const {
    for (const auto& p : parameters)
        if (iequal(p.name, name)) return &p;
    return nullptr;
}

// absoluteURI = scheme ":" ( hier-part / opaque-part ) ; scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
parsed<uri> parse_uri(cursor& in) {
    uri out;
    const std::size_t from = in.offset();
    const auto scheme = in.take_while([](char c) { return is_alphanum(c) || one_of(c, "+-."); });
    if (scheme.empty() || !is_alpha(scheme.front()) || !in.take(':')) return in.fail_at(from, "scheme", "a scheme and :");
    out.scheme = lowercase(scheme);
    if (out.is_sip() || out.scheme == "pres" || out.scheme == "im") {
        if (auto done = read_hierarchy(in, out); !done) return std::unexpected(done.error());
    } else if (out.scheme == "tel") {
        out.user = in.take_while([](char c) { return !is_boundary(c) && c != ';'; });
        if (out.user.empty()) return in.fail("telephone-uri", "a number");
        if (auto done = read_parameters(in, out); !done) return std::unexpected(done.error());
    } else {
        out.user = in.take_while([](char c) { return !is_boundary(c); });
        if (out.user.empty()) return in.fail("absoluteURI", "text behind the scheme");
    }
    return out;
}

parsed<uri> parse_uri(std::string_view text) {
    cursor in(text);
    auto out = parse_uri(in);
    if (out && !in.at_end()) return in.fail("URI", "the end of the URI");
    return out;
}

std::string print(const uri& u) {
    std::string out = u.scheme + ":" + u.user;
    if (u.password) out += ":" + *u.password;
    if (!u.host.empty()) {
        if (!u.user.empty()) out += "@";
        out += u.host.find(':') == std::string::npos ? u.host : "[" + u.host + "]";
    }
    if (u.port) out += ":" + std::to_string(*u.port);
    for (const auto& p : u.parameters) out += ";" + p.name + (p.value ? "=" + *p.value : std::string());
    char before = '?';
    for (const auto& h : u.headers) {
        out += before + h.name + "=" + h.value.value_or("");
        before = '&';
    }
    return out;
}

std::string address_of_record(const uri& u) {
    uri bare;
    bare.scheme = u.scheme;
    bare.user = u.user;
    bare.host = lowercase(u.host);
    return print(bare);
}

bool equivalent(const uri& a, const uri& b) {
    return a.scheme == b.scheme && normal(a.user, reserved) == normal(b.user, reserved) &&
           a.password.has_value() == b.password.has_value() && normal(a.password) == normal(b.password) &&
           iequal(a.host, b.host) && a.port == b.port && parameters_match(a, b) &&
           sorted_headers(a) == sorted_headers(b);
}

bool same_presentity(const uri& a, const uri& b) {
    const auto kind = [](const uri& u) { return u.is_sip() || u.scheme == "pres" ? std::string("sip") : u.scheme; };
    return kind(a) == kind(b) && normal(a.user, "") == normal(b.user, "") && iequal(a.host, b.host);
}

} // namespace simplespec::sip
