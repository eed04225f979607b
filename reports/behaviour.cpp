#include "reports/behaviour.hpp"

#include "mime/entity.hpp"
#include "presence/xml.hpp"
#include "reports/lasting.hpp"
#include "sip/headers/value.hpp"
#include "sip/headers/via.hpp"
#include "sip/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace simplespec::reports {
namespace {

using scenarios::message_record;

// Actors are called by their names, whoever is no actor by where it is.
bool is_of_target(const message_record& m) { return m.source.empty() || m.source == m.source_address; }

// Of a hostile document no more is kept than says what it is.
constexpr std::size_t longest_name = 40;
constexpr std::size_t most_paths = 2000;

void add_elements(const presence::xml::element& e, const std::string& above, std::set<std::string>& out) {
    const auto own = e.name.substr(0, longest_name);
    const auto path = above.empty() ? own : above + "/" + own;
    if (out.size() >= most_paths) return;
    out.insert(path);
    const auto last = path.rfind('/');
    const auto second =
        last == std::string::npos || last == 0 ? std::string::npos : path.rfind('/', last - 1);
    const auto kept = second == std::string::npos ? path : path.substr(second + 1);
    for (const auto& child : e.children) add_elements(child, kept, out);
}

void add_bodies(const mime::entity& e, kind_traits& out) {
    const auto type = e.type.essence();
    auto& elements = out.elements[type];
    for (const auto& part : e.parts) add_bodies(part, out);
    if (e.is_multipart() || !(type.ends_with("+xml") || type.ends_with("/xml"))) return;
    if (const auto read = presence::xml::read(e.body); read.value) add_elements(*read.value, {}, elements);
}

void add_message(const sip::message& m, kind_traits& out) {
    for (const auto& f : m.fields()) {
        auto& values = out.headers[lasting_name(f)];
        if (const auto lasting = lasting_values(f)) values.insert(lasting->begin(), lasting->end());
    }
    if (m.body().empty()) return;
    add_bodies(mime::read_entity(m.value(sip::header::content_type),
                                 m.value(sip::header::content_transfer_encoding), m.body())
                   .value,
               out);
}

std::string transaction(const sip::message& m) {
    const auto read =
        sip::parse_via(m.value(sip::header::via).substr(0, m.value(sip::header::via).find(',')));
    const auto seq = sip::parse_cseq(m.value(sip::header::cseq));
    return (read ? read->branch() : std::string()) + " " + (seq ? std::string(seq->method) : std::string());
}

template <class Set>
std::vector<std::string> without(const Set& a, const Set& b) {
    std::vector<std::string> out;
    std::ranges::set_difference(a, b, std::back_inserter(out));
    return out;
}

std::set<std::string> names(const auto& map) {
    std::set<std::string> out;
    for (const auto& [name, rest] : map) out.insert(name);
    return out;
}

std::string quoted(const std::string& value) {
    constexpr std::size_t most = 60;
    return value.size() <= most ? "\"" + value + "\"" : "\"" + value.substr(0, most) + "...\"";
}

void compare_kind(const std::string& about, const kind_traits& a, const kind_traits& b,
                  std::vector<difference>& out) {
    for (const auto& name : without(names(a.headers), names(b.headers)))
        out.push_back({about, name + " gone", {}, {}, {}});
    for (const auto& name : without(names(b.headers), names(a.headers)))
        out.push_back({about, name + " appeared", {}, {}, {}});
    for (const auto& [name, old] : a.headers) {
        const auto found = b.headers.find(name);
        if (found == b.headers.end()) continue;
        const auto lost = without(old, found->second), won = without(found->second, old);
        if (!lost.empty() && !won.empty()) {
            const auto was = fmt::format("{}", fmt::join(lost, ", ")),
                       is = fmt::format("{}", fmt::join(won, ", "));
            out.push_back(
                {about, fmt::format("{} {} instead of {}", name, quoted(is), quoted(was)), name, was, is});
            continue;
        }
        for (const auto& value : lost)
            out.push_back({about, fmt::format("{}: {} gone", name, quoted(value)), {}, {}, {}});
        for (const auto& value : won)
            out.push_back({about, fmt::format("{}: {} appeared", name, quoted(value)), {}, {}, {}});
    }
    for (const auto& type : without(names(a.elements), names(b.elements)))
        out.push_back({about, fmt::format("body {} gone", type), {}, {}, {}});
    for (const auto& type : without(names(b.elements), names(a.elements)))
        out.push_back({about, fmt::format("body {} appeared", type), {}, {}, {}});
    for (const auto& [type, old] : a.elements) {
        const auto found = b.elements.find(type);
        if (found == b.elements.end()) continue;
        for (const auto& path : without(old, found->second))
            out.push_back({about, fmt::format("{}: element {} gone", type, path), {}, {}, {}});
        for (const auto& path : without(found->second, old))
            out.push_back({about, fmt::format("{}: element {} appeared", type, path), {}, {}, {}});
    }
}

void compare_statuses(const std::string& method, std::vector<int> a, std::vector<int> b,
                      std::vector<difference>& out) {
    std::ranges::sort(a);
    std::ranges::sort(b);
    std::vector<int> lost, won;
    std::ranges::set_difference(a, b, std::back_inserter(lost));
    std::ranges::set_difference(b, a, std::back_inserter(won));
    if (lost.empty() && won.empty()) return;
    const auto told = [](const std::vector<int>& statuses) {
        return fmt::format("{}", fmt::join(statuses, ", "));
    };
    if (lost.empty())
        out.push_back({method, fmt::format("answered {}, too", told(won)), {}, {}, {}});
    else if (won.empty())
        out.push_back({method, fmt::format("not answered {} any more", told(lost)), {}, {}, {}});
    else
        out.push_back({method, fmt::format("answered {} instead of {}", told(won), told(lost)), {}, {}, {}});
}

std::int64_t median(std::vector<std::int64_t> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

} // namespace

traits traits_of(const scenarios::scenario_result& scenario) {
    traits out;
    std::map<std::string, std::int64_t> asked;
    for (const auto& record : scenario.messages) {
        if (record.retransmission || record.cleanup) continue;
        const auto m = sip::read_message(record.octets);
        if (!m) continue;
        if (!is_of_target(record)) {
            if (m->is_request()) asked.try_emplace(transaction(*m), record.at_us);
            continue;
        }
        const std::string method(m->method());
        // 100 is the hop's word: whether it comes is a matter of time (RFC 4320 section 4.1).
        if (m->status() == 100) continue;
        add_message(*m, out.kinds[m->is_request() ? method : fmt::format("{} {}", method, m->status())]);
        if (m->is_request() && method == "NOTIFY") ++out.notifies;
        if (m->status() < 200) continue;
        out.statuses[method].push_back(m->status());
        if (const auto request = asked.find(transaction(*m)); request != asked.end()) {
            out.latencies[method].push_back(record.at_us - request->second);
            asked.erase(request);
        }
    }
    return out;
}

std::vector<difference> differences(const traits& before, const traits& after) {
    std::vector<difference> out;
    for (const auto& [method, statuses] : before.statuses) {
        const auto found = after.statuses.find(method);
        compare_statuses(method, statuses, found == after.statuses.end() ? std::vector<int>() : found->second,
                         out);
    }
    for (const auto& [method, statuses] : after.statuses)
        if (!before.statuses.contains(method)) compare_statuses(method, {}, statuses, out);
    if (before.notifies != after.notifies)
        out.push_back(
            {"NOTIFY", fmt::format("{} instead of {}", after.notifies, before.notifies), {}, {}, {}});
    for (const auto& [about, kind] : before.kinds)
        if (const auto found = after.kinds.find(about); found != after.kinds.end())
            compare_kind(about, kind, found->second, out);
    return out;
}

std::vector<behaviour_change>
grouped(const std::vector<std::pair<std::string, std::vector<difference>>>& by_scenario) {
    using header = std::pair<std::string, std::string>; // of which kind of message
    struct values {
        std::set<std::string> was, is;
        std::size_t scenarios = 0;
    };
    std::map<header, values> changed;
    for (const auto& [id, all] : by_scenario)
        for (const auto& d : all) {
            if (d.name.empty()) continue;
            auto& v = changed[{d.about, d.name}];
            v.was.insert(d.was);
            v.is.insert(d.is);
            ++v.scenarios;
        }
    constexpr std::size_t many = 4;
    std::map<header, std::vector<std::string>> sentences;
    for (const auto& [id, all] : by_scenario)
        for (const auto& d : all) {
            std::string what = d.what;
            if (!d.name.empty()) {
                const auto& v = changed[{d.about, d.name}];
                if (v.scenarios >= many && v.was.size() == v.scenarios && v.is.size() == v.scenarios)
                    continue;
                if (v.was.size() >= many || v.is.size() >= many) what = d.name + " has other values";
            }
            sentences[{d.about, what}].push_back(id);
        }
    std::vector<behaviour_change> out;
    for (auto& [sentence, ids] : sentences) out.push_back({sentence.first, sentence.second, std::move(ids)});
    std::ranges::stable_sort(
        out, [](const auto& a, const auto& b) { return a.scenarios.size() > b.scenarios.size(); });
    return out;
}

std::vector<latency_change> latency_changes(const std::vector<traits>& before,
                                            const std::vector<traits>& after) {
    constexpr std::int64_t least_us = 50'000;
    constexpr std::size_t fewest = 3;
    const auto collect = [](const std::vector<traits>& all) {
        std::map<std::string, std::vector<std::int64_t>> out;
        for (const auto& one : all)
            for (const auto& [method, times] : one.latencies)
                out[method].insert(out[method].end(), times.begin(), times.end());
        return out;
    };
    const auto old = collect(before), fresh = collect(after);
    std::vector<latency_change> out;
    for (const auto& [method, times] : old) {
        const auto found = fresh.find(method);
        if (found == fresh.end() || std::min(times.size(), found->second.size()) < fewest) continue;
        const latency_change change{method, median(times), median(found->second),
                                    std::min(times.size(), found->second.size())};
        const auto [low, high] = std::minmax(change.was_us, change.is_us);
        if (high - low > least_us && high > 2 * low) out.push_back(change);
    }
    return out;
}

} // namespace simplespec::reports
