#include "rigs/phone/drawing.hpp"

#include "rigs/phone/canvas.hpp"

#include <algorithm>
#include <array>

namespace simplespec::rigs {

struct painter::fonts {
    owned<PangoFontMap> map{pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)};
};

painter::painter() : fonts_(std::make_unique<fonts>()) {}
painter::painter(painter&&) noexcept = default;
painter& painter::operator=(painter&&) noexcept = default;
painter::~painter() = default;

namespace {

// What is drawn, with where it goes.
struct scene {
    canvas& on;
    const palette& colours;
    const model& m;
    display_layout at;

    int margin() const { return std::max(1, m.width / 120); }
};

// One character of UTF-8 at the start of a text, in octets; 0 where there is none (RFC 3629).
std::size_t character_at(std::string_view text) {
    const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto first = octet(0);
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xc2 && first < 0xe0 ? 2
                               : first >= 0xe0 && first < 0xf0 ? 3
                               : first >= 0xf0 && first < 0xf5 ? 4
                                                               : 0;
    if (length == 0 || length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((octet(i) & 0xc0) != 0x80) return 0;
    if (first == 0xe0 && octet(1) < 0xa0) return 0;
    if (first == 0xed && octet(1) > 0x9f) return 0;
    if (first == 0xf0 && octet(1) < 0x90) return 0;
    if (first == 0xf4 && octet(1) > 0x8f) return 0;
    return length;
}

// Characters that have no picture and change those beside them: line and paragraph separators, marks and
// overrides of direction.
bool is_invisible(std::string_view character) {
    static constexpr std::array<std::string_view, 16> marks{
        "\u2028", "\u2029", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d",
        "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u0085", "\u061c", "\ufeff"};
    return std::ranges::find(marks, character) != marks.end();
}

void draw_icon(const scene& s, handset::icon sign, const box& where, pixel ink, bool selected) {
    const auto tint = [&](pixel own) { return selected ? ink : own; };
    const auto middle = [&](pixel c) {
        const int thick = std::max(1, where.height / 5);
        s.on.fill({where.x + where.width / 4, where.y + (where.height - thick) / 2,
                   where.width - 2 * (where.width / 4), thick},
                  c);
    };
    switch (sign) {
    case handset::icon::none:
        break;
    case handset::icon::available:
        s.on.disc(where, tint(s.colours.available), true);
        break;
    case handset::icon::busy:
        s.on.disc(where, tint(s.colours.busy), true);
        middle(selected ? s.colours.selected : s.colours.paper);
        break;
    case handset::icon::unavailable:
        s.on.disc(where, tint(s.colours.unavailable), false);
        break;
    case handset::icon::unknown:
        s.on.strokes(where, tint(s.colours.unavailable), {{8, 1}, {15, 8}, {8, 15}, {1, 8}, {8, 1}});
        break;
    }
}

void draw_title(const scene& s, const handset::screen& shown) {
    const int inset = s.margin();
    const box bar{0, 0, s.m.width, s.at.title};
    const bool instead = s.at.notice == 0 && !shown.notice.empty();
    s.on.fill(bar, s.colours.bar);
    s.on.fill({0, bar.height - 1, bar.width, 1}, s.colours.ink);
    s.on.write(instead ? shown.notice : shown.title, {inset, 0, bar.width - 2 * inset, bar.height - 1},
               s.at.type, instead ? s.colours.alert : s.colours.ink, alignment::left, s.m.height > 64);
    if (s.at.notice == 0 || shown.notice.empty()) return;
    const int below = s.m.height - s.at.soft_keys - s.at.notice;
    const box line{inset, below, s.m.width - 2 * inset, s.at.notice};
    const int side = s.at.type - 2;
    const box sign{line.x, line.y + (line.height - side) / 2, side, side};
    s.on.strokes(sign, s.colours.alert, {{8, 2}, {15, 15}, {1, 15}, {8, 2}});
    s.on.write(shown.notice, {line.x + side + inset, line.y, line.width - side - inset, line.height},
               s.at.type, s.colours.alert, alignment::left);
}

void draw_row(const scene& s, const handset::screen_row& row, const box& where) {
    const int inset = s.margin(), side = std::max(5, s.at.type - 2);
    const auto ink = row.selected ? s.colours.selected_ink : s.colours.ink;
    if (row.selected) s.on.fill(where, s.colours.selected);
    box text{where.x + inset, where.y, where.width - 2 * inset, where.height};
    const int lowered = where.y + (where.height - side) / 2;
    if (row.sign != handset::icon::none) {
        draw_icon(s, row.sign, {text.x, lowered, side, side}, ink, row.selected);
        text.x += side + 2 * inset + 1;
        text.width -= side + 2 * inset + 1;
    }
    if (row.chosen) {
        s.on.strokes({text.x + text.width - side, lowered, side, side}, ink, {{2, 8}, {6, 13}, {14, 2}});
        text.width -= side + inset;
    }
    if (!row.remark.empty()) {
        // The name comes first; what it leaves, but two fifths at least, is the remark's.
        const int gap = std::max(3, s.at.type / 2);
        const int name = s.on.width_of(row.text, s.at.type), remark = s.on.width_of(row.remark, s.at.type);
        const int room = std::min(remark, std::max(text.width - name - gap, text.width * 2 / 5));
        s.on.write(row.remark, {text.x + text.width - room, text.y, room, text.height}, s.at.type, ink,
                   alignment::right);
        text.width -= room + gap;
    }
    s.on.write(row.text, text, s.at.type, ink, alignment::left);
}

void draw_rows(const scene& s, const handset::screen& shown) {
    const int top = s.at.title;
    const int wide = s.m.width - (shown.scrolls() ? s.at.scroll_bar + 1 : 0);
    const auto count = std::min(shown.rows.size(), s.at.rows);
    for (std::size_t i = 0; i < count; ++i)
        draw_row(s, shown.rows[i], {0, top + static_cast<int>(i) * s.at.row, wide, s.at.row});
    if (!shown.scrolls()) return;
    const int length = static_cast<int>(s.at.rows) * s.at.row;
    const box track{s.m.width - s.at.scroll_bar, top, s.at.scroll_bar, length};
    const auto part = [&](std::size_t rows) {
        return static_cast<int>(static_cast<double>(rows) / static_cast<double>(shown.total) * length);
    };
    const int thumb = std::max(4, part(shown.rows.size()));
    const int from = std::min(part(std::min(shown.first, shown.total)), length - thumb);
    s.on.frame(track, s.colours.ink);
    s.on.fill({track.x, track.y + from, track.width, thumb}, s.colours.ink);
}

// Where each label ends: a quarter of the width each; where one needs more, the others lend it what they can
// spare.
std::array<int, 4> label_ends(const scene& s, const handset::screen& shown) {
    constexpr int gap = 4;
    const int count = static_cast<int>(shown.soft_keys.size()), quarter = s.m.width / count;
    std::array<int, 4> needs{}, ends{};
    int missing = 0, spare = 0;
    for (std::size_t i = 0; i < needs.size(); ++i) {
        needs[i] = s.on.width_of(shown.soft_keys[i], s.at.type) + gap;
        missing += std::max(0, needs[i] - quarter);
        spare += std::max(0, quarter - needs[i]);
    }
    const double lent = missing == 0 ? 0 : std::min(1.0, static_cast<double>(missing) / std::max(spare, 1));
    const double met = missing == 0 ? 0 : std::min(1.0, static_cast<double>(spare) / missing);
    double at = 0;
    for (std::size_t i = 0; i < needs.size(); ++i) {
        at += quarter + (needs[i] > quarter ? met : lent) * (needs[i] - quarter);
        ends[i] = static_cast<int>(at + 0.5);
    }
    ends.back() = s.m.width;
    return ends;
}

void draw_soft_keys(const scene& s, const handset::screen& shown) {
    if (std::ranges::all_of(shown.soft_keys, &std::string::empty)) return;
    const int top = s.m.height - s.at.soft_keys;
    s.on.fill({0, top, s.m.width, s.at.soft_keys}, s.colours.bar);
    s.on.fill({0, top, s.m.width, 1}, s.colours.ink);
    const auto ends = label_ends(s, shown);
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const int left = i == 0 ? 0 : ends[i - 1];
        if (i > 0) s.on.fill({left, top, 1, s.at.soft_keys}, s.colours.ink);
        s.on.write(shown.soft_keys[i], {left + 2, top + 1, ends[i] - left - 3, s.at.soft_keys - 1}, s.at.type,
                   s.colours.ink, alignment::middle);
    }
}

} // namespace

