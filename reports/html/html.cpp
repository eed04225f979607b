#include "reports/html/html.hpp"

#include "reports/base64.hpp"
#include "reports/escape.hpp"
#include "reports/json.hpp"
#include "reports/pcap.hpp"
#include "reports/repro.hpp"
#include "sip/embedded.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <span>

namespace simplespec::reports {

std::span<const sip::embedded_file> page_files();

namespace {

namespace json = boost::json;

constexpr std::size_t most_capture_octets = 4U << 20U;
// In the order in which they use each other.
constexpr std::array scripts{"html/page.js", "html/message.js", "html/ladder.js", "html/scenario.js",
                             "html/requirements.js"};

std::string_view page_file(std::string_view name) {
    const auto files = page_files();
    const auto found = std::ranges::find(files, name, &sip::embedded_file::name);
    return found == files.end() ? std::string_view() : found->text;
}

// Its hash, as a policy names what may be run.
std::string policy_hash(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return "'sha256-" + base64_encode({reinterpret_cast<const char*>(digest.data()), size}) + "'";
}

// "RFC6665-4.2.2-7" -> the section's place at the RFC editor's.
std::string link_of(const std::string& id) {
    const auto dash = id.find('-'), last = id.rfind('-');
    std::string number = id.substr(0, dash),
                section = last > dash ? id.substr(dash + 1, last - dash - 1) : "";
    std::ranges::transform(number, number.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const bool numbered = !section.empty() && section.find_first_not_of("0123456789.") == std::string::npos;
    return fmt::format("https://www.rfc-editor.org/rfc/{}{}", number, numbered ? "#section-" + section : "");
}

json::object clauses_of(const scenarios::catalogue& requirements) {
    json::object out;
    for (const auto& r : requirements.rows())
        if (r.active) out[r.id] = {{"keyword", r.keyword}, {"text", r.sentence}, {"link", link_of(r.id)}};
    return out;
}

// By the number of their scenario; those that did not pass first, as long as there is room.
json::object files_of(const scenarios::run_result& run) {
    json::object out;
    std::size_t used = 0;
    for (const bool passed : {false, true})
        for (std::size_t i = 0; i < run.scenarios.size(); ++i) {
            const auto& s = run.scenarios[i];
            if ((s.outcome == scenarios::verdict::pass) != passed || s.messages.empty()) continue;
            const auto pcap = to_pcap(s, run.started).octets;
            if (used + pcap.size() > most_capture_octets) continue;
            used += pcap.size();
            json::object files{{"pcap", base64_encode(pcap)}};
            if (!passed) files["raw"] = base64_encode(repro_raw(s));
            out[std::to_string(i)] = std::move(files);
        }
    return out;
}

std::string spelled(const judgement& j) {
    return fmt::format("{}{}{}", name(j.outcome), j.reason.empty() ? "" : " ",
                       is_utf8(j.reason) ? j.reason : for_terminal(j.reason));
}

json::object changes_of(const comparison& c) {
    json::object out{{"file", is_utf8(c.before.file) ? c.before.file : for_terminal(c.before.file)}};
    const auto add = [&](const char* name, const std::vector<verdict_change>& ours,
                         const std::vector<verdict_change>& rules) {
        json::array rows;
        for (const auto* list : {&ours, &rules})
            for (const auto& change : *list)
                rows.push_back({{"id", is_utf8(change.id) ? change.id : for_terminal(change.id)},
                                {"before", spelled(change.before)},
                                {"after", spelled(change.after)}});
        out[name] = std::move(rows);
    };
    const auto &s = c.scenarios, &r = c.requirements;
    add("regressed", s.regressed, r.regressed);
    add("accepted", s.accepted, r.accepted);
    add("fixed", s.fixed, r.fixed);
    add("otherwise", s.otherwise, r.otherwise);
    add("unjudged", s.unjudged, r.unjudged);
    add("flaky", s.flaky, r.flaky);
    add("appeared", s.appeared, r.appeared);
    add("gone", s.gone, r.gone);
    return out;
}

} // namespace

std::string inside_script(std::string json) {
    std::string out;
    out.reserve(json.size() + json.size() / 16);
    for (const char c : json) switch (c) {
        case '<':
            out += "\\u003c";
            break;
        case '>':
            out += "\\u003e";
            break;
        case '&':
            out += "\\u0026";
            break;
        default:
            out += c;
        }
    return out;
}

std::string to_html(const scenarios::run_result& run, const scenarios::catalogue& requirements,
                    const comparison* since) {
    std::string script;
    for (const auto* name : scripts) script.append(page_file(name)).append("\n");
    const auto style = page_file("html/report.css");
    // The run is spelled as in run.json, and the rest goes around it.
    json::object more{{"requirements", clauses_of(requirements)}, {"files", files_of(run)}};
    if (since != nullptr) more["since"] = changes_of(*since);
    auto data = json::serialize(more);
    data.pop_back();
    data += ",\"run\":" + to_json(run) + "}";
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
        "{}; "
        "script-src {}; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n<title>simplespec</title>\n"
        "<style>{}</style>\n</head>\n<body>\n<noscript>This page draws itself with a script of its "
        "own.</noscript>\n"
        "<script type=\"application/json\" id=\"data\">{}</script>\n<script>{}</script>\n</body>\n</html>\n",
        policy_hash(style), policy_hash(script), style, inside_script(std::move(data)), script);
}

} // namespace simplespec::reports
