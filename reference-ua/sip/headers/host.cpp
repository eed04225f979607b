#include "sip/headers/host.hpp"

#include "sip/headers/grammar.hpp"

#include <algorithm>

namespace simplespec::sip {
namespace {

bool one_of(char c, std::string_view set) { return c != '\0' && set.find(c) != std::string_view::npos; }
// unreserved = alphanum / mark
bool is_unreserved(char c) { return is_alphanum(c) || one_of(c, "-_.!~*'()"); }

constexpr std::string_view user_unreserved = "&=+$,;?/";
constexpr std::string_view param_unreserved = "[]/:&+$";
constexpr std::string_view hnv_unreserved = "[]/?:+$";
// reserved, the brackets of an IPv6reference, and the number sign of a local telephone number (RFC 3966)
constexpr std::string_view uric = ";/?:@&=+$,[]#";

// *( unreserved / escaped / one of `more` ) ; escaped = "%" HEXDIG HEXDIG
std::size_t take_text(cursor& in, std::string_view more) {
    const std::size_t from = in.offset();
    const auto plain = [&](char c) { return is_unreserved(c) || one_of(c, more); };
    while (true) {
        in.take_while(plain);
        const auto rest = in.rest();
        if (rest.size() < 3 || rest[0] != '%' || !is_hex(rest[1]) || !is_hex(rest[2])) return in.offset() - from;
        in.skip(3);
    }
}

bool is_label(std::string_view text) {
    return !text.empty() && text.front() != '-' && text.back() != '-' &&
           std::ranges::all_of(text, [](char c) { return is_alphanum(c) || c == '-'; });
}

// hexpart = hexseq / hexseq "::" [ hexseq ] / "::" [ hexseq ] ; hexseq = hex4 *( ":" hex4) ; hex4 = 1*4HEXDIG
bool is_hexpart(std::string_view text) {
    const auto is_hexseq = [](std::string_view seq) {
        std::size_t digits = 0;
        for (const char c : seq) {
            if (c == ':' ? digits == 0 : !is_hex(c) || digits == 4) return false;
            digits = c == ':' ? 0 : digits + 1;
        }
        return digits > 0;
    };
    const auto gap = text.find("::");
    if (gap == std::string_view::npos) return is_hexseq(text);
    const auto left = text.substr(0, gap), right = text.substr(gap + 2);
    return (left.empty() || is_hexseq(left)) && (right.empty() || is_hexseq(right));
}

// userinfo = ( user / telephone-subscriber ) [ ":" password ] "@"
parsed<bool> match_userinfo(cursor& in) {
    if (take_text(in, user_unreserved) == 0) return in.fail("user", "a user before @");
    if (in.take(':')) take_text(in, "&=+$,");
    if (!in.take('@')) return in.fail("userinfo", "characters of a user, others escaped");
    return true;
}

// hostport = host [ ":" port ] ; port = 1*DIGIT
parsed<bool> match_hostport(cursor& in) {
    if (auto host = match_host(in); !host) return host;
    if (in.take(':') && in.take_while(is_digit).empty()) return in.fail("port", "a digit");
    return true;
}

// uri-parameter = transport-param / user-param / method-param / ttl-param / maddr-param / lr-param / other-param
// other-param = pname [ "=" pvalue ]
parsed<bool> match_uri_parameter(cursor& in) {
    const auto rest = in.rest();
    const auto name = rest.substr(0, take_text(in, param_unreserved));
    if (name.empty()) return in.fail("uri-parameter", "a parameter name");
    if (!in.take('=')) return true;
    const std::size_t from = in.offset();
    const bool is_token = iequal(name, "transport") || iequal(name, "user") || iequal(name, "method");
    const auto token = is_token ? in.token().size() : 0;
    in.rewind(from);
    const auto text = take_text(in, param_unreserved);
    if (token > text) in.skip(token - text);
    if (std::max(token, text) == 0) return in.fail("uri-parameter", "a value behind =");
    return true;
}

// headers = "?" header *( "&" header ) ; header = hname "=" hvalue
parsed<bool> match_uri_headers(cursor& in) {
    if (!in.take('?')) return true;
    do {
        if (take_text(in, hnv_unreserved) == 0 || !in.take('=')) return in.fail("header", "hname=hvalue");
        take_text(in, hnv_unreserved);
    } while (in.take('&'));
    return true;
}

// SIP-URI = "sip:" [ userinfo ] hostport uri-parameters [ headers ]
parsed<bool> match_authority(cursor& in) {
    const auto rest = in.rest();
    const auto mark = rest.find_first_of("@ \t\r\n<>\"");
    if (mark != std::string_view::npos && rest[mark] == '@')
        if (auto user = match_userinfo(in); !user) return user;
    return match_hostport(in);
}

// scheme ":" ; answers whether it is sip or sips
parsed<bool> match_scheme(cursor& in) {
    const std::size_t from = in.offset();
    const auto scheme = in.take_while([](char c) { return is_alphanum(c) || one_of(c, "+-."); });
    if (scheme.empty() || !is_alpha(scheme.front()) || !in.take(':'))
        return in.fail_at(from, "addr-spec", "a scheme and :");
    return iequal(scheme, "sip") || iequal(scheme, "sips");
}

// absoluteURI = scheme ":" ( hier-part / opaque-part )
parsed<bool> match_absolute(cursor& in) {
    if (take_text(in, uric) == 0) return in.fail("absoluteURI", "characters of a URI, others escaped");
    return true;
}

bool ends_parameter(const cursor& in) { return in.at_end() || one_of(in.peek(), ";? \t\r\n"); }

} // namespace

bool is_ipv4_address(std::string_view text) {
    std::size_t groups = 0, digits = 0;
    for (const char c : text) {
        if (c == '.' ? digits == 0 : !is_digit(c) || digits == 3) return false;
        groups += c == '.' ? 1 : 0;
        digits = c == '.' ? 0 : digits + 1;
    }
    return groups == 3 && digits > 0;
}

// IPv6address = hexpart [ ":" IPv4address ] ; and "::" IPv4address, which RFC 5954 adds
bool is_ipv6_address(std::string_view text) {
    if (text.find('.') == std::string_view::npos) return is_hexpart(text);
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || !is_ipv4_address(text.substr(colon + 1))) return false;
    const auto with = text.substr(0, colon + 1);
    return is_hexpart(with) || is_hexpart(text.substr(0, colon));
}

