#include "rigs/attendant.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::rigs {

using namespace std::chrono_literals;

namespace {

/// The entries of the longest list that somebody may scroll through.
constexpr int most_entries = 256;

/// The row that is light on dark among others that are not; titles and labels at the edges of the display may
/// be so, too. Null where it cannot be told.
const line_read* selected(const reading& r) {
    std::vector<const line_read*> inverted;
    for (const auto& line : r.lines)
        if (line.inverted) inverted.push_back(&line);
    if (inverted.size() > 1 && inverted.front() == &r.lines.front()) inverted.erase(inverted.begin());
    if (inverted.size() > 1 && inverted.back() == &r.lines.back()) inverted.pop_back();
    return inverted.size() == 1 ? inverted.front() : nullptr;
}

sighting sighting_of(presence_of_text p) {
    return p == presence_of_text::there    ? sighting::there
           : p == presence_of_text::absent ? sighting::absent
                                           : sighting::unsure;
}

} // namespace

void attendant::expect(const std::string& words) {
    if (!words.empty() && std::ranges::find(hints_.vocabulary, words) == hints_.vocabulary.end())
        hints_.vocabulary.push_back(words);
}

outcome<void> attendant::noted(std::string what, outcome<void> done) {
    desk_note note{.what = std::move(what)};
    if (!done) note.failed = done.error();
    notes_.push_back(std::move(note));
    return done;
}

outcome<void> attendant::press(handset::key which) {
    return noted("press " + handset::name(which), rig_->press(which));
}

outcome<void> attendant::hold(handset::key which, std::chrono::milliseconds how_long) {
    return noted(fmt::format("hold {} for {} ms", handset::name(which), how_long.count()),
                 rig_->hold(which, how_long));
}

outcome<void> attendant::type(std::string_view text) {
    for (const char c : text) {
        const auto key = handset::read_key(std::string_view(&c, 1));
        if (!key)
            return noted(fmt::format("type {}", text),
                         std::unexpected(rig_error{trouble::cannot, fmt::format("`{}` is on no key", c),
                                                   "type digits, * and #"}));
        if (auto done = press(*key); !done) return done;
    }
    return {};
}

outcome<void> attendant::set(const std::string& name, const std::string& value) {
    if (name == "language")
        if (auto read = read_in(value); !read)
            return noted(fmt::format("read the display as `{}`", value), std::move(read));
    return noted(fmt::format("set {} to `{}`", name, value), rig_->set({{name, value}}));
}

// A display whose language nobody here can read would look as if nothing stood on it.
outcome<void> attendant::read_in(std::string_view language) {
    const auto model = model_of_language(language);
    if (model.empty())
        return std::unexpected(rig_error{trouble::cannot,
                                         fmt::format("what reads a display in `{}` is not known", language),
                                         "set the language in its menu, and name its model in `languages` of the rig"});
    if (auto ready = eyes_->learn({model}); !ready)
        return std::unexpected(rig_error{trouble::cannot, ready.error(), "install it"});
    hints_.languages = {model};
    last_.reset();
    return {};
}

outcome<void> attendant::reboot() {
    last_.reset();
    return noted("reboot", rig_->reboot());
}

outcome<reading> attendant::look() {
    auto shown = rig_->shot();
    if (!shown) {
        notes_.push_back({.what = "display", .failed = shown.error()});
        return std::unexpected(shown.error());
    }
    if (last_ && *last_ == *shown) return read_;
    read_ = eyes_->read(*shown, hints_);
    last_ = *std::move(shown);
    notes_.push_back({.what = "display", .shown = last_, .lines = read_.lines});
    return read_;
}

outcome<sighting> attendant::sees(std::string_view words, std::string_view beside) {
    const auto now = look();
    if (!now) return std::unexpected(now.error());
    if (beside.empty()) return sighting_of(find(*now, words));
    auto best = sighting::absent;
    for (const auto& line : now->lines) {
        const reading row{{line}};
        const auto one = find(row, words), other = find(row, beside);
        if (one == presence_of_text::there && other == presence_of_text::there) return sighting::there;
        if (one != presence_of_text::absent && other != presence_of_text::absent) best = sighting::unsure;
    }
    return best;
}

outcome<sighting> attendant::is(const picture& wanted) {
    if (const auto now = look(); !now) return std::unexpected(now.error());
    if (last_->width != wanted.width || last_->height != wanted.height)
        return std::unexpected(
            rig_error{trouble::other_size,
                      fmt::format("the display has {} x {} pixels, the picture {} x {}", last_->width,
                                  last_->height, wanted.width, wanted.height),
                      "take the picture from a phone of this model"});
    constexpr int far = 64; // of a colour: a camera's noise is below it
    const auto differs = [](const pixel& a, const pixel& b) {
        return std::abs(a.red - b.red) > far || std::abs(a.green - b.green) > far ||
               std::abs(a.blue - b.blue) > far;
    };
    std::size_t other = 0;
    for (std::size_t i = 0; i < wanted.pixels.size(); ++i)
        other += differs(last_->pixels[i], wanted.pixels[i]) ? 1 : 0;
    return other <= wanted.pixels.size() / 200 ? sighting::there : sighting::absent;
}

outcome<sighting> attendant::is_lit(handset::key which, const handset::light& wanted) {
    const auto lit = rig_->lights();
    if (!lit) return std::unexpected(lit.error());
    const auto found = lit->find(which);
    if (found == lit->end())
        return std::unexpected(rig_error{
            trouble::cannot, fmt::format("{} has no light that the rig knows of", handset::name(which)),
            "name a key with a light"});
    constexpr double sure_enough = 0.8;
    if (found->second.confidence < sure_enough) return sighting::unsure;
    return found->second.value == wanted ? sighting::there : sighting::absent;
}

outcome<sighting> attendant::choose(std::string_view entry, const pause& wait) {
    notes_.push_back({.what = fmt::format("choose {}", entry)});
    bool all_read = true;
    std::string first;
    // The key that opens the list may have been pressed a moment ago.
    for (int waited = 0; waited < 10; ++waited) {
        const auto now = look();
        if (!now) return std::unexpected(now.error());
        if (selected(*now) != nullptr) break;
        wait(100ms);
    }
    auto way = handset::key_kind::down;
    for (int i = 0; i < 2 * most_entries; ++i) {
        const auto now = look();
        if (!now) return std::unexpected(now.error());
        const auto* here = selected(*now);
        if (here == nullptr) return sighting::unsure;
        const auto stands = find(reading{{*here}}, entry);
        if (stands == presence_of_text::there) {
            if (const auto done = press({handset::key_kind::ok}); !done) return std::unexpected(done.error());
            return sighting::there;
        }
        all_read = all_read && stands == presence_of_text::absent;
        // Round again: the list begins anew behind its end.
        if (i == 0)
            first = here->text();
        else if (way == handset::key_kind::down && here->text() == first)
            break;
        const auto before = last_;
        if (const auto done = press({way}); !done) return std::unexpected(done.error());
        bool moved = false;
        for (int waited = 0; waited < 10 && !moved; ++waited) {
            if (waited > 0) wait(100ms);
            if (const auto after = look(); !after) return std::unexpected(after.error());
            moved = *last_ != *before;
        }
        if (moved) continue;
        // The end of a list that does not begin anew: what stands above its first entry is still to be seen.
        if (way == handset::key_kind::up) break;
        way = handset::key_kind::up;
    }
    return all_read ? sighting::absent : sighting::unsure;
}

} // namespace simplespec::rigs
