#include "rigs/phone/drawing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace simplespec::rigs {
namespace {

using handset::icon;

handset::screen contacts(std::size_t selected = 1) {
    handset::screen out{.what = handset::screen_kind::contacts, .title = "Contacts", .total = 3};
    out.rows = {{.text = "Joe Smith", .remark = "Lunch", .sign = icon::busy},
                {.text = "Mark Jones", .remark = "online", .sign = icon::available},
                {.text = "Marie Curie", .remark = "offline", .sign = icon::unavailable}};
    if (selected < out.rows.size()) out.rows[selected].selected = true;
    out.soft_keys = {"Back", "", "", "Details"};
    return out;
}

std::set<std::string> colours_of(const picture& p) {
    std::set<std::string> out;
    for (const auto& each : p.pixels)
        out.insert(std::to_string(each.red) + "/" + std::to_string(each.green) + "/" +
                   std::to_string(each.blue));
    return out;
}

// Pixels in which two pictures differ, by rows of the display; row 0 is what stands above the first one.
std::set<int> rows_that_differ(const picture& a, const picture& b, const model& m) {
    const auto at = layout_of(m);
    std::set<int> out;
    for (int y = 0; y < a.height; ++y)
        for (int x = 0; x < a.width; ++x)
            if (a.at(x, y) != b.at(x, y)) out.insert(y < at.title ? 0 : (y - at.title) / at.row + 1);
    return out;
}

TEST(drawing, has_the_size_and_the_colours_of_the_model) {
    painter p;
    for (const auto& m : models()) {
        const auto drawn = p.display(contacts(), m);
        EXPECT_EQ(drawn.width, m.width) << m.name;
        EXPECT_EQ(drawn.height, m.height) << m.name;
        EXPECT_EQ(drawn.pixels.size(), static_cast<std::size_t>(m.width) * m.height) << m.name;
        const auto colours = colours_of(drawn);
        EXPECT_GE(colours.size(), 2U) << m.name;
        if (m.depth == 1) {
            EXPECT_EQ(colours, (std::set<std::string>{"0/0/0", "255/255/255"})) << m.name;
        }
        if (m.depth == 5) {
            EXPECT_LE(colours.size(), 32U) << m.name;
        }
    }
}

TEST(drawing, layouts_fit_their_displays) {
    for (const auto& m : models()) {
        const auto at = layout_of(m);
        EXPECT_GE(at.rows, 1U) << m.name;
        EXPECT_LE(at.title + at.notice + static_cast<int>(at.rows) * at.row + at.soft_keys, m.height)
            << m.name;
    }
    EXPECT_GE(layout_of(*find_model("snom370")).rows, 4U);
}

TEST(drawing, the_same_screen_gives_the_same_pixels) {
    painter one, other;
    for (const auto& m : models()) {
        const auto first = one.display(contacts(), m);
        one.display(handset::screen{.title = "something else"}, m);
        EXPECT_EQ(first, one.display(contacts(), m)) << m.name;
        EXPECT_EQ(first, other.display(contacts(), m)) << m.name;
    }
}

TEST(drawing, every_part_of_a_row_shows) {
    painter p;
    const auto& m = *find_model("snom370");
    const auto plain = p.display(contacts(9), m);
    const auto differs = [&](auto change) {
        auto changed = contacts(9);
        change(changed);
        return rows_that_differ(plain, p.display(changed, m), m);
    };
    EXPECT_EQ(differs([](auto& s) { s.rows[1].selected = true; }), std::set<int>{2});
    EXPECT_EQ(differs([](auto& s) { s.rows[1].chosen = true; }), std::set<int>{2});
    EXPECT_EQ(differs([](auto& s) { s.rows[2].remark = "online"; }), std::set<int>{3});
    EXPECT_EQ(differs([](auto& s) { s.rows[0].text = "Joe Smyth"; }), std::set<int>{1});
    EXPECT_EQ(differs([](auto& s) { s.title = "Kontakte"; }), std::set<int>{0});
    EXPECT_EQ(differs([](auto& s) { s.notice = "Server not reachable"; }), std::set<int>{0});
    for (const auto sign : {icon::none, icon::available, icon::unavailable, icon::unknown})
        EXPECT_EQ(differs([&](auto& s) { s.rows[0].sign = sign; }), std::set<int>{1});
    EXPECT_GT(*differs([](auto& s) { s.soft_keys[2] = "Edit"; }).begin(), 3);
    EXPECT_GE(differs([](auto& s) { s.total = 30; }).size(), 3U); // the scroll bar
}

TEST(drawing, a_long_name_is_cut_and_does_not_reach_the_remark) {
    painter p;
    const auto& m = *find_model("snom370");
    auto longer = contacts(9), longest = contacts(9);
    longer.rows[0].text = "Donaudampfschifffahrtsgesellschaft Wien und Umgebung";
    longest.rows[0].text = longer.rows[0].text + std::string(100, 'x');
    EXPECT_EQ(p.display(longer, m), p.display(longest, m));
    const auto at = layout_of(m);
    const auto cut = p.display(longer, m), whole = p.display(contacts(9), m);
    for (int y = at.title; y < at.title + at.row; ++y)
        for (int x = m.width * 4 / 5; x < m.width; ++x)
            EXPECT_EQ(cut.at(x, y), whole.at(x, y)) << x << "," << y;
}

TEST(drawing, names_of_other_scripts_have_glyphs_of_their_own) {
    painter p;
    for (const auto& m : models()) {
        const auto shown = [&](const char* name) {
            auto s = contacts(9);
            s.rows[0].text = name;
            return p.display(s, m);
        };
        // Without a font both would be the same empty box.
        EXPECT_NE(shown("王"), shown("李")) << m.name;
        EXPECT_NE(shown("Müller"), shown("Muller")) << m.name;
        EXPECT_NE(shown("Weiß"), shown("Weis")) << m.name;
    }
}

TEST(drawing, takes_whatever_a_text_holds) {
    painter p;
    std::string zalgo = "a", ascending;
    for (int i = 0; i < 20000; ++i) zalgo += "\u0301\u0316";
    for (int c = 1; c < 256; ++c) ascending += static_cast<char>(c);
    const std::string texts[] = {"",
                                 std::string(1000000, 'W'),
                                 std::string("a\0b\nc\td", 7),
                                 "\xff\xfe\xc0\x80\xed\xa0\x80\xf5",
                                 "\xe4\xb8",
                                 ascending,
                                 zalgo,
                                 "\u202e\u2066reversed\u2028second line\ufeff",
                                 "\U0001F600\U0010FFFF\u05d0\u0627\u0e01"};
    for (const auto& m : models())
        for (const auto& text : texts) {
            auto s = contacts();
            s.title = s.notice = s.rows[0].text = s.rows[0].remark = s.soft_keys[0] = text;
            const auto drawn = p.display(s, m);
            EXPECT_EQ(drawn.pixels.size(), static_cast<std::size_t>(m.width) * m.height) << m.name;
        }
}

TEST(drawing, takes_more_rows_than_fit_and_totals_that_cannot_be) {
    painter p;
    const auto& m = *find_model("snom360");
    auto s = contacts();
    s.rows.resize(1000);
    s.total = 1;
    EXPECT_EQ(p.display(s, m).width, 128);
    s.total = ~std::size_t{0};
    s.first = ~std::size_t{0};
    EXPECT_EQ(p.display(s, m).width, 128);
    EXPECT_EQ(p.display({}, m).height, 64);
}

TEST(drawing, drawable_texts_are_valid_and_short) {
    EXPECT_EQ(drawable("Müller 王"), "Müller 王");
    EXPECT_EQ(drawable("a\r\nb"), "a  b");
    EXPECT_EQ(drawable("\xc3"), "\ufffd");
    EXPECT_EQ(drawable("\xed\xa0\x80"), "\ufffd\ufffd\ufffd");
    EXPECT_EQ(drawable("a\u202eb"), "a b");
    EXPECT_EQ(drawable(std::string(9999, 'a')).size(), 256U);
}

TEST(drawing, the_front_has_the_display_and_a_light_beside_each_key) {
    painter p;
    using handset::key_kind;
    using handset::light_colour;
    const auto& m = *find_model("snomD785");
    handset::lights lit;
    for (int i = 1; i <= m.programmable; ++i) lit[{key_kind::programmable, i}] = {};
    lit[{key_kind::programmable, 2}] = {light_colour::green, false};
    lit[{key_kind::programmable, 24}] = {light_colour::red, true};
    const auto whole = p.whole(contacts(), lit, m), dark = p.whole(contacts(), lit, m, true);
    const auto display = p.display(contacts(), m);
    for (int y = 0; y < m.height; ++y)
        for (int x = 0; x < m.width; ++x)
            ASSERT_EQ(whole.seen.at(whole.display.x + x, whole.display.y + y), display.at(x, y));
    ASSERT_EQ(whole.lights.size(), 24U);
    const auto lamp = [](const front& f, int n) {
        const auto& where = f.lights.at({key_kind::programmable, n});
        return f.seen.at(where.x + where.width / 2, where.y + where.height / 2);
    };
    EXPECT_GT(lamp(whole, 2).green, lamp(whole, 2).red);
    EXPECT_GT(lamp(whole, 24).red, lamp(whole, 24).green);
    EXPECT_EQ(lamp(whole, 2), lamp(dark, 2));
    EXPECT_EQ(lamp(dark, 24), lamp(dark, 1));
}

} // namespace
} // namespace simplespec::rigs