// hostname = *( domainlabel "." ) toplabel [ "." ]
bool is_hostname(std::string_view text) {
    if (text.ends_with('.')) text.remove_suffix(1);
    while (true) {
        const auto dot = text.find('.');
        const auto label = text.substr(0, dot);
        if (!is_label(label)) return false;
        if (dot == std::string_view::npos) return is_alpha(label.front());
        text.remove_prefix(dot + 1);
    }
}

// host = hostname / IPv4address / IPv6reference
parsed<bool> match_host(cursor& in) {
    const std::size_t from = in.offset();
    if (in.take('[')) {
        const auto address = in.take_while([](char c) { return is_hex(c) || c == ':' || c == '.'; });
        if (!is_ipv6_address(address)) return in.fail_at(from, "IPv6reference", "an IPv6 address in brackets");
        if (!in.take(']')) return in.fail("IPv6reference", "a closing bracket");
        return true;
    }
    const auto text = in.take_while([](char c) { return is_alphanum(c) || one_of(c, "-._"); });
    if (text.find('_') != std::string_view::npos) return in.fail_at(from, "hostname", no_underscore);
    if (!is_hostname(text) && !is_ipv4_address(text))
        return in.fail_at(from, "host", "a host name, an IPv4 address, or an IPv6 address in brackets");
    return true;
}

parsed<bool> match_uri(cursor& in) {
    const auto sip = match_scheme(in);
    if (!sip) return sip;
    if (!*sip) return match_absolute(in);
    if (auto done = match_authority(in); !done) return done;
    while (in.take(';'))
        if (auto done = match_uri_parameter(in); !done) return done;
    return match_uri_headers(in);
}

// ( addr-spec ) *( SEMI generic-param ): whatever cannot be the URI's must be the header field's from there on.
parsed<bool> match_bare_uri(cursor& in) {
    const auto rest = in.rest();
    const std::size_t from = in.offset();
    const auto sip = match_scheme(in);
    if (!sip) return sip;
    if (!*sip) {
        if (auto done = match_absolute(in); !done) return done;
        const auto last = rest.substr(0, in.offset() - from).rfind(';');
        if (!ends_parameter(in) && last != std::string_view::npos) in.rewind(from + last);
        return match_parameters(in);
    }
    if (auto done = match_authority(in); !done) return done;
    while (in.peek() == ';') {
        const std::size_t before = in.offset();
        in.skip(1);
        if (match_uri_parameter(in) && ends_parameter(in)) continue;
        in.rewind(before);
        break;
    }
    if (auto done = match_uri_headers(in); !done) return done;
    return match_parameters(in);
}

} // namespace simplespec::sip
