#include "rigs/drivers/display.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::rigs {

outcome<picture> picture_of_display(std::string_view octets, std::string_view source, display_size display,
                                    std::string_view remedy) {
    auto read = read_picture(octets);
    if (!read)
        return std::unexpected(rig_error{trouble::no_picture,
                                         fmt::format("{} is no picture: {}", source, read.error()),
                                         std::string(remedy)});
    if (display.width != 0 && (read->width != display.width || read->height != display.height))
        return std::unexpected(
            rig_error{trouble::other_size,
                      fmt::format("{} has {} x {} pixels, the display {} x {}", source, read->width,
                                  read->height, display.width, display.height),
                      "correct `model`, or `width` and `height`, of the rig"});
    return *std::move(read);
}

outcome<std::string> name_of_key(const handset::key& which, const key_names& names,
                                 const std::map<handset::key, std::string>& own) {
    using enum handset::key_kind;
    if (const auto found = own.find(which); found != own.end()) return found->second;
    const auto counted = [&](std::string_view stem) { return fmt::format("{}{}", stem, which.number); };
    std::string name;
    switch (which.what) {
    case ok:
        name = names.ok;
        break;
    case cancel:
        name = names.cancel;
        break;
    case up:
        name = names.up;
        break;
    case down:
        name = names.down;
        break;
    case left:
        name = names.left;
        break;
    case right:
        name = names.right;
        break;
    case star:
        name = names.star;
        break;
    case pound:
        name = names.pound;
        break;
    case digit:
        name = counted(names.digit);
        break;
    case context:
        name = counted(names.context);
        break;
    case programmable:
        name = counted(names.programmable);
        break;
    }
    if (!name.empty()) return name;
    const auto ours = handset::name(which);
    return std::unexpected(
        rig_error{trouble::cannot, fmt::format("no name of a key {} is known of {} phones", ours, names.make),
                  fmt::format("write the phone's own name into `keys` of the rig: {} = \"...\"", ours)});
}

rig_error out_of_reach(std::string_view make, std::string_view what, std::string_view remedy) {
    return {trouble::cannot, fmt::format("a {} phone {}", make, what), std::string(remedy)};
}

bool says(std::string_view page, std::string_view words) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return !std::ranges::search(page, words, {}, lower, lower).empty();
}

} // namespace simplespec::rigs
