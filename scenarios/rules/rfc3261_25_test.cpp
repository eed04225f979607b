// Header fields by the grammar: what some production yields draws nothing, however odd; what none yields draws its error.
#include "scenarios/rules/exchange.hpp"
#include "scenarios/rules/rule.hpp"
#include "sip/headers/check.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace simplespec::scenarios::testing_exchange {
namespace {

struct row {
    std::string_view name, value;
};

std::string code_of(std::string_view name) { return std::string(sip::form_of(sip::header_of(name)).rule); }

// The findings of the grammar when a PUBLISH bears this row instead of its own of that name.
std::vector<judgement> drawn_by(const row& r) {
    auto e = publishing();
    while (e.messages.size() > 1) e.erase(1);
    auto& head = e.messages[0].head;
    const auto own = "\r\n" + std::string(sip::name(sip::header_of(r.name))) + ": ";
    if (head.find(own) != std::string::npos) e.drop(0, own.substr(2));
    e.add(0, std::string(r.name) + ": " + std::string(r.value));
    auto all = judge_all(e);
    std::erase_if(all, [](const judgement& j) { return !j.record.rule.ends_with("-form"); });
    return all;
}

constexpr row legal[] = {
    // Odd white space
    {"Via", "SIP / 2.0 / UDP  192.0.2.1 : 5060 ; branch = z9hG4bKa"},
    {"Via", "SIP/2.0/UDP\t192.0.2.1\r\n ;branch=z9hG4bKa"},
    {"From", "<sip:alice@example.com>\r\n  ;\r\n tag=1"},
    {"CSeq", "1 \r\n  PUBLISH"},
    {"Content-Type", "application / pidf+xml ; charset = \"utf-8\""},
    {"Supported", "path ,\r\n gruu\t, outbound"},
    {"Event", "presence ;id = a"},
    // Via
    {"Via", "SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/X-1 h.example.com.;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP [2001:db8::9:1]:5060;received=2001:db8::1;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP [::ffff:192.0.2.1];received=[2001:db8::1];branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa;ttl=16;maddr=224.0.2.1;x=\"a;b,c\";rport"},
    {"Via", "SIP/2.0/UDP 999.999.999.999:99999999999;branch=z9hG4bK-.!%*_+`'~"},
    {"Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa, SIP/2.0/TCP a-b.c-d;branch=z9hG4bKb"},
    // Addresses
    {"From", "sip:alice@example.com;tag=a"},
    {"From", "sip:alice@example.com ; tag=a;x=\"; , <>\""},
    {"From", "sip:alice@example.com;user=phone;tag=a`b"},
    {"From", "\"\" <sip:alice@example.com>;tag=a"},
    {"From", "\"J\xC3\xB6rg \\\"x\\\\ <sip:no>, \" <sip:alice@example.com>;tag=a"},
    {"From", "\"\\\x01\" <sip:alice@example.com>;tag=a"},
    {"From", "Alice A.  Bell\r\n <sip:alice@example.com>;tag=a"},
    {"From", "Alice<sip:alice@example.com>;tag=a"},
    {"From", "<tel:+1-212-555-0101;phone-context=example.com>;tag=a"},
    {"From", "<pres:alice@example.com>;tag=\"quoted\""},
    {"From", "tel:*98#;tag=a"},
    {"From", "<urn:service:sos>;tag=[2001:db8::1]"},
    {"From", "<sip:%61l%69ce%20x:p%3Aw$+&=,@example.com:05060;lr;transport=udp;x=[]/:&+$?Subject=a%20b&x=>;tag=a"},
    {"From", "<SIPS:a;b?c/d=e&f$g,h@[2001:db8::1]:5061>;tag=a"},
    {"From", "<sip:1.2.3.4>;tag=a;lr;tag2"},
    {"From", "<sip:alice@example.com;maddr=[::1];ttl=255;method=A%42>;tag=a"},
    {"From", "<sip:a@h-1.x>;tag=a"},
    {"From", "<sip:*98%23@example.com>;tag=a"},
    {"To", "<http://[2001:db8::1]/a?b=c;d,e>"},
    {"Reply-To", "sip:a@b.c"},
    {"Contact", "*"},
    {"Contact", "<sip:a@b.c>;q=7;expires=never , \"x, y\" <sip:c@d.e>;q=0.5"},
    {"Contact", "sip:a@b.c, sip:d@e.f;expires=7"},
    {"Contact", "sip:a,b@c.d"},
    {"Contact", "<sip:a@b.c;ob>;+sip.instance=\"<urn:uuid:0>\";reg-id=1"},
    {"Route", "<sip:p1.example.com;lr>,<sip:p2.example.com;lr=on>;x=y"},
    {"Record-Route", "\"p\" <sip:p1.example.com;lr>"},
    // Numbers
    {"Expires", "99999999999999999999999999999999"},
    {"Expires", "0000600"},
    {"Max-Forwards", "0000000000000000000070"},
    {"Max-Forwards", "256"},
    {"CSeq", "00000000000000000000001 PUBLISH"},
    {"Min-Expires", "0"},
    {"Retry-After", "60 (a (nested) \\) comment\xC3\xBC);duration=10;x"},
    {"Retry-After", "60(close)"},
    {"Timestamp", "54."},
    {"Timestamp", "54.21 .5"},
    {"MIME-Version", "01.000"},
    // Words
    {"Call-ID", "a(b)<c>:\\\"/[d]?{e}@f.g`'~"},
    {"Call-ID", "x"},
    {"Supported", ""},
    {"Allow", ""},
    {"Accept", ""},
    {"Accept-Encoding", ""},
    {"Accept-Language", ""},
    {"Allow", "PUBLISH, x-1.%*"},
    {"Require", "a.b-c!"},
    {"Priority", "whenever"},
    {"Accept", "*/*, text/*;q=0.5;level=1;x, application/pidf+xml;q=abc"},
    {"Accept-Encoding", "gzip;q=1.0, *;q=0, identity"},
    {"Accept-Language", "da, en-gb;q=0.8, es-419, *"},
    {"Content-Encoding", "gzip, x"},
    {"Content-Language", "de, fr-CH-1996"},
    {"Content-Disposition", "render;handling=\"optional\";x=[::1]"},
    {"Content-Type", "x/y;a=\"\\\"\";b=c"},
    {"Date", "thu, 99 feb 0000 99:99:99 gmt"},
    {"Date", "Sat, 13 Nov\r\n 2010 23:29:00 GMT"},
    {"Event", "presence.winfo.x;id=\"a\";x"},
    {"Allow-Events", "presence, presence.winfo,x-.y"},
    {"Subscription-State", "active;expires=abc;x=y"},
    {"Suppress-If-Match", "*"},
    // Products and text
    {"User-Agent", "a"},
    {"User-Agent", "PBX (a(b(c))d) x / 1.0 (\xE2\x82\xAC \\( \t)"},
    {"User-Agent", "Some Phone 1.2.3 001122aabbcc"},
    {"Server", "(only a comment)"},
    {"Server", "a/1.0\r\n (b)\r\n c"},
    {"Warning", "399 - \"a, b\" , 301 [2001:db8::1]:5060 \"\\\"\", 302 x_y  \"\xC3\xA4\""},
    {"Warning", "307 isi.edu:5060 \"x\""},
    {"Subject", ""},
    {"Subject", "\"(,;<> J\xC3\xB6rg"},
    {"Organization", "A\r\n  B"},
    {"X-Anything", ""},
    {"X-Anything", "\x80\xBF <>\",;()"},
    {"P-Something", "\"unclosed"},
    // Authentication
    {"Authorization", "Digest username=alice , realm=\"\" ,nc=00000001,response=\"x\",qop=\"auth\""},
    {"Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
    {"Proxy-Authorization", "Digest\r\n a=b"},
    {"WWW-Authenticate", "Digest realm=\"a\", domain=\"sip:a sip:b\", stale=maybe, algorithm=AKAv1-MD5"},
    {"Authentication-Info", "nextnonce=\"a\", future=x,rspauth=\"\""},
};

constexpr row illegal[] = {
    // Via
    {"Via", "SIP/2.0 UDP 192.0.2.1;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP"},
    {"Via", "SIP/2.0/UDP 192.0.2.1:;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP 192.0.2.1:sip;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP 2001:db8::1;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP [2001:db8::1;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP [2001:db8:::1];branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP 192.0.2.1;branch="},
    {"Via", "SIP/2.0/UDP 192.0.2.1;;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP 192.0.2.1;branch=a:b"},
    {"Via", "SIP/2.0/UDP 192.0.2.1;branch=\"a"},
    {"Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa,"},
    {"Via", "SIP/2.0/UDP 1.2.3;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP -h.example;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP h..example;branch=z9hG4bKa"},
    {"Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa (comment)"},
    // Addresses
    {"From", ""},
    {"From", "alice;tag=a"},
    {"From", "<sip:alice@example.com;tag=a"},
    {"From", "sip:alice@example.com>;tag=a"},
    {"From", "< sip:alice@example.com>;tag=a"},
    {"From", "<sip:alice@example.com >;tag=a"},
    {"From", "<sip:alice @example.com>;tag=a"},
    {"From", "<sip:@example.com>;tag=a"},
    {"From", "<sip:>;tag=a"},
    {"From", "<sip:alice@>;tag=a"},
    {"From", "<sip:al%2xce@example.com>;tag=a"},
    {"From", "<sip:al%6@example.com>;tag=a"},
    {"From", "<sip:98#@example.com>;tag=a"},
    {"From", "<sip:a@b@example.com>;tag=a"},
    {"From", "<sip:al\xC3\xAD\x63\x65@example.com>;tag=a"},
    {"From", "<sip:alice@example.com:x>;tag=a"},
    {"From", "<sip:alice@example.com;>;tag=a"},
    {"From", "<sip:alice@example.com;lr=>;tag=a"},
    {"From", "<sip:alice@example.com;x=\"y\">;tag=a"},
    {"From", "<sip:alice@example.com?>;tag=a"},
    {"From", "<sip:alice@example.com?Subject>;tag=a"},
    {"From", "<sip:alice@example.123>;tag=a"},
    {"From", "<sip:alice@2001:db8::1>;tag=a"},
    {"From", "<sip:alice@example.com>;tag="},
    {"From", "<sip:alice@example.com>;tag=a b"},
    {"From", "<sip:alice@example.com>;tag=<a>"},
    {"From", "<sip:alice@example.com>tag=a"},
    {"From", "<sip:alice@example.com>;"},
    {"From", "<sip:alice@example.com>, <sip:bob@example.com>"},
    {"From", "\"Alice <sip:alice@example.com>;tag=a"},
    {"From", "Alice, Bob <sip:alice@example.com>;tag=a"},
    {"From", "J\xC3\xB6rg <sip:alice@example.com>;tag=a"},
    {"From", "\"J\xF6rg\" <sip:alice@example.com>;tag=a"},
    {"From", "\"a\x01\" <sip:alice@example.com>;tag=a"},
    {"From", "\"a\" \"b\" <sip:alice@example.com>;tag=a"},
    {"From", "<1sip:alice@example.com>;tag=a"},
    {"To", "<alice@example.com>"},
    {"To", "()<sip:alice@example.com>"},
    {"Reply-To", "<>"},
    {"Contact", "*;expires=0"},
    {"Contact", "<sip:a@b.c>, *"},
    {"Contact", "<sip:a@b.c>,,<sip:d@e.f>"},
    {"Contact", "<sip:a@b.c>;expires="},
    {"Contact", "<sip:a@b.c>;expires=-1;x=@"},
    {"Route", "sip:p1.example.com;lr"},
    {"Route", "<sip:p1.example.com;lr"},
    {"Record-Route", "<sip:p1.example.com;lr> <sip:p2.example.com>"},
    // Numbers
    {"Expires", "-1"},
    {"Expires", "1.5"},
    {"Expires", "600;x=y"},
    {"Expires", "Sat, 13 Nov 2010 23:29:00 GMT"},
    {"Max-Forwards", "70 hops"},
    {"Min-Expires", ""},
    {"CSeq", "1PUBLISH"},
    {"CSeq", "1"},
    {"CSeq", "PUBLISH 1"},
    {"CSeq", "0x1 PUBLISH"},
    {"Retry-After", "60 (open"},
    {"Retry-After", "60 seconds"},
    {"Timestamp", ".5"},
    {"MIME-Version", "1"},
    // Words
    {"Call-ID", "a@b@c"},
    {"Call-ID", "a b"},
    {"Call-ID", "@b"},
    {"Supported", "path gruu"},
    {"Supported", "path,,gruu"},
    {"Require", ""},
    {"Unsupported", "a;b"},
    {"Proxy-Require", "\"a\""},
    {"Allow", "PUBLISH SUBSCRIBE"},
    {"Allow", "PUBLISH,"},
    {"Priority", "very urgent"},
    {"Accept", "text"},
    {"Accept", "text/plain;"},
    {"Accept", "text/plain,"},
    {"Accept-Encoding", "gzip;=1"},
    {"Accept-Language", "en_GB"},
    {"Content-Encoding", "gzip;q=1"},
    {"Content-Language", "e4"},
    {"Content-Disposition", ";handling=required"},
    {"Content-Type", "application/pidf+xml;charset"},
    {"Content-Type", "application/pidf+xml;"},
    {"Content-Type", "multipart/related;type=application/rlmi+xml"},
    {"Content-Type", "multipart/mixed;boundary=[::1]"},
    {"Date", "Sat, 13 Nov 2010 23:29:00 UTC"},
    {"Date", "Sat, 3 Nov 2010 23:29:00 GMT"},
    {"Date", "Sat,13 Nov 2010 23:29:00 GMT"},
    {"Date", "Saturday, 13-Nov-10 23:29:00 GMT"},
    {"Date", "Sat, 13 Nov 2010 23:29:00 +0000"},
    {"Event", "presence."},
    {"Event", "presence;"},
    {"Event", "presence, dialog"},
    {"Allow-Events", "presence dialog"},
    {"Subscription-State", ";expires=1"},
    {"Subscription-State", "active,expires=1"},
    {"Suppress-If-Match", "\"a\""},
    // Products and text
    {"User-Agent", ""},
    {"User-Agent", "PBX-1(2.0)"},
    {"User-Agent", "a/b/c"},
    {"User-Agent", "a, b"},
    {"User-Agent", "a/"},
    {"User-Agent", "Phone 00:11:22"},
    {"Server", "(a (b)"},
    {"Server", "PBX \"quoted\""},
    {"Server", "(\xFF)"},
    {"Warning", "399 \"x\""},
    {"Warning", "39 a \"x\""},
    {"Warning", "399 a x"},
    {"Warning", "399  a \"x\""},
    {"Warning", "399 a \"x"},
    {"Subject", "bell\x07"},
    {"Subject", "Gr\xFC\xDF\x65"},
    {"Organization", "\xC3"},
    {"X-Anything", "\x01"},
    {"X-Anything", "\xFF"},
    // Authentication
    {"Authorization", "Digest"},
    {"Authorization", "Digest username=\"alice\" realm=\"r\""},
    {"Authorization", "Digest username=\"alice\", qop=auth,auth-int"},
    {"Authorization", "Digest username=\"alice"},
    {"Proxy-Authorization", "Digest uri=sip:a@b"},
    {"WWW-Authenticate", "Digest realm=\"a\", nonce=\"b\","},
    {"Proxy-Authenticate", "Digest realm=, nonce=\"b\""},
    {"Authentication-Info", "nextnonce"},
};

TEST(grammar, is_silent_on_what_can_be_derived) {
    EXPECT_GE(std::size(legal), 80U);
    for (const auto& r : legal) {
        for (const auto& j : drawn_by(r))
            ADD_FAILURE() << r.name << ": " << r.value << "\n  " << j.record.rule << ": " << j.record.what
                          << "; expected " << j.record.expected << " at " << j.record.actual;
    }
}

TEST(grammar, speaks_once_on_what_cannot) {
    EXPECT_GE(std::size(illegal), 80U);
    for (const auto& r : illegal) {
        const auto all = drawn_by(r);
        ASSERT_EQ(all.size(), 1U) << r.name << ": " << r.value;
        EXPECT_EQ(all[0].record.rule, code_of(r.name)) << r.value;
        EXPECT_EQ(name(all[0].record.level), "error") << r.name << ": " << r.value;
        EXPECT_EQ(all[0].record.requirement, sip::form_of(sip::header_of(r.name)).requirement);
    }
}

// No host name has an underscore; half the networks have one that does.
TEST(grammar, an_underscore_in_a_host_is_a_warning) {
    for (const row r : {row{"Via", "SIP/2.0/UDP my_pbx;branch=z9hG4bKa"}, row{"From", "<sip:alice@my_pbx>;tag=a"}}) {
        const auto all = drawn_by(r);
        ASSERT_EQ(all.size(), 1U) << r.value;
        EXPECT_EQ(name(all[0].record.level), "warning");
    }
}

// What a response copies is the request's; what a request in a dialog copies comes from the other side.
TEST(grammar, does_not_accuse_who_copies) {
    const auto accused = [](const exchange& e, std::string_view code) {
        std::vector<std::size_t> out;
        for (const auto& j : judge_all(e))
            if (j.record.rule == code) out.push_back(j.record.message);
        return out;
    };
    auto e = publishing();
    for (const std::size_t i : {0, 1}) e.replace(i, "Call-ID: pub-8842@", "Call-ID: pub 8842@");
    EXPECT_EQ(accused(e, "call-id-form"), (std::vector<std::size_t>{0}));

    e = subscribing();
    e.replace(0, "Contact: <sip:alice@192.0.2.1:5060>", "Contact: <sip:al ice@192.0.2.1:5060>");
    e.replace(2, "NOTIFY sip:alice@", "NOTIFY sip:al^ice@");
    EXPECT_TRUE(accused(e, "request-uri-form").empty());
    e = subscribing();
    e.replace(2, "NOTIFY sip:alice@", "NOTIFY sip:al^ice@");
    EXPECT_EQ(accused(e, "request-uri-form"), (std::vector<std::size_t>{2}));
}

// The table of rules and that of the reader name the same codes and requirements.
TEST(grammar, each_form_has_its_rule) {
    for (unsigned id = 0; id <= static_cast<unsigned>(sip::header::identity_info); ++id) {
        const auto form = sip::form_of(static_cast<sip::header>(id));
        const auto rules = all_rules();
        const auto found = std::ranges::find(rules, form.rule, &rule::name);
        ASSERT_NE(found, rules.end()) << form.rule;
        EXPECT_EQ(found->requirement, form.requirement) << form.rule;
    }
}

} // namespace
} // namespace simplespec::scenarios::testing_exchange