std::string drawable(std::string_view text) {
    constexpr std::size_t most = 256;
    std::string out;
    for (std::size_t count = 0; !text.empty() && count < most; ++count) {
        const auto length = character_at(text);
        const auto character = text.substr(0, std::max<std::size_t>(length, 1));
        const auto first = static_cast<unsigned char>(character[0]);
        if (length == 0)
            out += "\ufffd";
        else if (first < 0x20 || first == 0x7f || is_invisible(character))
            out += ' ';
        else
            out += character;
        text.remove_prefix(character.size());
    }
    return out;
}

display_layout layout_of(const model& m) {
    display_layout out;
    out.type = m.height <= 64 ? 9 : m.height <= 128 ? 13 : m.height <= 240 ? 16 : m.height <= 320 ? 18 : 28;
    const int line = m.height <= 64 ? out.type + 1 : out.type * 4 / 3;
    out.title = m.height <= 64 ? line + 1 : line + 2;
    out.notice = m.height <= 128 ? 0 : line;
    out.row = line;
    out.soft_keys = line + 1;
    const int left = m.height - out.title - out.notice - out.soft_keys;
    out.rows = static_cast<std::size_t>(std::max(1, left / out.row));
    out.scroll_bar = std::max(3, m.width / 60);
    return out;
}

