// Message waiting (RFC 3842): what a notifier writes into its summaries, and how often.
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <array>
#include <chrono>

namespace simplespec::scenarios {

using sip::header;

namespace {

constexpr std::string_view package = "message-summary";
constexpr std::string_view format = "application/simple-message-summary";
constexpr std::string_view digits = "0123456789";

struct summary {
    std::string_view fault{};    ///< what is wrong with `line`; empty: nothing
    std::string_view line{};     ///< the one that could not be read
    std::string_view account{};  ///< the URI, as it stands
    std::string_view too_many{}; ///< a count beyond 2^32-1
    bool headers = false;        ///< fields of single messages follow
};

bool beyond_counting(std::string_view count) {
    constexpr std::string_view most = "4294967295";
    count.remove_prefix(std::min(count.find_first_not_of('0'), count.size()));
    return count.size() > most.size() || (count.size() == most.size() && count > most);
}

struct line_reader {
    std::string_view rest;
    summary& into;

    void space() { rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size())); }
    bool mark(char c) {
        space();
        if (!rest.starts_with(c)) return false;
        rest.remove_prefix(1);
        space();
        return true;
    }
    // msgcount = 1*DIGIT
    bool count() {
        const auto number = rest.substr(0, rest.find_first_not_of(digits));
        if (number.empty()) return false;
        if (into.too_many.empty() && beyond_counting(number)) into.too_many = number;
        rest.remove_prefix(number.size());
        return true;
    }
    bool pair() { return count() && mark('/') && count(); }
};

// newmsgs SLASH oldmsgs [ LPAREN new-urgentmsgs SLASH old-urgentmsgs RPAREN ]
bool counts(std::string_view text, summary& into) {
    line_reader r{text, into};
    r.space();
    if (!r.pair()) return false;
    if (r.mark('(') && !(r.pair() && r.mark(')'))) return false;
    r.space();
    return r.rest.empty();
}

// msg-status-line  = "Messages-Waiting" HCOLON ( "yes" / "no" )
bool status_line(std::string_view name, std::string_view value) {
    return sip::iequal(name, "messages-waiting") && (sip::iequal(value, "yes") || sip::iequal(value, "no"));
}

// message-summary = msg-status-line CRLF [ msg-account CRLF ] [ *( msg-summary-line CRLF ) ] [
// *opt-msg-headers ]
summary read_summary(std::string_view body) {
    summary out;
    for (std::size_t i = 0; !body.empty(); ++i) {
        const auto end = body.find("\r\n");
        out.line = body.substr(0, end);
        if (out.line.empty() && i > 0) {
            out.headers = body.size() > 2;
            return out;
        }
        const auto colon = out.line.find(':');
        const auto name = sip::trim(out.line.substr(0, colon));
        const auto value =
            colon == std::string_view::npos ? std::string_view() : sip::trim(out.line.substr(colon + 1));
        if (i == 0 && !status_line(name, value))
            out.fault = "the first line does not say whether messages wait";
        else if (i == 1 && sip::iequal(name, "message-account"))
            out.account = value;
        else if (i > 0 && (name.empty() || !counts(value, out)))
            out.fault = "a line of the summary has no counts";
        if (out.fault.empty() && end == std::string_view::npos)
            out.fault = "a line of the summary has no end";
        if (!out.fault.empty()) return out;
        body.remove_prefix(end + 2);
    }
    return out;
}

bool tells_of_messages(const occasion& o) {
    return o.is_request("NOTIFY") && head_of(o.message().value(header::event)) == package &&
           !o.message().body().empty();
}
bool has_summary(const occasion& o) {
    return tells_of_messages(o) && sip::iequal(head_of(o.message().value(header::content_type)), format);
}

ruling of_another_type(const occasion& o) {
    const auto& s = o.subscription;
    if (!tells_of_messages(o) || !s || !s->latest || s->latest->message->has(header::accept))
        return not_applicable();
    if (has_summary(o)) return conforms();
    return departs(place(o.message(), header::content_type), "a summary in a format that was not asked for",
                   std::string(format), o.message().value(header::content_type));
}

ruling account_in_brackets(const occasion& o) {
    if (!has_summary(o)) return not_applicable();
    const auto found = read_summary(o.message().body());
    if (found.account.find_first_of("<>") == std::string_view::npos) return conforms();
    return departs(place(o.message(), found.account), "the account stands in angle brackets", "a URI alone",
                   found.account);
}

ruling count_too_large(const occasion& o) {
    if (!has_summary(o)) return not_applicable();
    const auto found = read_summary(o.message().body());
    if (found.too_many.empty()) return conforms();
    return departs(place(o.message(), found.too_many), "more messages than can be counted",
                   "at most 4294967295", found.too_many);
}

ruling headers_at_first(const occasion& o) {
    const auto& s = o.subscription;
    if (!has_summary(o) || o.repeated || !s || !s->initial || s->notifies != 0) return not_applicable();
    if (!read_summary(o.message().body()).headers) return conforms();
    return departs(o.message().body_offset(), "the first NOTIFY describes single messages",
                   "the summary alone");
}

ruling call_id_again(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") || o.repeated || head_of(o.message().value(header::event)) != package ||
        !o.previous || o.challenged)
        return not_applicable();
    const auto now = o.message().value(header::call_id);
    if (now != o.previous->call_id) return conforms();
    return departs(place(o.message(), header::call_id), "the Call-ID of the subscription that has ended",
                   "another one", now);
}

ruling too_often(const occasion& o) {
    const auto& s = o.subscription;
    if (!tells_of_messages(o) || o.repeated || o.seen->retyped || !s || !s->last_notify ||
        !s->notified_since || s->unanswered != 0)
        return not_applicable();
    const auto& last = s->last_notify->message->value(header::subscription_state);
    if (!sip::iequal(head_of(o.message().value(header::subscription_state)), head_of(last)))
        return not_applicable();
    const std::chrono::duration<double> passed = o.seen->at.steady - s->last_notify->at.steady;
    if (passed.count() >= 0.95) return conforms();
    return departs(0, "two NOTIFYs of one account within a second", "one in a second");
}

ruling out_of_grammar(const occasion& o) {
    if (!has_summary(o)) return not_applicable();
    const auto found = read_summary(o.message().body());
    if (found.fault.empty()) return conforms();
    return departs(place(o.message(), found.line), std::string(found.fault), {}, found.line);
}

constexpr std::array table = {
    rule{"summary-of-another-type", "RFC3842-3.5-1", of_another_type, basis::exchange},
    rule{"summary-account-in-brackets", "RFC3842-3.5-2", account_in_brackets},
    rule{"summary-count-too-large", "RFC3842-3.5-3", count_too_large},
    rule{"summary-headers-at-first", "RFC3842-3.5-5", headers_at_first, basis::exchange},
    rule{"summary-call-id-again", "RFC3842-3.6-1", call_id_again, basis::exchange},
    rule{"summary-too-often", "RFC3842-3.11-1", too_often, basis::exchange},
    rule{"summary-grammar", "RFC3842-5.2-G1", out_of_grammar},
};

} // namespace

rule_section rfc3842_rules() { return table; }

} // namespace simplespec::scenarios
