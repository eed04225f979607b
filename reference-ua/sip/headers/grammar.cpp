#include "sip/headers/grammar.hpp"

#include "sip/headers/content.hpp"
#include "sip/headers/date.hpp"
#include "sip/headers/host.hpp"
#include "sip/headers/text.hpp"
#include "sip/headers/value.hpp"

#include <array>

namespace simplespec::sip {
namespace {

parsed<bool> matched(const parsed<std::string_view>& read) {
    if (!read) return std::unexpected(read.error());
    return true;
}

// LWS
bool take_lws(cursor& in) {
    const std::size_t from = in.offset();
    in.skip_sws();
    return in.offset() != from;
}

// generic-param = token [ EQUAL gen-value ] ; gen-value = token / host / quoted-string
// via-received = "received" EQUAL (IPv4address / IPv6address)
parsed<bool> match_parameter(cursor& in) {
    const auto name = in.token();
    if (name.empty()) return in.fail("generic-param", "a parameter name");
    if (!in.take_separator('=')) return true;
    if (in.peek() == '"') return matched(match_quoted_string(in));
    if (in.peek() == '[') return match_host(in);
    const std::size_t from = in.offset();
    if (iequal(name, "received")) {
        if (is_ipv6_address(in.take_while([](char c) { return is_hex(c) || c == ':' || c == '.'; }))) return true;
        in.rewind(from);
    }
    if (in.token().empty()) return in.fail("gen-value", "a token, a host or a quoted string");
    return true;
}

// Digits, as many as there must be.
bool take_digits(cursor& in, std::size_t n) { return in.take_while(is_digit).size() == n; }

template <std::size_t N>
bool take_one(cursor& in, const std::array<std::string_view, N>& words) {
    for (const auto word : words)
        if (in.take_word(word)) return true;
    return false;
}

// media-type and media-range: m-type SLASH m-subtype
parsed<bool> match_essence(cursor& in) {
    if (in.token().empty()) return in.fail("m-type", "a media type");
    if (!in.take_separator('/')) return in.fail("media-type", "/ behind the type");
    if (in.token().empty()) return in.fail("m-subtype", "a media subtype");
    return true;
}

} // namespace

parsed<bool> match_parameters(cursor& in) {
    while (in.take_separator(';'))
        if (auto done = match_parameter(in); !done) return done;
    return true;
}

// auth-param = auth-param-name EQUAL ( token / quoted-string )
parsed<bool> match_auth_param(cursor& in) {
    if (in.token().empty()) return in.fail("auth-param", "a name");
    if (!in.take_separator('=')) return in.fail("auth-param", "= behind the name");
    if (in.peek() == '"') return matched(match_quoted_string(in));
    if (in.token().empty()) return in.fail("auth-param", "a token or a quoted string");
    return true;
}

// via-parm = sent-protocol LWS sent-by *( SEMI via-params ) ; sent-by = host [ COLON port ]
// sent-protocol = protocol-name SLASH protocol-version SLASH transport
parsed<bool> match_via_parm(cursor& in) {
    for (int part = 0; part < 3; ++part) {
        if (part > 0 && !in.take_separator('/')) return in.fail("sent-protocol", "a slash");
        if (in.token().empty()) return in.fail("sent-protocol", "SIP/2.0/transport");
    }
    if (!take_lws(in)) return in.fail("via-parm", "white space before the sent-by");
    if (auto host = match_host(in); !host) return host;
    if (in.take_separator(':') && in.take_while(is_digit).empty()) return in.fail("port", "a digit");
    return match_parameters(in);
}

// name-addr = [ display-name ] LAQUOT addr-spec RAQUOT ; display-name = *(token LWS)/ quoted-string
// The white space between a token and the bracket may be missing: RFC 4475 section 3.1.1.6 calls it a mistake of the
// grammar.
parsed<bool> match_name_addr(cursor& in) {
    if (in.peek() == '"') {
        if (auto name = match_quoted_string(in); !name) return matched(name);
        in.skip_sws();
    } else {
        while (!in.token().empty()) in.skip_sws();
    }
    if (!in.take('<')) return in.fail("name-addr", "a name of tokens or in quotes, and < before the URI");
    if (auto uri = match_uri(in); !uri) return uri;
    if (!in.take('>')) return in.fail("addr-spec", "characters of a URI, and > behind it");
    return match_parameters(in);
}

// ( name-addr / addr-spec ) *( SEMI generic-param )
parsed<bool> match_address(cursor& in) {
    const std::size_t from = in.offset();
    in.take_while([](char c) { return is_alphanum(c) || c == '+' || c == '-' || c == '.'; });
    const bool bare = in.peek() == ':'; // no display name has a colon
    in.rewind(from);
    return bare ? match_bare_uri(in) : match_name_addr(in);
}

parsed<bool> match_call_id(cursor& in) { return matched(parse_call_id(in)); }

// CSeq = 1*DIGIT LWS Method
parsed<bool> match_cseq(cursor& in) {
    if (in.take_while(is_digit).empty()) return in.fail("CSeq", "a digit");
    if (!take_lws(in)) return in.fail("CSeq", "white space before the method");
    return match_token(in);
}

parsed<bool> match_digits(cursor& in) {
    if (in.take_while(is_digit).empty()) return in.fail("1*DIGIT", "a digit");
    return true;
}

parsed<bool> match_token(cursor& in) {
    if (in.token().empty()) return in.fail("token", "a token");
    return true;
}

parsed<bool> match_tagged_token(cursor& in) {
    if (auto token = match_token(in); !token) return token;
    return match_parameters(in);
}

// event-type = event-package *( "." event-template ) ; both are token-nodot
parsed<bool> match_event_type(cursor& in) {
    const std::size_t from = in.offset();
    const auto type = in.token();
    if (type.empty()) return in.fail("event-type", "an event package");
    if (type.front() == '.' || type.back() == '.' || type.find("..") != std::string_view::npos)
        return in.fail_at(from, "event-type", "packages and templates divided by single dots");
    return true;
}

parsed<bool> match_event(cursor& in) {
    if (auto type = match_event_type(in); !type) return type;
    return match_parameters(in);
}

// accept-range = media-range *(SEMI accept-param)
parsed<bool> match_accept_range(cursor& in) {
    if (auto essence = match_essence(in); !essence) return essence;
    return match_parameters(in);
}

// media-type = m-type SLASH m-subtype *(SEMI m-parameter)
// m-parameter = m-attribute EQUAL m-value ; m-value = token / quoted-string
parsed<bool> match_media_type(cursor& in) {
    if (auto essence = match_essence(in); !essence) return essence;
    while (in.take_separator(';')) {
        if (in.token().empty()) return in.fail("m-parameter", "a parameter name");
        if (!in.take_separator('=')) return in.fail("m-parameter", "= and a value");
        if (in.peek() == '"') {
            if (auto value = match_quoted_string(in); !value) return matched(value);
        } else if (in.token().empty()) {
            return in.fail("m-value", "a token or a quoted string");
        }
    }
    return true;
}

parsed<bool> match_language_tag(cursor& in) { return matched(parse_content_language(in)); }

parsed<bool> match_language_range(cursor& in) {
    if (!in.take('*'))
        if (auto tag = match_language_tag(in); !tag) return tag;
    return match_parameters(in);
}

// MIME-Version = "MIME-Version" HCOLON 1*DIGIT "." 1*DIGIT
parsed<bool> match_mime_version(cursor& in) {
    if (in.take_while(is_digit).empty() || !in.take('.') || in.take_while(is_digit).empty())
        return in.fail("MIME-Version", "digits, a dot and digits");
    return true;
}

// Retry-After = delta-seconds [ comment ] *( SEMI retry-param )
parsed<bool> match_retry_after(cursor& in) {
    if (auto seconds = match_digits(in); !seconds) return seconds;
    const std::size_t gap = in.offset();
    in.skip_sws();
    if (in.peek() != '(') in.rewind(gap);
    else if (auto comment = match_comment(in); !comment) return matched(comment);
    return match_parameters(in);
}

// server-val *(LWS server-val) ; server-val = product / comment ; product = token [SLASH product-version]
parsed<bool> match_server(cursor& in) {
    do {
        if (in.peek() == '(') {
            if (auto comment = match_comment(in); !comment) return matched(comment);
        } else {
            if (in.token().empty()) return in.fail("server-val", "a product or a comment");
            if (in.take_separator('/') && in.token().empty()) return in.fail("product-version", "a token");
        }
    } while (take_lws(in) && !in.at_end());
    if (!in.at_end()) return in.fail("server-val", "white space before the next product or comment");
    return true;
}

// warning-value = warn-code SP warn-agent SP warn-text ; warn-agent = hostport / pseudonym ; pseudonym = token
parsed<bool> match_warning(cursor& in) {
    if (!take_digits(in, 3)) return in.fail("warn-code", "three digits");
    if (!take_sp(in)) return in.fail("warning-value", "one blank behind the code");
    const std::size_t from = in.offset();
    const bool named = !in.token().empty();
    if (!named || in.peek() == ':') {
        in.rewind(from);
        if (auto host = match_host(in); !host) return host;
        if (in.take(':') && in.take_while(is_digit).empty()) return in.fail("port", "a digit");
    }
    if (!take_sp(in)) return in.fail("warning-value", "one blank behind the agent");
    in.skip_sws();
    return matched(match_quoted_string(in));
}

// rfc1123-date = wkday "," SP date1 SP time SP "GMT" ; date1 = 2DIGIT SP month SP 4DIGIT
// time = 2DIGIT ":" 2DIGIT ":" 2DIGIT
parsed<bool> match_date(cursor& in) {
    static constexpr std::array<std::string_view, 7> weekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (!take_one(in, weekdays)) return in.fail("wkday", "Mon to Sun");
    if (!in.take(',') || !take_sp(in)) return in.fail("rfc1123-date", "a comma and one blank");
    if (!take_digits(in, 2) || !take_sp(in)) return in.fail("date1", "two digits and one blank");
    if (!take_one(in, months) || !take_sp(in)) return in.fail("month", "Jan to Dec and one blank");
    if (!take_digits(in, 4) || !take_sp(in)) return in.fail("date1", "four digits and one blank");
    for (int part = 0; part < 3; ++part)
        if ((part > 0 && !in.take(':')) || !take_digits(in, 2)) return in.fail("time", "hh:mm:ss");
    if (!take_sp(in) || !in.take_word("GMT")) return in.fail("rfc1123-date", "one blank and GMT");
    return true;
}

parsed<bool> match_timestamp(cursor& in) {
    const auto read = parse_timestamp(in);
    if (!read) return std::unexpected(read.error());
    return true;
}

// challenge = ("Digest" LWS digest-cln *(COMMA digest-cln)) / other-challenge, and credentials alike. All that Digest adds
// can be derived from auth-param too. Other schemes have come to have other forms (RFC 7235).
parsed<bool> match_authentication(cursor& in) {
    const auto scheme = in.token();
    if (scheme.empty()) return in.fail("auth-scheme", "a scheme");
    if (!iequal(scheme, "Digest")) {
        in.skip(in.rest().size());
        return true;
    }
    if (!take_lws(in)) return in.fail("challenge", "white space behind the scheme");
    while (true) {
        if (auto one = match_auth_param(in); !one) return one;
        if (!in.take_separator(',')) return true;
        // A second scheme behind a comma: RFC 3261 section 7.3.1 speaks of it, and so does a rule of its own.
        const std::size_t from = in.offset();
        if (!in.token().empty() && take_lws(in) && is_token_char(in.peek())) {
            in.skip(in.rest().size());
            return true;
        }
        in.rewind(from);
    }
}

} // namespace simplespec::sip
