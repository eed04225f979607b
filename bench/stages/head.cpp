// The head of a list NOTIFY: every field that a user agent needs of it.
#include "bench/floor.hpp"
#include "bench/measured_case.hpp"

#include <fmt/format.h>

namespace simplespec::bench {
namespace {

// What notify_head() says.
const head_fields& right() {
    static const head_fields out{"NOTIFY",
                                 "alice",
                                 "192.0.2.17",
                                 "z9hG4bKd1f5.8c2e4b77a9.0",
                                 "alice-friends",
                                 "1a2b3c4d5e6f7081",
                                 "alice",
                                 "h3kfi29s",
                                 "3c26701f3a5c-8cbqw1hxgmd2@192.0.2.17",
                                 4711,
                                 "rls.example.com",
                                 "presence",
                                 "active",
                                 3571,
                                 69,
                                 "50UBfW7LSCVLtggUPe5z",
                                 0};
    return out;
}

std::string difference(const head_fields& is) {
    const auto& shall = right();
    const std::pair<std::string_view, std::string_view> texts[] = {
        {shall.method, is.method},    {shall.uri_user, is.uri_user},   {shall.uri_host, is.uri_host},
        {shall.branch, is.branch},    {shall.from_user, is.from_user}, {shall.from_tag, is.from_tag},
        {shall.to_user, is.to_user},  {shall.to_tag, is.to_tag},       {shall.call_id, is.call_id},
        {shall.event, is.event},      {shall.state, is.state},         {shall.contact_host, is.contact_host},
        {shall.boundary, is.boundary}};
    for (const auto& [expected, actual] : texts)
        if (expected != actual) return fmt::format("\"{}\", not \"{}\"", actual, expected);
    if (is != shall)
        return fmt::format("numbers {} {} {} {}", is.cseq, is.expires, is.max_forwards, is.content_length);
    return {};
}

} // namespace

measured_cases head_cases(const roster& all, const selection& asked) {
    measured_cases out;
    if (!asked.takes("head")) return out;
    const auto octets = std::make_shared<const std::string>(notify_head());
    for (const auto& one : all.heads) {
        measured_case c{"head", "notify", one.name, octets->size()};
        const std::shared_ptr<head_reader> reader = one.make();
        const auto fields = std::make_shared<head_fields>();
        c.run = [octets, reader, fields] { return reader->read(*octets, *fields); };
        c.flaw = c.run() ? difference(*fields) : "it could not be read";
        out.push_back(std::move(c));
    }
    const auto copy = std::make_shared<std::string>();
    const auto index = std::make_shared<std::vector<std::uint64_t>>();
    out.push_back(
        {"head", "notify", "floor: copy", octets->size(), [=] { return copy_octets(*octets, *copy), true; }});
    out.push_back({"head", "notify", "floor: index", octets->size(),
                   [=] { return index_octets(*octets, *index), true; }});
    return out;
}

} // namespace simplespec::bench
