#include "sip/headers/parameters.hpp"

namespace simplespec::sip {

const parameter* parameters::find(std::string_view name) const {
    for (const auto& p : items)
        if (iequal(p.name, name)) return &p;
    return nullptr;
}

std::string parameters::text(std::string_view name) const {
    const auto* p = find(name);
    return p != nullptr ? p->text() : std::string();
}

std::optional<std::uint64_t> parameters::number(std::string_view name, std::uint64_t max) const {
    const auto* p = find(name);
    if (p == nullptr || !p->value) return std::nullopt;
    cursor in(*p->value);
    const auto value = in.number(max, "1*DIGIT");
    if (!value || !in.at_end()) return std::nullopt;
    return *value;
}

// generic-param = token [ EQUAL gen-value ] ; gen-value = token / host / quoted-string
parsed<parameter> parse_parameter(cursor& in) {
    parameter out;
    out.offset = in.offset();
    out.name = in.token();
    if (out.name.empty()) return in.fail("generic-param", "a parameter name");
    if (!in.take_separator('=')) return out;
    if (in.peek() == '"') {
        const auto value = in.quoted_string();
        if (value) {
            out.value = *value;
            return out;
        }
        if (!in.tolerate("quoted-string", "a closing double quote")) return std::unexpected(value.error());
        out.value = in.rest();
        in.skip(out.value->size());
        return out;
    }
    // A host may be an IPv6 reference; received takes a bare IPv6 address (RFC 5118 section 4.5).
    const auto address = [](char c) { return is_hex(c) || c == ':' || c == '.'; };
    const auto rest = in.rest();
    const std::size_t from = in.offset();
    if (in.take('[')) {
        in.take_while(address);
        if (!in.take(']') && in.strict()) return in.fail("IPv6reference", "a closing bracket");
    } else if (iequal(out.name, "received")) {
        in.take_while([&](char c) { return address(c) || is_token_char(c); });
    } else {
        in.token();
    }
    out.value = rest.substr(0, in.offset() - from);
    if (in.strict()) {
        if (out.value->empty()) return in.fail("gen-value", "a token, host or quoted string");
        return out;
    }
    const auto more = in.take_while(
        [](char c) { return c != ';' && c != ',' && c != '>' && c != '"' && c != '\r' && c != '\n' && !is_wsp(c); });
    if (!more.empty() || out.value->empty()) in.tolerate("gen-value", "a token, host or quoted string");
    out.value = std::string_view(out.value->data(), out.value->size() + more.size());
    return out;
}

parsed<parameters> parse_parameters(cursor& in) {
    parameters out;
    while (in.take_separator(';')) {
        if (!in.strict() && (in.at_end() || in.peek() == ';' || in.peek() == ',')) {
            in.tolerate("generic-param", "a parameter name");
            continue;
        }
        auto read = parse_parameter(in);
        if (!read) return std::unexpected(read.error());
        out.items.push_back(*read);
    }
    return out;
}

} // namespace simplespec::sip
