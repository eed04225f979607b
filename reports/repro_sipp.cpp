// SIPp's scenario format: https://sipp.readthedocs.io. What a message holds is written so that SIPp sends the
// same octets.
#include "reports/repro.hpp"

#include "reports/escape.hpp"

#include <fmt/format.h>

#include <string_view>

namespace simplespec::reports {

namespace {

// In a message SIPp takes `[` for a keyword, `\` for an escape and a line end for CRLF.
std::string quoted(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        const auto octet = static_cast<unsigned char>(c);
        const bool plain = c == '\n' || c == '\t' || (octet >= 0x20 && octet < 0x7f);
        if (!plain || c == '[' || c == '\\' || c == '>') {
            // `>` only where it would end the CDATA section.
            if (c == '>' && !(out.ends_with("]]")))
                out += c;
            else
                out += fmt::format("\\x{:02x}", octet);
        } else {
            out += c;
        }
    }
    return out;
}

// In a comment two hyphens may not stand.
std::string comment(std::string_view text) {
    std::string out;
    for (const char c : for_terminal(text)) {
        if (c == '-' && out.ends_with('-')) out += ' ';
        out += c;
    }
    return out;
}

std::string for_regexp(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view(".[]{}()*+?^$|\\").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

std::string in_message(const piece& p) {
    switch (p.is) {
    case piece::kind::text:
        return quoted(p.text);
    case piece::kind::transport:
        return "[transport]";
    case piece::kind::local_address:
        return "[local_ip]:[local_port]";
    case piece::kind::branch:
        return "[branch]";
    case piece::kind::call_id:
        return fmt::format("{}///[call_id]", p.number);
    case piece::kind::content_length:
        return "[len]";
    case piece::kind::credentials:
        return fmt::format("[field{}]", p.number);
    case piece::kind::taken:
        return fmt::format("[$value{}]", p.number);
    case piece::kind::echoed:
        return fmt::format("[last_{}:]", p.text);
    }
    return {};
}

std::string send(const replay_step& step) {
    std::string text;
    for (const auto& p : step.pieces) text += in_message(p);
    return fmt::format("  <send{}><![CDATA[\n\n{}]]></send>\n", step.status == 0 ? " retrans=\"500\"" : "",
                       text);
}

std::string take(const taking& t) {
    static constexpr std::string_view tag = R"(;tag=([^;, ]*))";
    const auto [header, pattern] = [&]() -> std::pair<std::string_view, std::string_view> {
        switch (t.is) {
        case taking::what::to_tag:
            return {"To:", tag};
        case taking::what::from_tag:
            return {"From:", tag};
        case taking::what::entity_tag:
            return {"SIP-ETag:", R"(([^ ]+))"};
        case taking::what::contact:
            return {"Contact:", R"(<([^>]*)>)"};
        }
        return {};
    }();
    return fmt::format(
        R"(    <ereg regexp="{}" search_in="hdr" header="{}" check_it="true" assign_to="whole{},value{}"/>)"
        "\n",
        for_xml(pattern), header, t.number, t.number);
}

std::string receive(std::string_view attributes, const replay_step& step, std::string_view checks) {
    std::string actions(checks);
    for (const auto& t : step.takes) actions = take(t) + actions;
    if (actions.empty()) return fmt::format("  <recv {}/>\n", attributes);
    return fmt::format("  <recv {}>\n   <action>\n{}   </action>\n  </recv>\n", attributes, actions);
}

// Time that passes. Where something was subscribed to, a NOTIFY may come meanwhile, which SIPp takes for
// unexpected in a pause.
std::string pass_time(const replay_step& before, std::size_t number, bool subscribed) {
    if (!subscribed) return fmt::format("  <pause milliseconds=\"{}\"/>\n", before.pause_ms);
    return fmt::format(
        "  <label id=\"pause{0}\"/>\n  <recv request=\"NOTIFY\" timeout=\"{1}\" ontimeout=\"after{0}\"/>\n"
        "  <send next=\"pause{0}\"><![CDATA[\n\nSIP/2.0 200 "
        "OK\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n"
        "[last_CSeq:]\nContent-Length: 0\n\n]]></send>\n  <label id=\"after{0}\"/>\n",
        number, before.pause_ms);
}

std::string attributes_of(const replay_step& step) {
    const std::string which = step.status == 0 ? fmt::format("request=\"{}\"", for_xml(step.method))
                                               : fmt::format("response=\"{}\"", step.status);
    return which + R"( timeout="10000")" + (step.challenges ? R"( auth="true")" : "");
}

std::string header_check(const replay_check& c) {
    const bool wanted = c.is == replay_check::kind::header_there || c.is == replay_check::kind::header_holds;
    const std::string pattern = c.text.empty() ? "." : for_regexp(c.text);
    return fmt::format(R"(    <ereg regexp="{}" search_in="hdr" header="{}:" {}="true" assign_to="checked"/>)"
                       "\n",
                       for_xml(pattern), for_xml(c.header), wanted ? "check_it" : "check_it_inverse");
}

// The last step: what the scenario asked for and did not get.
std::string last(const replay_check& c, const replay_step* step) {
    using kind = replay_check::kind;
    const replay_step none;
    switch (c.is) {
    case kind::none:
        return step == nullptr ? "" : receive(attributes_of(*step), *step, {});
    case kind::statuses: {
        std::string out;
        for (std::size_t i = 1; i < c.statuses.size(); ++i)
            out += fmt::format("  <recv response=\"{}\" optional=\"true\" next=\"good\"/>\n", c.statuses[i]);
        return out + fmt::format("  <recv response=\"{}\" timeout=\"10000\"/>\n  <label id=\"good\"/>\n  "
                                 "<nop hide=\"true\"/>\n",
                                 c.statuses[0]);
    }
    case kind::arrival:
        return fmt::format("  <recv request=\"{}\" timeout=\"10000\"/>\n", for_xml(c.method));
    case kind::silence:
        return fmt::format(
            "  <recv request=\"{}\" timeout=\"10000\" ontimeout=\"good\">\n   <action>\n"
            "    <ereg regexp=\".\" search_in=\"msg\" check_it_inverse=\"true\" assign_to=\"checked\"/>\n"
            "   </action>\n  </recv>\n  <label id=\"good\"/>\n  <nop hide=\"true\"/>\n",
            for_xml(c.method));
    case kind::header_there:
    case kind::header_absent:
    case kind::header_holds:
    case kind::header_lacks:
        return receive(attributes_of(*step), *step, header_check(c));
    case kind::by_eye:
        return step == nullptr
                   ? std::string()
                   : receive(attributes_of(*step), *step,
                             fmt::format("    <log message=\"look at this: {}. [last_message]\"/>\n",
                                         for_xml(describe(c))));
    }
    return {};
}

bool checks_header(replay_check::kind k) {
    using kind = replay_check::kind;
    return k == kind::header_there || k == kind::header_absent || k == kind::header_holds ||
           k == kind::header_lacks;
}

std::string how_to_run(const replay& what) {
    const bool udp = what.transport == "UDP";
    std::string out = fmt::format(
        "     sipp {} -sf THIS_FILE -m 1 -l 1 -t {} -i LOCAL_ADDRESS -default_behaviors all,-bye{}\n",
        comment(what.target), udp ? "u1" : "t1", what.users.empty() ? "" : " -inf ACCOUNTS.csv");
    if (what.users.empty()) return out;
    out += "     ACCOUNTS.csv has two lines:\n     SEQUENTIAL\n     ";
    for (std::size_t i = 0; i < what.users.size(); ++i)
        out += fmt::format("{}[authentication username={} password=SECRET]", i == 0 ? "" : ";",
                           comment(what.users[i]));
    return out + "\n";
}

} // namespace

std::string repro_sipp(const replay& what) {
    std::string out = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {}: {}\n     {}\n     Run it, with the target's "
        "address in the first place:\n{}     Exit 0: as asked. Exit 1: it deviates; -trace_err says how. "
        "-->\n"
        "<scenario name=\"{}\">\n",
        comment(what.id), comment(what.title), comment(describe(what.check)), how_to_run(what),
        for_xml(what.id));
    const bool replaced = !what.steps.back().sent && what.check.is != replay_check::kind::arrival;
    bool subscribed = false;
    for (std::size_t i = 0; i + (replaced ? 1 : 0) < what.steps.size(); ++i) {
        const replay_step& step = what.steps[i];
        subscribed = subscribed || (step.sent && step.method == "SUBSCRIBE");
        if (step.pause_ms > 0) out += pass_time(step, i, subscribed);
        out += step.sent ? send(step) : receive(attributes_of(step), step, {});
    }
    out += last(what.check, replaced ? &what.steps.back() : nullptr);
    std::string unread;
    for (std::size_t i = 1; i <= what.values; ++i)
        unread += fmt::format("{}whole{}", unread.empty() ? "" : ",", i);
    if (checks_header(what.check.is) || what.check.is == replay_check::kind::silence)
        unread += unread.empty() ? "checked" : ",checked";
    if (!unread.empty()) out += fmt::format("  <Reference variables=\"{}\"/>\n", unread);
    return out + "</scenario>\n";
}

} // namespace simplespec::reports
