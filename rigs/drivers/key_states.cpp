#include "rigs/drivers/key_states.hpp"

#include "rigs/drivers/page.hpp"

#include <algorithm>
#include <charconv>

namespace simplespec::rigs {
namespace {

constexpr int most_keys = 200;

/// The value of an attribute within a tag; none where it is not there.
std::optional<std::string_view> attribute(std::string_view tag, std::string_view name) {
    for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
        const auto before = at == 0 ? ' ' : tag[at - 1];
        auto rest = tag.substr(at + name.size());
        if ((before != ' ' && before != '\t' && before != '\n') || !rest.starts_with('=') || rest.size() < 3)
            continue;
        const auto end = rest.find(rest[1], 2);
        if (end != std::string_view::npos) return rest.substr(2, end - 2);
    }
    return {};
}

std::optional<int> index_of(std::string_view tag) {
    for (const auto* name : {"id", "idx", "index"})
        if (const auto value = attribute(tag, name)) {
            int n = 0;
            const auto [end, bad] = std::from_chars(value->data(), value->data() + value->size(), n);
            if (bad == std::errc{} && end == value->data() + value->size() && n >= 0 && n < most_keys)
                return n;
        }
    return {};
}

bool named(std::string_view tag, std::string_view name) {
    return tag.starts_with(name) &&
           (tag.size() == name.size() || tag[name.size()] == ' ' || tag[name.size()] == '/');
}

bool among(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

} // namespace

std::map<handset::key, std::string> key_states_in(std::string_view page) {
    std::map<handset::key, std::string> out;
    std::map<handset::key_kind, int> counted;
    std::optional<handset::key> at;
    while (true) {
        const auto open = page.find('<');
        const auto close = open == std::string_view::npos ? open : page.find('>', open);
        if (close == std::string_view::npos) return out;
        const auto tag = page.substr(open + 1, close - open - 1);
        page.remove_prefix(close + 1);
        for (const auto& [name, kind] : {std::pair{"LineKey", handset::key_kind::programmable},
                                         {"ContextKey", handset::key_kind::context}})
            if (named(tag, name)) {
                const int index = index_of(tag).value_or(counted[kind]);
                counted[kind] = index + 1;
                at = handset::key{kind, index + 1};
                if (const auto state = attribute(tag, "state")) out[*at] = *state;
            } else if (tag.starts_with('/') && named(tag.substr(1), name)) {
                at.reset();
            }
        if (at && named(tag, "state") && !tag.ends_with('/'))
            for (const auto& text : lines_of_page(page.substr(0, page.find('<')))) out[*at] = text;
    }
}

handset::light light_of_state(std::string_view state, const light_words& words) {
    const bool blinks = among(words.blinking, state);
    if (!blinks && !among(words.on, state)) return {};
    auto colour = handset::light_colour::red;
    if (among(words.green, state))
        colour = handset::light_colour::green;
    else if (among(words.orange, state))
        colour = handset::light_colour::orange;
    return {colour, blinks};
}

} // namespace simplespec::rigs
