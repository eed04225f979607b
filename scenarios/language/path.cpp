#include "scenarios/language/path.hpp"

#include "sip/cursor.hpp"

namespace simplespec::scenarios {

namespace {
std::string local(std::string_view name) { return std::string(name.substr(name.find(':') + 1)); }

bool is_name(std::string_view name) {
    if (name.empty()) return false;
    for (const char c : name)
        if (!sip::is_alphanum(c) && std::string_view("-_.:").find(c) == std::string_view::npos) return false;
    return true;
}

// predicate = 1*DIGIT / "@" name ["=" quoted] / name "=" quoted
bool read_predicate(sip::cursor& in, path_step& into) {
    const auto digits = in.take_while(sip::is_digit);
    if (!digits.empty()) {
        if (digits.size() > 6) return false;
        into.position = std::stoul(std::string(digits));
        return into.position > 0 && in.take(']');
    }
    into.keyed_attribute = in.take('@');
    const auto name = in.take_while([](char c) { return c != '=' && c != ']'; });
    if (!is_name(name)) return false;
    into.key = local(name);
    if (into.keyed_attribute && in.take(']')) return true;
    if (!in.take('=')) return false;
    const char quote = in.peek();
    if (quote != '"' && quote != '\'') return false;
    in.take(quote);
    into.value = in.take_while([quote](char c) { return c != quote; });
    return in.take(quote) && in.take(']');
}
} // namespace

// path = 1*(("/" / "//") (["@"] name / "*" / "text()") *("[" predicate "]")); a first "/" may be missing.
std::optional<std::vector<path_step>> read_path(std::string_view path) {
    constexpr std::size_t most_steps = 32;
    std::vector<path_step> out;
    sip::cursor in(path);
    for (bool first = true; !in.at_end(); first = false) {
        path_step one;
        if (in.take('/'))
            one.anywhere = in.take('/');
        else if (!first)
            return std::nullopt;
        one.attribute = in.take('@');
        const auto name = in.take_while([](char c) { return c != '/' && c != '['; });
        one.text = name == "text()";
        one.name = local(name);
        if ((!one.text && name != "*" && !is_name(name)) || out.size() == most_steps) return std::nullopt;
        while (in.take('['))
            if (!read_predicate(in, one)) return std::nullopt;
        out.push_back(std::move(one));
    }
    return out.empty() ? std::nullopt : std::optional(out);
}

} // namespace simplespec::scenarios
