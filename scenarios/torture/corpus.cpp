#include "scenarios/torture/corpus.hpp"

#include "scenarios/testbeds/toml_table.hpp"

#include <fmt/format.h>

namespace simplespec::scenarios {
namespace {

// A text, or a list of texts.
std::vector<std::string> texts(toml_text& in, const toml::node& node) {
    std::vector<std::string> out;
    if (const auto* one = node.as_string()) return {one->get()};
    const auto* list = node.as_array();
    if (list == nullptr) return in.fail(node.source(), "this must be a text or a list", "\"...\""), out;
    for (const auto& each : *list)
        if (const auto* text = each.as_string()) out.push_back(text->get());
    return out;
}

trap read_trap(toml_text& in, const toml::table& table) {
    trap out;
    toml_table t(in, &table, "message");
    t.read("file", out.file);
    t.read("trap", out.about);
    t.read("clause", out.clause);
    std::string via = "udp", reading;
    t.read("via", via);
    out.via = via == "tcp" ? sip::transport::tcp : via == "tls" ? sip::transport::tls : sip::transport::udp;
    t.read("reading", reading);
    out.valid = reading == "valid";
    if (!out.valid && reading != "invalid")
        in.fail(table.source(), "`reading` must be given", "reading = \"valid\" or \"invalid\"");
    t.read("start", out.start);
    if (auto headers = t.table("headers"))
        headers.each(
            [&](const std::string& name, const toml::node& node) { out.headers[name] = texts(in, node); });
    t.read("parts", out.parts);
    t.read("contacts", out.contacts);
    out.strict = out.contacts;
    t.read("strict", out.strict);
    t.read("errors", out.errors);
    t.read("warnings", out.warnings);
    std::uint16_t messages = 1;
    t.read("messages", messages);
    out.messages = messages;
    t.done();
    return out;
}

} // namespace

std::expected<std::vector<trap>, std::string> read_corpus_index(std::string_view text) {
    toml::table root;
    try {
        root = toml::parse(text);
    } catch (const toml::parse_error& wrong) {
        const auto& at = wrong.source().begin;
        return std::unexpected(fmt::format("{}:{}: {}", at.line, at.column, wrong.description()));
    }
    toml_text in{"index.toml", text};
    std::vector<trap> out;
    if (const auto* list = root["message"].as_array())
        for (const auto& each : *list)
            if (const auto* table = each.as_table()) out.push_back(read_trap(in, *table));
    if (in.wrong) return std::unexpected(describe(*in.wrong));
    return out;
}

} // namespace simplespec::scenarios
