#include "contacts/list_version.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace simplespec::contacts {
namespace {

struct step {
    std::uint32_t version;
    bool full;
    version_verdict verdict;
    const char* rule; ///< of the finding; empty for none
};

struct row {
    const char* name;
    std::vector<step> steps;
};

void PrintTo(const row& r, std::ostream* out) { *out << r.name; }

class sequence : public testing::TestWithParam<row> {};

TEST_P(sequence, is_followed) {
    list_version version;
    for (const auto& s : GetParam().steps) {
        sip::findings found;
        EXPECT_EQ(version.on_document(s.version, s.full, found), s.verdict) << s.version;
        EXPECT_EQ(found.empty() ? "" : std::string(found[0].rule), s.rule) << s.version;
        for (const auto& f : found) EXPECT_EQ(f.sure, sip::certainty::suspected);
    }
}

using enum version_verdict;

INSTANTIATE_TEST_SUITE_P(versions, sequence, testing::Values(
    row{"in_order", {{0, true, replace, ""}, {1, false, update, ""}, {2, false, update, ""}, {3, true, replace, ""}}},
    row{"gap", {{0, true, replace, ""}, {3, false, update_and_refresh, "rlmi-version-gap"}, {4, false, update, ""}}},
    row{"full_after_a_gap", {{0, true, replace, ""}, {9, true, replace, "rlmi-version-gap"}}},
    row{"reordered", {{0, true, replace, ""}, {2, false, update_and_refresh, "rlmi-version-gap"},
                      {1, false, discard, "rlmi-version-not-higher"}, {3, false, update, ""}}},
    row{"repeated", {{0, true, replace, ""}, {0, true, discard, "rlmi-version-not-higher"}}},
    row{"older_full", {{5, true, replace, "rlmi-first-version"}, {4, true, discard, "rlmi-version-not-higher"}}},
    row{"partial_first", {{0, false, update_and_refresh, "rlmi-first-partial"}, {1, false, update, ""}}},
    row{"up_to_the_last", {{4294967294U, true, replace, "rlmi-first-version"}, {4294967295U, false, update, ""}}}),
    [](const auto& info) { return info.param.name; });

} // namespace
} // namespace simplespec::contacts
