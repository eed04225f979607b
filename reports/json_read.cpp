#include "reports/json.hpp"

#include "reports/base64.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace simplespec::reports {

namespace {

namespace json = boost::json;

// What is wrong, and where. Thrown inside this file only: reading stops at the first.
struct malformed {
    std::string sentence;
};

// An object of the file, with its place for errors.
class node {
public:
    node(const json::value& value, std::string place) : place_(std::move(place)) {
        if (!value.is_object()) throw malformed{fmt::format("{}: expected an object", place_)};
        object_ = &value.get_object();
    }

    std::string text(std::string_view key) const {
        const auto* v = object_->if_contains(key);
        if (v == nullptr) return {};
        if (!v->is_string()) wrong(key, "a string");
        return std::string(v->get_string());
    }

    template <class Number>
    Number number(std::string_view key, Number otherwise = 0) const {
        const auto* v = object_->if_contains(key);
        if (v == nullptr) return otherwise;
        json::error_code failed;
        const auto out = v->to_number<Number>(failed);
        if (failed) wrong(key, "a number in range");
        return out;
    }

    bool flag(std::string_view key) const {
        const auto* v = object_->if_contains(key);
        if (v == nullptr) return false;
        if (!v->is_bool()) wrong(key, "true or false");
        return v->get_bool();
    }

    node child(std::string_view key) const {
        const auto* v = object_->if_contains(key);
        if (v == nullptr) wrong(key, "an object");
        return {*v, fmt::format("{}.{}", place_, key)};
    }

    template <class Each>
    void each(std::string_view key, Each read) const {
        const auto* v = object_->if_contains(key);
        if (v == nullptr) return;
        if (!v->is_array()) wrong(key, "an array");
        std::size_t i = 0;
        for (const auto& item : v->get_array()) read(item, fmt::format("{}.{}[{}]", place_, key, i++));
    }

    std::vector<std::string> texts(std::string_view key) const {
        std::vector<std::string> out;
        each(key, [&](const json::value& item, const std::string& place) {
            if (!item.is_string()) throw malformed{place + ": expected a string"};
            out.emplace_back(item.get_string());
        });
        return out;
    }

    template <class Enum, std::size_t N>
    Enum one_of(std::string_view key, const std::array<Enum, N>& values) const {
        const auto spelled = text(key);
        for (const Enum value : values)
            if (name(value) == spelled) return value;
        wrong(key, "one of the names that reports/run.schema.json lists");
    }

    const json::object& object() const { return *object_; }

