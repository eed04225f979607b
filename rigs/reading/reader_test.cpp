#include "rigs/reading/reading.hpp"

#include "rigs/phone/drawing.hpp"
#include "sip/entropy.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace simplespec::rigs {
namespace {

const std::vector<std::pair<std::string, std::string>> contacts{
    {"Joe Thomas", "Lunch"},           {"Mark Edwards", "Offline"},    {"Marie Edwards", "Online"},
    {"Bill O'Neill", "Busy"},          {"Ann-Kathrin Schulz", "Away"}, {"Zoe Quint", "On the phone"},
    {"Robert Illig", "Be right back"}, {"Jill Liu", "Meeting"}};

handset::screen list(std::size_t from, std::size_t rows, std::size_t selected) {
    handset::screen s{.what = handset::screen_kind::contacts,
                      .title = "Contacts",
                      .notice = {},
                      .rows = {},
                      .first = from,
                      .total = 20,
                      .soft_keys = {"Presence", "Contacts", "", "Back"}};
    for (std::size_t i = 0; i < rows; ++i) {
        const auto& [name, state] = contacts[(from + i) % contacts.size()];
        s.rows.push_back({.text = name,
                          .remark = state,
                          .sign = static_cast<handset::icon>(1 + i % 4),
                          .selected = i == selected,
                          .chosen = false});
    }
    return s;
}

std::vector<std::string> words() {
    std::vector<std::string> out{"Contacts", "Presence", "Back"};
    for (const auto& [name, state] : contacts) out.push_back(name), out.push_back(state);
    return out;
}

reader& eyes() {
    static auto made = reader::make({"eng"});
    if (!made) throw std::runtime_error(made.error());
    return *made;
}

struct tally {
    std::size_t rows = 0, sure = 0, unsure = 0;
};

/// Hold a reading against what was drawn: no text is there that was not drawn, and none is absent that was;
/// where it fits.
void compare(const handset::screen& drawn, const reading& got, const std::string& where, bool whole_names,
             tally& count) {
    for (const auto& r : drawn.rows) {
        ++count.rows;
        const auto name = find(got, r.text), state = find(got, r.remark);
        const bool sure = name == presence_of_text::there && state == presence_of_text::there;
        ++(sure ? count.sure : count.unsure);
        EXPECT_TRUE(!whole_names || name != presence_of_text::absent) << where << ": " << r.text;
        EXPECT_TRUE(!whole_names || state != presence_of_text::absent) << where << ": " << r.remark;
        for (const auto& line : got.lines)
            EXPECT_TRUE(find({{line}}, r.text) != presence_of_text::there || line.inverted == r.selected)
                << where << ": " << line.text();
    }
    for (const auto& [name, state] : contacts) {
        const bool shows = std::ranges::any_of(drawn.rows, [&name](const auto& r) { return r.text == name; });
        EXPECT_TRUE(shows || find(got, name) != presence_of_text::there) << where << ": " << name;
        EXPECT_TRUE(shows || find(got, state) != presence_of_text::there) << where << ": " << state;
    }
}

// Every row of every model's display, with every row selected once.
TEST(reader, reads_what_is_drawn) {
    painter paint;
    for (const auto& m : models()) {
        const auto rows = std::min(layout_of(m).rows, contacts.size());
        // On narrower ones the longer names are cut, and the letters of 7 pixels are the hardest to read.
        const bool wide = m.width >= 240;
        tally with, without;
        for (std::size_t turn = 0; turn < contacts.size(); ++turn) {
            const auto shown = list(turn, rows, turn % rows);
            const auto display = paint.display(shown, m);
            const auto where = fmt::format("{}, turn {}", m.name, turn);
            compare(shown, eyes().read(display, {.vocabulary = words()}), where, wide, with);
            compare(shown, eyes().read(display, {}), where + ", no words known", wide, without);
        }
        fmt::print("{}: {} rows, {} sure, {} without knowing the words\n", m.name, with.rows, with.sure,
                   without.sure);
        const std::size_t least = m.width >= 320 ? 95 : wide ? 85 : 30;
        EXPECT_GE(with.sure * 100, with.rows * least) << m.name;
    }
}

// Words that can stand there are known; without them a letter with dots is now and then read without.
TEST(reader, reads_german_and_chinese) {
    painter paint;
    const auto* m = find_model("snomD385");
    handset::screen s{.what = handset::screen_kind::contacts,
                      .title = "Kontakte",
                      .notice = {},
                      .rows = {},
                      .first = 0,
                      .total = 3};
    std::vector<std::string> known{"Kontakte", "Abwesend"};
    for (const auto* name :
         {"J\u00fcrgen M\u00fcller", "Bj\u00f6rn Stra\u00dfer", "K\u00e4the \u00d6zdemir"}) {
        s.rows.push_back({.text = name, .remark = "Abwesend"});
        known.emplace_back(name);
    }
    auto german = reader::make({"deu"});
    ASSERT_TRUE(german) << german.error();
    const auto read = german->read(paint.display(s, *m), {.vocabulary = known, .languages = {"deu"}});
    for (const auto& r : s.rows)
        EXPECT_EQ(find(read, r.text), presence_of_text::there) << r.text << " in " << read.lines.at(1).text();
    auto chinese = reader::make({"chi_sim"});
    ASSERT_TRUE(chinese) << chinese.error();
    s.title = "\u8054\u7cfb\u4eba";
    s.rows = {{.text = "\u738b\u5c0f\u660e", .remark = "\u5728\u7ebf"},
              {.text = "\u674e\u534e", .remark = "\u5fd9\u788c"}};
    const auto got = chinese->read(paint.display(s, *m), {.vocabulary = {}, .languages = {"chi_sim"}});
    for (const auto& r : s.rows) EXPECT_EQ(find(got, r.text), presence_of_text::there) << r.text;
}

TEST(reader, says_which_package_is_missing) {
    const auto none = reader::make({"tlh"});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error(), "Tesseract cannot read tlh: install tesseract-ocr-tlh");
}

// Pictures that are no display: read as nothing or as something unsure, in bounded time.
TEST(reader, survives_any_picture) {
    sip::entropy random(1);
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 300}, {300, 1}, {640, 480}, {2000, 40}}) {
        picture p{width, height, {}};
        for (int i = 0; i < width * height; ++i) {
            const auto v = random.next();
            p.pixels.push_back({static_cast<std::uint8_t>(v), static_cast<std::uint8_t>(v >> 8),
                                static_cast<std::uint8_t>(v >> 16)});
        }
        EXPECT_NE(find(eyes().read(p, {}), "Marie Edwards"), presence_of_text::there);
    }
}

} // namespace
} // namespace simplespec::rigs
