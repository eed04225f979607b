#pragma once
// What drivers of every make have in common: the picture of a display, the name of a key, and what a phone
// has not.
#include "rigs/rig.hpp"

#include <map>
#include <string>
#include <string_view>

namespace simplespec::rigs {

/// What the rig description tells a driver of its phone.
struct phone_facts {
    display_size display{};
    std::map<handset::key, std::string> keys{}; ///< the phone's own names of keys, before those of its make
};

/// What came from `source` as a picture of this display: `no_picture`, `other_size`. `remedy`: what else
/// could give one.
outcome<picture> picture_of_display(std::string_view octets, std::string_view source, display_size display,
                                    std::string_view remedy);

/// A name for each key without a number, stems for those that are counted; empty: this make has no such key.
struct key_names {
    std::string_view make;
    std::string_view ok, cancel, up, down, left, right, star, pound;
    std::string_view digit, context, programmable;
};
/// The phone's own name of a key; `cannot` where none is known, with where to write one.
outcome<std::string> name_of_key(const handset::key& which, const key_names& names,
                                 const std::map<handset::key, std::string>& own);

/// `cannot`: "a MAKE phone WHAT".
rig_error out_of_reach(std::string_view make, std::string_view what, std::string_view remedy);

/// A part of a page, without regard to case.
bool says(std::string_view page, std::string_view words);

} // namespace simplespec::rigs
