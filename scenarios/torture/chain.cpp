#include "scenarios/torture/chain.hpp"

#include "contacts/contact_list.hpp"
#include "mime/entity.hpp"
#include "presence/pidf.hpp"
#include "scenarios/rules/judge.hpp"
#include "sip/framer.hpp"
#include "sip/headers/list.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace simplespec::scenarios {
namespace {

constexpr sip::wall_time now{std::chrono::hours(491004)}; // 2026-01-05 12:00:00 UTC

std::string describe(const contacts::contact& row) {
    auto out = fmt::format("{} {}", row.uri, presence::name(row.how.state));
    if (!row.names.empty()) out += fmt::format(" name={}", row.title());
    if (!row.how.activities.empty()) out += fmt::format(" doing={}", fmt::join(row.how.activities, ","));
    if (!row.note().empty()) out += fmt::format(" note={}", row.note());
    return out;
}

/// The leaves of a body in document order, and the presence documents among them.
struct walk {
    bool strict;
    chain_reading& out;
    contacts::contact_list& list;

    void leaves(const mime::entity& e) {
        for (const auto& part : e.parts) leaves(part);
        if (!e.parts.empty()) return;
        out.parts.push_back(e.content_id.empty() ? e.type.essence()
                                                 : fmt::format("{} <{}>", e.type.essence(), e.content_id));
    }

    void documents(const mime::entity& e) {
        for (const auto& part : e.parts) documents(part);
        if (e.is_multipart() || !e.type.essence().ends_with("xml")) return;
        presence::read_options options;
        options.strict = strict;
        if (const auto charset = e.type.find("charset")) options.charset = *charset;
        const auto document = presence::read_presence_body(e.type.essence(), e.body, options);
        out.departures += document.departures.size();
        if (document.value) list.apply(now, document.value->entity, &*document.value);
    }
};

std::string unfolded(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '\r' && value[i] != '\n') {
            out += value[i];
            continue;
        }
        while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
        i = std::min(value.find_first_not_of(" \t\r\n", i), value.size()) - 1;
        out += ' ';
    }
    return out;
}

} // namespace

chain_reading read_through(std::string_view octets, bool strict) {
    chain_reading out;
    const auto message = sip::read_message(std::string(octets));
    if (!message) return out;
    out.readable = true;
    out.start_line = message->is_request()
                         ? fmt::format("{} {} SIP/2.0", message->method(), message->request_uri())
                         : fmt::format("SIP/2.0 {} {}", message->status(), message->reason());
    if (message->body().empty()) return out;
    const auto type = message->value(sip::header::content_type);
    const auto transfer = message->value(sip::header::content_transfer_encoding);
    const auto entity = mime::read_entity(type, transfer, message->body());
    contacts::contact_list list;
    walk w{strict, out, list};
    w.leaves(entity.value);
    if (mime::find_type(entity.value, "application/rlmi+xml") != nullptr) {
        presence::read_options options;
        options.strict = strict;
        const auto read = contacts::read_list_notification(type, transfer, message->body(), options);
        out.departures += read.departures.size();
        if (read.value) list.apply(now, *read.value);
    } else {
        out.departures += entity.departures.size();
        w.documents(entity.value);
    }
    for (const auto& row : list.rows()) out.contacts.push_back(describe(row));
    return out;
}

judged judge_alone(const catalogue& requirements, std::string_view octets, sip::transport via) {
    judge one(requirements, {.under_test = {}, .complete = false});
    const sip::instant at{sip::time_point{} + std::chrono::hours(1), now};
    one.on_message({.index = 0,
                    .at = at,
                    .source = {via, "192.0.2.10", 5060},
                    .destination = {via, "198.51.100.7", 5060},
                    .message = sip::read_message(std::string(octets))});
    one.at_end(at);
    judged out;
    for (const auto& j : one.take()) {
        if (j.record.level == severity::note) continue;
        const bool error = j.record.level == severity::error;
        (error ? out.errors : out.warnings).insert(j.record.requirement);
        out.sentences.push_back(fmt::format("{} {} ({}, line {}): {} [{}]", error ? "error" : "warning",
                                            j.record.requirement, j.record.rule, j.record.line, j.record.what,
                                            j.record.actual));
    }
    return out;
}

std::vector<std::string> header_values(std::string_view octets, std::string_view name) {
    std::vector<std::string> out;
    const auto message = sip::read_message(std::string(octets));
    if (!message) return out;
    const auto id = sip::header_of(name);
    if (id != sip::header::other && sip::is_list(id)) {
        for (const auto& item : sip::list_values(*message, id)) out.push_back(unfolded(item.text));
        return out;
    }
    for (const auto row : message->fields())
        if (id == sip::header::other ? sip::iequal(row.name, name) : row.id == id)
            out.push_back(unfolded(row.value));
    return out;
}

std::vector<std::string> cut_stream(std::string_view octets, std::size_t step) {
    std::vector<std::string> out;
    sip::framer framer;
    for (std::size_t at = 0; at < octets.size(); at += step) {
        framer.feed(octets.substr(at, step));
        while (true) {
            auto frame = framer.take();
            if (!frame) return out;
            if (!*frame) break;
            if ((*frame)->what == sip::frame::kind::message) out.push_back(std::move((*frame)->octets));
        }
    }
    return out;
}

} // namespace simplespec::scenarios
