#include "sip/headers/via.hpp"

namespace simplespec::sip {

std::string via::received() const {
    auto text = params.text("received");
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') return text.substr(1, text.size() - 2);
    return text;
}

// via-parm = sent-protocol LWS sent-by *( SEMI via-params )
// sent-protocol = protocol-name SLASH protocol-version SLASH transport ; sent-by = host [ COLON port ]
parsed<via> parse_via(cursor& in) {
    via out;
    out.protocol = in.token();
    if (out.protocol.empty() || !in.take_separator('/')) return in.fail("sent-protocol", "SIP/2.0/transport");
    out.version = in.token();
    if (out.version.empty() || !in.take_separator('/')) return in.fail("sent-protocol", "SIP/2.0/transport");
    out.transport = in.token();
    if (out.transport.empty()) return in.fail("transport", "a transport");
    const std::size_t gap = in.offset();
    in.skip_sws();
    if (in.offset() == gap) return in.fail("via-parm", "white space before the sent-by");
    if (in.take('[')) {
        out.host = in.take_while([](char c) { return is_hex(c) || c == ':' || c == '.'; });
        if (out.host.empty() || !in.take(']')) return in.fail("IPv6reference", "an IPv6 address in brackets");
    } else {
        out.host = in.take_while([](char c) { return is_alphanum(c) || c == '-' || c == '.'; });
        if (in.peek() == '_' && in.tolerate("host", "a host name"))
            out.host += in.take_while([](char c) { return is_token_char(c); });
        if (out.host.empty()) return in.fail("sent-by", "a host");
    }
    if (in.take_separator(':')) {
        const auto port = in.number(65535, "port");
        if (!port) return std::unexpected(port.error());
        out.port = static_cast<std::uint16_t>(*port);
    }
    auto params = parse_parameters(in);
    if (!params) return std::unexpected(params.error());
    out.params = std::move(*params);
    return out;
}

parsed<via> parse_via(std::string_view text) { return whole<via>(parse_via, text); }

} // namespace simplespec::sip
