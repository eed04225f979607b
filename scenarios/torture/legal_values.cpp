// What header values may hold besides: parameters, cases, lists, challenges.
#include "scenarios/torture/legal_variations.hpp"
#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::scenarios {
namespace {

using sip::draft;
using sip::header;

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

/// Edit the value of each row of this field.
auto values(header h, std::function<void(std::string&)> edit) {
    return editing([h, edit = std::move(edit)](draft& d) {
        for (auto& r : d.rows)
            if (r.id() == h) edit(r.value);
    });
}

auto behind(header h, std::string_view more) {
    return values(h, [more](std::string& v) { v += more; });
}

/// For messages of one kind: a method, and whether they are responses.
auto on(std::string_view method, bool response, std::function<void(draft&)> edit) {
    return editing([=](draft& d) {
        if (d.method() == method && d.is_response() == response) edit(d);
    });
}

// The comma-separated parameters of a challenge, in reverse; the realm and all else stay as they are.
void reverse_parameters(std::string& challenge) {
    const auto scheme = challenge.find(' ');
    if (scheme == std::string::npos) return;
    std::vector<std::string> parts{{}};
    bool quoted = false;
    for (const char c : challenge.substr(scheme + 1)) {
        if (c == '"') quoted = !quoted;
        if (c == ',' && !quoted)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    std::string out;
    for (auto it = parts.rbegin(); it != parts.rend(); ++it)
        out += (out.empty() ? "" : " , ") + std::string(sip::trim(*it));
    challenge = challenge.substr(0, scheme + 1) + out;
}

void add_challenges(draft& d) {
    if (d.find(header::www_authenticate) == nullptr) return;
    d.insert_before(header::www_authenticate, {"WWW-Authenticate", ": ", "X-Newer token=\"a, b\""});
    d.append("WWW-Authenticate",
             "Digest realm=\"example.com\", nonce=\"x9\", algorithm=X-FUTURE-512, qop=\"auth\"");
}

// The CSeq of NOTIFYs, each by the same function of what it was: any order that grows is one. Responses get
// the number back.
auto notify_sequence(bool response, unsigned long (*renumber)(unsigned long)) {
    return on("NOTIFY", response, [renumber](draft& d) {
        auto* r = d.find(header::cseq);
        if (r != nullptr) r->value = std::to_string(renumber(std::stoul(r->value))) + " NOTIFY";
    });
}

void reverse_list(std::string& list) {
    std::vector<std::string> items;
    for (std::size_t from = 0; from <= list.size();) {
        const auto to = std::min(list.find(',', from), list.size());
        items.emplace_back(sip::trim(std::string_view(list).substr(from, to - from)));
        from = to + 1;
    }
    list.clear();
    for (auto it = items.rbegin(); it != items.rend(); ++it) list += (list.empty() ? "" : ",") + *it;
}

} // namespace

std::vector<legal_variation> legal_values() {
    constexpr std::string_view no_case = "RFC 3261 section 7.3.1";
    return {
        {"state-in-upper-case", no_case,
         values(header::subscription_state, [](std::string& v) { v = upper(v); })},
        {"state-with-unknown-parameters", "RFC 6665 section 8.4",
         behind(header::subscription_state, ";x-flag;x-why=\"a;b\"")},
        {"event-with-unknown-parameters", "RFC 6665 section 8.4",
         on("NOTIFY", false, [](draft& d) { d.find(header::event)->value += ";x-new=1;x-flag"; })},
        {"contact-with-a-name", "RFC 3261 section 20.10",
         values(header::contact,
                [](std::string& v) {
                    if (v.starts_with('<')) v.insert(0, "\"The, \\\"Server\\\"; \" ");
                })},
        {"contact-with-parameters", "RFC 3261 section 20.10", editing([](draft& d) {
             auto* r = d.find(header::contact);
             if (r != nullptr && r->value.ends_with('>'))
                 r->value += ";+sip.instance=\"<urn:uuid:0>\";x-flag";
         })},
        {"contact-uri-with-parameters", "RFC 3261 section 19.1.1",
         on("NOTIFY", false,
            [](draft& d) {
                auto* r = d.find(header::contact);
                if (r != nullptr && r->value.ends_with('>'))
                    r->value.insert(r->value.size() - 1, ";x-line=7;ob");
            })},
        {"option-tags-in-upper-case", no_case, values(header::require, [](std::string& v) { v = upper(v); })},
        {"supported-options-that-nobody-knows", "RFC 3261 section 20.37",
         editing([](draft& d) { d.append("Supported", "x-anything, path"); })},
        {"more-packages-in-allow-events", "RFC 6665 section 8.2.2",
         behind(header::allow_events, ", x-odd.winfo, message-summary")},
        {"packages-in-another-order", "RFC 6665 section 8.2.2", values(header::allow_events, reverse_list)},
        {"allow-events-in-notify", "RFC 6665 section 8.2.2",
         on("NOTIFY", false, [](draft& d) { d.append("Allow-Events", "presence, presence.winfo"); })},
        {"allow-and-accept-in-notify", "RFC 3261 section 20.5",
         on("NOTIFY", false,
            [](draft& d) {
                d.append("Allow", "SUBSCRIBE, NOTIFY, PUBLISH, X-NEW");
                d.append("Accept", "application/pidf+xml;q=0.5, */*;q=0.1");
            })},
        {"more-methods-in-allow", "RFC 3261 section 20.5", behind(header::allow, ", X-NEW, INFO")},
        {"methods-in-another-order", "RFC 3261 section 20.5", values(header::allow, reverse_list)},
        {"more-types-in-accept", "RFC 3261 section 20.1",
         behind(header::accept, ", text/*;q=0.2;x=y, */*;q=0.001")},
        {"expires-with-leading-zeros", "RFC 3261 section 25.1",
         values(header::expires, [](std::string& v) { v.insert(0, "00"); })},
        {"challenge-parameters-in-reverse", "RFC 2617 section 1.2",
         values(header::www_authenticate, reverse_parameters)},
        {"challenge-with-unknown-parameters", "RFC 2617 section 3.2.1",
         behind(header::www_authenticate, ", x-new=\"a, b\", x-old=c")},
        {"challenge-with-opaque", "RFC 2617 section 3.2.1",
         behind(header::www_authenticate, ", opaque=\"5ccc069c\"")},
        {"challenge-with-domain-and-stale", "RFC 2617 section 3.2.1",
         values(header::www_authenticate,
                [](std::string& v) {
                    v += ", domain=\"sip:example.com\"";
                    if (v.find("stale") == std::string::npos) v += ", stale=FALSE";
                })},
        {"challenges-that-nobody-knows", "RFC 3261 section 22.1", editing(add_challenges)},
        {"scheme-in-upper-case", "RFC 2617 section 1.2",
         values(header::www_authenticate, [](std::string& v) { v.replace(0, 6, "DIGEST"); })},
        {"no-authentication-info", "RFC 2617 section 3.2.3",
         editing([](draft& d) { d.remove(header::authentication_info); })},
        {"notify-begins-at-a-high-number",
         "RFC 3261 section 12.2.1.1",
         notify_sequence(false, [](auto n) { return n + 2000000000; }),
         {},
         notify_sequence(true, [](auto n) { return n - 2000000000; })},
        {"content-type-in-upper-case", no_case, editing([](draft& d) {
             auto* r = d.find(header::content_type);
             if (r == nullptr) return;
             const auto end = std::min(r->value.find(';'), r->value.size());
             r->value = upper(r->value.substr(0, end)) + r->value.substr(end);
         })},
        {"content-type-with-unknown-parameter", "RFC 3261 section 20.15",
         behind(header::content_type, ";x-more=\"a;b\"")},
        {"content-language", "RFC 3261 section 20.13", editing([](draft& d) {
             if (!d.body.empty()) d.append("Content-Language", "en, de-AT");
         })},
        {"content-disposition", "RFC 3261 section 20.11",
         on("NOTIFY", false,
            [](draft& d) {
                if (!d.body.empty()) d.append("Content-Disposition", "render;handling=required");
            })},
        {"content-length-with-leading-zeros", "RFC 3261 section 25.1",
         values(header::content_length, [](std::string& v) { v.insert(0, "000"); })},
        {"subject-and-priority", "RFC 3261 section 20.26",
         on("NOTIFY", false,
            [](draft& d) {
                d.append("Subject", "");
                d.append("Priority", "x-unheard-of");
            })},
    };
}

} // namespace simplespec::scenarios