    [[noreturn]] void wrong(std::string_view key, std::string_view expected) const {
        throw malformed{fmt::format("{}.{}: expected {}", place_, key, expected)};
    }

private:
    const json::object* object_ = nullptr;
    std::string place_;
};

using scenarios::overlay;
using scenarios::severity;
using scenarios::verdict;

constexpr std::array verdicts = {verdict::pass, verdict::fail,   verdict::warn,  verdict::info,
                                 verdict::na,   verdict::inconc, verdict::error, verdict::skip};
constexpr std::array overlays = {overlay::none, overlay::xfail, overlay::xpass, overlay::flaky};
constexpr std::array severities = {severity::note, severity::warning, severity::error};

std::int64_t microseconds(const node& in) {
    return std::llround(in.number<double>("duration_ms") * 1e3);
}

scenarios::message_record read_message(const node& in) {
    scenarios::message_record out{.at_us = in.number<std::int64_t>("at_us"),
                                  .source = in.text("source"),
                                  .destination = in.text("destination"),
                                  .source_address = in.text("source_address"),
                                  .destination_address = in.text("destination_address"),
                                  .transport = in.text("transport"),
                                  .start_line = in.text("start_line"),
                                  .octets = in.text("octets"),
                                  .retransmission = in.flag("retransmission"),
                                  .ambient = in.flag("ambient"),
                                  .deviation = in.flag("deviation"),
                                  .cleanup = in.flag("cleanup")};
    if (in.object().contains("octets_base64")) {
        auto decoded = base64_decode(in.text("octets_base64"));
        if (!decoded) in.wrong("octets_base64", "base64");
        out.octets = std::move(*decoded);
    }
    return out;
}

scenarios::finding_record read_finding(const node& in) {
    return {.rule = in.text("rule"),
            .requirement = in.text("requirement"),
            .keyword = in.text("level"),
            .level = in.one_of("severity", severities),
            .message = in.number<std::size_t>("message"),
            .offset = in.number<std::size_t>("offset"),
            .line = in.number<std::size_t>("line"),
            .what = in.text("what"),
            .expected = in.text("expected"),
            .actual = in.text("actual")};
}

scenarios::deviation read_deviation(const node& in) {
    return {.file = in.text("file"),
            .line = in.number<std::size_t>("line"),
            .text = in.text("text"),
            .requirement = in.text("requirement"),
            .expected = in.text("expected"),
            .actual = in.text("actual"),
            .evidence = in.text("evidence"),
            .message = in.number<std::size_t>("message", SIZE_MAX)};
}

scenarios::desk_record read_desk(const node& in) {
    scenarios::desk_record out{.at_us = in.number<std::int64_t>("at_us"),
                               .phone = in.text("phone"),
                               .what = in.text("what"),
                               .picture = {},
                               .words = {},
                               .trouble = in.text("trouble")};
    if (in.object().contains("picture_base64")) {
        auto decoded = base64_decode(in.text("picture_base64"));
        if (!decoded) in.wrong("picture_base64", "base64");
        out.picture = std::move(*decoded);
    }
    in.each("words", [&](const auto& v, const auto& place) {
        const node word(v, place);
        out.words.push_back({.text = word.text("text"),
                             .misread = word.text("misread"),
                             .confidence = word.template number<double>("confidence"),
                             .x = word.template number<int>("x"),
                             .y = word.template number<int>("y"),
                             .width = word.template number<int>("width"),
                             .height = word.template number<int>("height")});
    });
    return out;
}

scenarios::scenario_result read_scenario(const node& in) {
    scenarios::scenario_result out{.id = in.text("id"),
                                   .title = in.text("title"),
                                   .outcome = in.one_of("verdict", verdicts),
                                   .over = in.one_of("overlay", overlays),
                                   .reason = in.text("reason"),
                                   .requirements = in.texts("requirements"),
                                   .duration_us = microseconds(in),
                                   .deviations = {},
                                   .findings = {},
                                   .messages = {},
                                   .desk = {},
                                   .rig_failed = in.flag("rig_failed"),
                                   .notes = in.texts("notes"),
                                   .rerun = in.text("rerun"),
                                   .attempts = in.number<std::size_t>("attempts", 1),
                                   .failures = in.number<std::size_t>("failures")};
    in.each("deviations", [&](const auto& v, const auto& place) { out.deviations.push_back(read_deviation({v, place})); });
    in.each("findings", [&](const auto& v, const auto& place) { out.findings.push_back(read_finding({v, place})); });
    in.each("messages", [&](const auto& v, const auto& place) { out.messages.push_back(read_message({v, place})); });
    in.each("desk", [&](const auto& v, const auto& place) { out.desk.push_back(read_desk({v, place})); });
    return out;
}

scenarios::requirement_result read_requirement(const node& in) {
    const node first = in.child("first");
    return {.id = in.text("id"),
            .outcome = in.one_of("verdict", verdicts),
            .over = in.one_of("overlay", overlays),
            .reason = in.text("reason"),
            .count = in.number<std::size_t>("count"),
            .first_scenario = first.text("scenario"),
            .first_message = first.number<std::size_t>("message"),
            .what = in.text("what"),
            .by = in.texts("by")};
}

scenarios::run_summary read_summary(const node& in) {
    scenarios::run_summary out{.scenarios = {},
                               .requirement_errors = in.number<std::size_t>("requirement_errors"),
                               .requirement_warnings = in.number<std::size_t>("requirement_warnings"),
                               .xfail = in.number<std::size_t>("xfail"),
                               .xpass = in.number<std::size_t>("xpass"),
                               .flaky = in.number<std::size_t>("flaky"),
                               .stale = in.number<std::size_t>("stale"),
                               .exit_code = in.number<int>("exit_code")};
    const node counts = in.child("scenarios");
    for (const auto& member : counts.object())
        out.scenarios[std::string(member.key())] = counts.number<std::size_t>(member.key());
    return out;
}

// "line 3, column 7", both from 1, columns in octets.
std::string place_of(std::string_view text, std::size_t at) {
    const auto before = text.substr(0, std::min(at, text.size()));
    const auto line_begins = before.rfind('\n') + 1; // 0 where there is none
    return fmt::format("line {}, column {}", std::ranges::count(before, '\n') + 1, before.size() - line_begins + 1);
}

} // namespace

std::expected<scenarios::run_result, std::string> from_json(std::string_view text) {
    json::error_code failed;
    json::stream_parser reader;
    const std::size_t read = reader.write_some(text.data(), text.size(), failed);
    if (!failed && read == text.size() && !reader.done()) failed = json::error::incomplete;
    if (!failed && text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) failed = json::error::extra_data;
    if (failed) return std::unexpected(fmt::format("{}: not JSON: {}", place_of(text, read), failed.message()));
    const json::value root = reader.release();
    try {
        const node in(root, "run");
        const int schema = in.number<int>("schema");
        if (schema != 1) return std::unexpected(fmt::format("run.schema: {} is unknown; this program reads schema 1", schema));
        scenarios::run_result out{.schema = schema,
                                  .tool = in.text("tool"),
                                  .started = in.text("started"),
                                  .testbed = in.text("testbed"),
                                  .dut_agent = in.child("dut").text("agent"),
                                  .seed = in.number<std::uint64_t>("seed"),
                                  .strict = in.flag("strict"),
                                  .wire = in.text("wire"),
                                  .shard = in.text("shard"),
                                  .duration_us = microseconds(in),
                                  .scenarios = {},
                                  .requirements = {},
                                  .stale_baseline = in.texts("stale_baseline"),
                                  .summary = read_summary(in.child("summary"))};
        in.each("scenarios", [&](const auto& v, const auto& place) { out.scenarios.push_back(read_scenario({v, place})); });
        in.each("requirements",
                [&](const auto& v, const auto& place) { out.requirements.push_back(read_requirement({v, place})); });
        return out;
    } catch (const malformed& error) {
        return std::unexpected(error.sentence);
    }
}

} // namespace simplespec::reports
