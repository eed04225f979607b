#include "sip/transaction/top_via.hpp"

#include "sip/composer.hpp"

#include <algorithm>

namespace simplespec::sip {
namespace {

// host = hostname / IPv4address / IPv6reference
std::string_view host(cursor& in) {
    if (!in.take('[')) return in.take_while([](char c) { return is_alphanum(c) || c == '-' || c == '.' || c == '_'; });
    const auto inside = in.take_while([](char c) { return is_hex(c) || c == ':' || c == '.'; });
    return in.take(']') ? inside : std::string_view();
}

// gen-value = token / host / quoted-string. RFC 3581 section 5 and RFC 3261 give bare IPv6 addresses in received.
std::string_view value(cursor& in) {
    if (in.peek() == '"') {
        const auto quoted = in.quoted_string();
        return quoted ? *quoted : std::string_view();
    }
    return in.take_while([](char c) { return is_token_char(c) || c == ':' || c == '[' || c == ']'; });
}

std::string_view without_brackets(std::string_view address) {
    if (address.starts_with('[') && address.ends_with(']')) return address.substr(1, address.size() - 2);
    return address;
}

bool is_numeric(std::string_view host) {
    if (host.find(':') != std::string_view::npos) return true;
    return !host.empty() && std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; });
}

} // namespace

// via-parm      = sent-protocol LWS sent-by *( SEMI via-params )
// sent-protocol = protocol-name SLASH protocol-version SLASH transport
// sent-by       = host [ COLON port ]
parsed<top_via> read_top_via(const message& m) {
    const auto row = m.find(header::via);
    if (!row) return std::unexpected(parse_error{"Via", "a Via header field", 0});
    cursor in(row->value);
    top_via out;
    if (in.token().empty() || !in.take_separator('/') || in.token().empty() || !in.take_separator('/'))
        return in.fail("sent-protocol", "SIP/2.0/ and a transport");
    out.transport = in.token();
    if (out.transport.empty()) return in.fail("transport", "a token");
    in.skip_sws();
    out.host = host(in);
    if (out.host.empty()) return in.fail("sent-by", "a host");
    if (in.take_separator(':')) {
        const auto port = in.number(65535, "port");
        if (!port) return std::unexpected(port.error());
        out.port = static_cast<std::uint16_t>(*port);
    }
    while (in.take_separator(';')) {
        const auto name = in.token();
        const auto name_end = in.offset();
        const auto text = in.take_separator('=') ? value(in) : std::string_view();
        if (iequal(name, "branch")) out.branch = text;
        if (iequal(name, "received")) out.received = without_brackets(text);
        if (iequal(name, "maddr")) out.maddr = without_brackets(text);
        if (iequal(name, "rport")) {
            out.rport = text;
            out.rport_end = name_end;
        }
    }
    out.text = row->value.substr(0, in.offset());
    return out;
}

message mark_source(const message& request, const hop& source) {
    const auto via = read_top_via(request);
    if (!via) return request;
    const bool asked = via->rport && via->rport->empty();
    const bool differs = !is_numeric(via->host) || !iequal(via->host, source.host);
    if (!asked && !differs) return request;
    std::string marked(via->text);
    if (asked) marked.insert(via->rport_end, "=" + std::to_string(source.port));
    marked += ";received=" + source.host;
    // Only the first via-parm of the first row changes: others in that row follow it as they stand.
    const auto row = *request.find(header::via);
    std::string octets(request.octets());
    octets.replace(row.value_offset, via->text.size(), marked);
    auto read = read_message(std::move(octets));
    return read ? std::move(*read) : request;
}

std::vector<hop> response_hops(const top_via& via, const hop& source, bool honour_maddr) {
    const std::uint16_t port = via.port.value_or(source.via == transport::tls ? 5061 : 5060);
    const hop to_sent_by{source.via, source.host, port};
    if (reliable(source.via)) {
        std::vector<hop> out{source}; // the connection that is there; else one to where the sender listens
        if (source.port != port) out.push_back(to_sent_by);
        return out;
    }
    if (honour_maddr && via.maddr && is_numeric(*via.maddr)) return {{source.via, std::string(*via.maddr), port}};
    if (via.rport) return {source};
    return {to_sent_by};
}

} // namespace simplespec::sip
