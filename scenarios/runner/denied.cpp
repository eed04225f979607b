#include "scenarios/runner/denied.hpp"

#include "sip/headers/event.hpp"
#include "sip/headers/value.hpp"
#include "sip/message.hpp"

#include <fmt/format.h>

#include <map>
#include <string>

namespace simplespec::scenarios {

namespace {

using sip::header;

bool lists_option(const sip::message& m, std::string_view tag) {
    bool out = false;
    for (const auto& f : m.fields())
        out = out || (f.id == header::require && sip::lowercase(f.value).find(tag) != std::string::npos);
    return out;
}

// What a response proves that its sender can do; empty: nothing that a testbed could deny.
std::string proven_by(const sip::message& response, const std::string& package) {
    const auto cseq = sip::parse_cseq(response.value(header::cseq));
    if (!cseq || response.status() < 200 || response.status() > 299) return {};
    if (cseq->method == "PUBLISH") return "esc";
    if (cseq->method == "REGISTER") return "registrar";
    if (cseq->method != "SUBSCRIBE") return {};
    if (response.status() == 204) return "conditional";
    if (lists_option(response, "eventlist")) return "rls";
    return package == "presence" ? "notifier" : package == "presence.winfo" ? "winfo" : "";
}

std::string transaction_of(const sip::message& m) {
    return std::string(m.value(header::call_id)) + " " + std::string(m.value(header::cseq));
}

// feature -> the first message that proves it
std::map<std::string, std::string> proven_in(const run_result& run) {
    std::map<std::string, std::string> out;
    for (const auto& s : run.scenarios) {
        std::map<std::string, std::string> packages; // of SUBSCRIBEs, by transaction
        for (std::size_t i = 0; i < s.messages.size(); ++i) {
            const auto m = sip::read_message(s.messages[i].octets);
            if (!m) continue;
            if (!m->is_response()) {
                if (const auto event = sip::parse_event(m->value(header::event)))
                    packages[transaction_of(*m)] = event->type;
                continue;
            }
            const auto feature = proven_by(*m, packages[transaction_of(*m)]);
            if (!feature.empty())
                out.try_emplace(feature,
                                fmt::format("{}, message {}: {}", s.id, i, s.messages[i].start_line));
        }
    }
    return out;
}

} // namespace

void report_denied(run_result& run, const testbed& bed) {
    if (!bed.is_server()) return;
    const auto proven = proven_in(run);
    for (auto& s : run.scenarios) {
        if (s.outcome != verdict::na || !s.reason.starts_with("no-")) continue;
        const auto found = proven.find(s.reason.substr(3));
        if (found == proven.end() || bed.of_feature(found->first).state != support::no) continue;
        s.outcome = verdict::info;
        s.reason = "denied-" + found->first + "-works";
        s.notes.push_back("seen working in " + found->second);
    }
}

} // namespace simplespec::scenarios
