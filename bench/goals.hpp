#pragma once
// The ratios that this project means to reach, against the peers that can be had beside it.
#include <span>
#include <string_view>

namespace simplespec::bench {

/// Ours may take at most `ratio` of the time of `against` at this subject. An empty subject stands for all of
/// the stage.
struct goal {
    std::string_view stage, subject;
    std::string_view against_stage, against_subject,
        against; ///< the contestant; stage and subject empty for the same
    double ratio;

    bool is_for(std::string_view s, std::string_view what) const {
        return stage == s && (subject.empty() || subject == what);
    }
};

std::span<const goal> goals();

} // namespace simplespec::bench