picture painter::display(const handset::screen& shown, const model& m) {
    canvas on(m.width, m.height, m.depth, fonts_->map.get());
    const scene s{on, palette_of(m.depth), m, rigs::layout_of(m)};
    on.fill({0, 0, m.width, m.height}, s.colours.paper);
    draw_title(s, shown);
    draw_rows(s, shown);
    draw_soft_keys(s, shown);
    return on.done();
}

front painter::whole(const handset::screen& shown, const handset::lights& lit, const model& m, bool dark) {
    constexpr int bezel = 24, lamp = 14, lamps_in_column = 12, step = 24, full_colour = 24;
    constexpr pixel casing{52, 54, 58}, unlit{84, 86, 90}, green{40, 220, 80}, orange{255, 160, 20},
        red{255, 40, 40};
    const int count = static_cast<int>(lit.size());
    const int columns = (count + lamps_in_column - 1) / lamps_in_column;
    const int tall = std::max(m.height, std::min(count, lamps_in_column) * step);
    front out;
    out.display = {bezel, bezel, m.width, m.height};
    canvas on(2 * bezel + m.width + columns * step, 2 * bezel + tall, full_colour, fonts_->map.get());
    on.fill({0, 0, 2 * bezel + m.width + columns * step, 2 * bezel + tall}, casing);
    int n = 0;
    for (const auto& [key, light] : lit) {
        const box where{2 * bezel + m.width + n / lamps_in_column * step, bezel + n % lamps_in_column * step,
                        lamp, lamp};
        const bool shines = light.colour != handset::light_colour::off && !(light.blinks && dark);
        const auto colour = !m.three_colours                                ? red
                            : light.colour == handset::light_colour::green  ? green
                            : light.colour == handset::light_colour::orange ? orange
                                                                            : red;
        on.disc(where, shines ? colour : unlit, true);
        out.lights[key] = where;
        ++n;
    }
    out.seen = on.done();
    const auto screen = display(shown, m);
    for (int y = 0; y < m.height; ++y)
        for (int x = 0; x < m.width; ++x) out.seen.at(bezel + x, bezel + y) = screen.at(x, y);
    return out;
}

} // namespace simplespec::rigs
