#include "scenarios/runner/selection.hpp"

#include "scenarios/language/read.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

const std::vector<scenario>& suite() {
    static const auto all = [] {
        std::vector<scenario> out;
        const auto add = [&](const std::string& id, const std::string& extra, const std::string& judged) {
            auto s = read_scenario("a.scn", "scenario " + id + "\n title \"t\"\n " + extra +
                                                "\nactor a = user\na within 1s { < 200 " + judged + " }\n");
            EXPECT_TRUE(s) << describe(s.error());
            out.push_back(std::move(*s));
        };
        add("rfc3903/6/one", "tags smoke", "RFC3903-6-11");
        add("rfc3903/6/two", "needs esc", "RFC3903-6-19");
        add("rfc3903/60/three", "tags slow", "RFC3903-6-15");
        add("rfc6665/4.2.2/four", "tags smoke slow", "RFC6665-4.2.2-1");
        return out;
    }();
    return all;
}

std::string chosen(std::vector<std::string> selectors) {
    const failed_ids failed =
        [](std::string_view path) -> std::expected<std::vector<std::string>, std::string> {
        if (path != "run.json") return std::unexpected("no such file");
        return std::vector<std::string>{"rfc3903/6/two"};
    };
    const auto out = select(selectors, suite(), {}, catalogue::built_in(), failed);
    if (!out) return std::to_string(out.error().exit_code) + " " + out.error().message;
    std::string names;
    for (const auto* s : *out) names += (names.empty() ? "" : " ") + s->id.substr(s->id.rfind('/') + 1);
    return names;
}

TEST(selection, chooses) {
    EXPECT_EQ(chosen({}), "one two three four");
    EXPECT_EQ(chosen({"rfc3903"}), "one two three");
    EXPECT_EQ(chosen({"rfc3903/6"}), "one two");
    EXPECT_EQ(chosen({"rfc3903/6/"}), "one two");
    EXPECT_EQ(chosen({"rfc3903/6/one", "rfc6665"}), "one four");
    EXPECT_EQ(chosen({"*/t*"}), "two three");
    EXPECT_EQ(chosen({"tag:smoke"}), "one four");
    EXPECT_EQ(chosen({"@smoke", "rfc3903"}), "one");
    EXPECT_EQ(chosen({"@smoke", "tag:slow"}), "one three four");
    EXPECT_EQ(chosen({"not:@slow"}), "one two");
    EXPECT_EQ(chosen({"rfc3903", "not:rfc3903/6/one"}), "two three");
    EXPECT_EQ(chosen({"rfc:6665"}), "four");
    EXPECT_EQ(chosen({"rfc:6665#4.2"}), "four");
    EXPECT_EQ(chosen({"rfc:3903#6"}), "one two three");
    EXPECT_EQ(chosen({"level:must"}), "one four");
    EXPECT_EQ(chosen({"level:should"}), "two");
    EXPECT_EQ(chosen({"level:may"}), "three");
    EXPECT_EQ(chosen({"role:notifier"}), "four");
    EXPECT_EQ(chosen({"failed:run.json"}), "two");
}

TEST(selection, of_nothing_is_an_error_with_a_suggestion) {
    EXPECT_EQ(chosen({"rfc9999/nope"}), "4 `rfc9999/nope` selects no scenario");
    EXPECT_EQ(chosen({"rfc3903/6/tow"}),
              "4 `rfc3903/6/tow` selects no scenario; did you mean rfc3903/6/two?");
    EXPECT_EQ(chosen({"tag:smoek"}), "4 `tag:smoek` selects no scenario; did you mean smoke?");
    EXPECT_EQ(chosen({"tga:smoke"}), "4 there is no kind of selection `tga:`; did you mean tag?");
    EXPECT_EQ(chosen({"rfc6665", "level:may"}), "4 these selections together leave no scenario");
    EXPECT_EQ(chosen({"failed:nope.json"}), "2 no such file");
}

TEST(selection, takes_own_scenarios_alone_or_with_others) {
    const auto own = suite();
    const auto count = [&](std::vector<std::string> selectors) {
        const auto out = select(selectors, suite(), {own[0]}, catalogue::built_in());
        return out ? out->size() : 0;
    };
    EXPECT_EQ(count({"./mine.scn"}), 1U);
    EXPECT_EQ(count({"./mine.scn", "rfc6665"}), 2U);
    EXPECT_TRUE(names_path("x/y.scn"));
    EXPECT_TRUE(names_path("./mine"));
    EXPECT_FALSE(names_path("rfc3903/6"));
}

} // namespace
} // namespace simplespec::scenarios
