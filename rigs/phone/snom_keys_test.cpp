#include "rigs/phone/snom_keys.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

const model& snom370() { return *find_model("snom370"); }

std::string strokes_of(std::string_view chain) {
    const auto read = read_key_events(chain, snom370());
    if (!read) return read.error();
    std::string out;
    for (const auto& s : *read) {
        out += (out.empty() ? "" : " ") + handset::name(s.which);
        if (s.hold.count() != 0 || s.pause.count() != 0) out += "/" + std::to_string(s.hold.count());
        if (s.pause.count() != 0) out += "/" + std::to_string(s.pause.count());
    }
    return out;
}

TEST(snom_keys, are_read_in_any_case_one_or_many) {
    const std::pair<const char*, const char*> rows[] = {
        {"ENTER", "OK"},
        {"enter;down;Up", "OK Down Up"},
        {"F1;f4", "S1 S4"},
        {"P1;p12", "P1 P12"},
        {"0;9;*;#", "0 9 * #"},
        {"DOWN,100,100;ENTER", "Down/100/100 OK"},
        {"P3,900", "P3/900"},
        {"P3,,50", "P3/0/50"},
        {"", ""},
        {";;UP;", "Up"},
        {"SPEAKER;UP", "Up"},        // a key that shows nothing here
        {"PRESENCE;F_PRESENCE", ""}, // key assignments, not keys
        {"P13;P0;F5;F0;P;10;ENTERX", ""},
        {"UP,abc,-5", "Up"},
    };
    for (const auto& [chain, strokes] : rows) EXPECT_EQ(strokes_of(chain), strokes) << chain;
}

TEST(snom_keys, that_no_model_has_are_told_from_those_that_do_nothing) {
    EXPECT_TRUE(find_snom_key("OFFHOOK", snom370()));
    EXPECT_FALSE(find_snom_key("OFFHOOK", snom370())->which);
    EXPECT_FALSE(find_snom_key("PRESENCE", snom370()));
    EXPECT_TRUE(find_snom_key("P48", *find_model("snomD385")));
    EXPECT_FALSE(find_snom_key("P49", *find_model("snomD385")));
}

TEST(snom_keys, of_one_request_are_bounded) {
    std::string many;
    for (int i = 0; i < 65; ++i) many += "UP;";
    EXPECT_EQ(strokes_of(many), "too many keys in one request");
    EXPECT_EQ(strokes_of("UP,60001"), "a key is held or awaited too long");
    EXPECT_EQ(strokes_of("UP,1,99999999999999999999"), "a key is held or awaited too long");
}

} // namespace
} // namespace simplespec::rigs
