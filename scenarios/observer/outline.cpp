#include "scenarios/observer/outline.hpp"

#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::scenarios {

namespace {

// The end of the quoted string that opens at `from`: behind its closing quote, or the end of the text.
std::size_t quoted_end(std::string_view text, std::size_t from) {
    for (std::size_t i = from + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
    }
    return text.size();
}

// The first of `stops` at or after `from` outside quotes and angle brackets; the end where there is none.
std::size_t find_outside(std::string_view text, std::size_t from, std::string_view stops) {
    bool bracketed = false;
    for (std::size_t i = from; i < text.size(); ++i) {
        const char c = text[i];
        if (!bracketed && stops.find(c) != std::string_view::npos) return i;
        if (c == '"' && !bracketed)
            i = quoted_end(text, i) - 1;
        else if (c == '<')
            bracketed = true;
        else if (c == '>')
            bracketed = false;
    }
    return text.size();
}

std::string_view cut(std::string_view text, std::size_t from, std::size_t to) {
    return sip::trim(text.substr(from, to - from));
}

// host [ COLON port ]
void read_hostport(std::string_view text, std::string_view& host, std::string_view& port) {
    std::size_t colon = text.find(':');
    if (text.starts_with('[')) {
        const auto close = std::min(text.find(']'), text.size());
        host = text.substr(1, close - 1);
        colon = text.find(':', close);
    } else {
        host = sip::trim(text.substr(0, colon));
    }
    port = colon == std::string_view::npos ? std::string_view() : sip::trim(text.substr(colon + 1));
}

} // namespace

address_outline read_address(std::string_view value) {
    value = sip::trim(value);
    address_outline out;
    std::size_t open = value.starts_with('"') ? quoted_end(value, 0) : 0;
    open = value.find('<', open);
    if (open == std::string_view::npos) {
        const auto end = std::min(value.find(';'), value.size());
        out.uri = cut(value, 0, end);
        out.parameters = value.substr(end);
        return out;
    }
    out.bracketed = true;
    out.display = cut(value, 0, open);
    const auto close = std::min(value.find('>', open), value.size());
    out.uri = cut(value, open + 1, close);
    out.parameters = value.substr(std::min(value.find(';', close), value.size()));
    return out;
}

std::optional<std::string_view> parameter(std::string_view parameters, std::string_view name) {
    std::size_t at = 0;
    while (at < parameters.size()) {
        const auto end = find_outside(parameters, at, ";");
        const auto one = parameters.substr(at, end - at);
        const auto equal = std::min(one.find('='), one.size());
        if (sip::iequal(cut(one, 0, equal), name))
            return equal == one.size() ? std::string_view() : cut(one, equal + 1, one.size());
        at = end + 1;
    }
    return std::nullopt;
}

std::vector<std::string_view> parameter_names(std::string_view parameters) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at < parameters.size();) {
        const auto end = find_outside(parameters, at, ";");
        const auto one = parameters.substr(at, end - at);
        const auto name = cut(one, 0, std::min(one.find('='), one.size()));
        if (!name.empty()) out.push_back(name);
        at = end + 1;
    }
    return out;
}

std::vector<std::string_view> list_items(std::string_view value) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at < value.size();) {
        const auto end = find_outside(value, at, ",");
        const auto one = cut(value, at, end);
        if (!one.empty()) out.push_back(one);
        at = end + 1;
    }
    return out;
}

std::vector<std::string_view> items(const sip::message& message, sip::header field) {
    std::vector<std::string_view> out;
    for (const auto f : message.fields())
        if (f.id == field) std::ranges::copy(list_items(f.value), std::back_inserter(out));
    return out;
}

bool lists(const sip::message& message, sip::header field, std::string_view token) {
    return std::ranges::any_of(items(message, field), [&](auto item) { return sip::iequal(item, token); });
}

uri_outline read_uri(std::string_view uri) {
    uri_outline out;
    const auto colon = std::min(uri.find(':'), uri.size());
    out.scheme = uri.substr(0, colon);
    auto rest = uri.substr(std::min(colon + 1, uri.size()));
    // A userinfo may hold `;` and `?`, so the `@` is looked for first (RFC 3261 section 25.1).
    if (const auto at = rest.find('@'); at != std::string_view::npos) {
        out.user = rest.substr(0, std::min(rest.find(':'), at));
        rest = rest.substr(at + 1);
    }
    const auto end = std::min(rest.find_first_of(";?"), rest.size());
    read_hostport(rest.substr(0, end), out.host, out.port);
    if (end < rest.size() && rest[end] == ';') out.parameters = rest.substr(end, rest.find('?', end) - end);
    return out;
}

bool same_place(std::string_view a, std::string_view b) {
    const auto x = read_uri(a);
    const auto y = read_uri(b);
    const auto port = [](const uri_outline& u) { return u.port.empty() ? std::string_view("5060") : u.port; };
    const auto reached = [](const uri_outline& u) {
        return sip::iequal(u.scheme, "sip") || sip::iequal(u.scheme, "sips") || sip::iequal(u.scheme, "pres");
    };
    if (!sip::iequal(x.scheme, y.scheme) && !(reached(x) && reached(y))) return false;
    return x.user == y.user && sip::iequal(x.host, y.host) && port(x) == port(y);
}

std::string presentity_of(std::string_view uri) {
    const auto u = read_uri(uri);
    std::string out(u.user);
    out += '@';
    out += sip::lowercase(u.host);
    if (!u.port.empty() && u.port != "5060") out.append(":").append(u.port);
    return out;
}

bool is_numeric_host(std::string_view host) {
    if (host.find(':') != std::string_view::npos) return true;
    return !host.empty() && std::ranges::all_of(host, [](char c) { return sip::is_digit(c) || c == '.'; });
}

// via-parm = sent-protocol LWS sent-by *( SEMI via-params )
via_outline read_via(std::string_view value) {
    via_outline out;
    out.text = value;
    const auto end = find_outside(value, 0, ";");
    out.parameters = value.substr(end);
    sip::cursor in(value.substr(0, end));
    in.token();
    in.take_separator('/');
    in.token();
    in.take_separator('/');
    out.transport = in.token();
    in.skip_sws();
    std::string_view port;
    read_hostport(sip::trim(in.rest()), out.host, port);
    if (const auto number = read_number(port); number && *number < 65536)
        out.port = static_cast<std::uint16_t>(*number);
    return out;
}

std::optional<std::uint32_t> read_number(std::string_view text) {
    sip::cursor in(sip::trim(text));
    const auto number = in.number(UINT32_MAX, "number");
    if (!number || !in.at_end()) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

outline read_outline(const sip::message& message) {
    using sip::header;
    outline out;
    for (const auto value : items(message, header::via)) out.vias.push_back(read_via(value));
    out.from = read_address(message.value(header::from));
    out.to = read_address(message.value(header::to));
    out.from_tag = parameter(out.from.parameters, "tag");
    out.to_tag = parameter(out.to.parameters, "tag");
    out.call_id = message.value(header::call_id);
    const auto cseq = message.value(header::cseq);
    const auto space = std::min(cseq.find_first_of(" \t\r\n"), cseq.size());
    out.cseq = read_number(cseq.substr(0, space));
    out.cseq_method = sip::trim(cseq.substr(space));
    const auto event = message.value(header::event);
    const auto semicolon = std::min(event.find(';'), event.size());
    out.event = sip::trim(event.substr(0, semicolon));
    out.event_id = parameter(event.substr(semicolon), "id");
    if (const auto expires = message.find(header::expires)) out.expires = read_number(expires->value);
    return out;
}

} // namespace simplespec::scenarios
