#include "rigs/phone/canvas.hpp"

#include "rigs/phone/drawing.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace simplespec::rigs {

namespace {

constexpr int deepest_grey = 8;
// The shapes of a monochrome display have no half-tones; those of the others are smoothed.
bool is_black_and_white(int depth) { return depth == 1; }

constexpr pixel black{0, 0, 0}, white{255, 255, 255};
constexpr palette two_tone{white, black, white, black, white, black, black, black, black};
constexpr palette greys{white, black, {222, 222, 222}, black, white, black, black, {90, 90, 90}, black};
constexpr palette coloured{white,        {16, 16, 16},  {214, 224, 236}, {0, 70, 140}, white,
                           {0, 150, 60}, {210, 30, 30}, {130, 130, 130}, {170, 20, 20}};

/// The shade of a display with 2^depth of them that is nearest.
std::uint8_t shade(int grey, int depth) {
    const int most = (1 << depth) - 1;
    const int step = (grey * most + 127) / 255;
    return static_cast<std::uint8_t>((step * 255 + most / 2) / most);
}

} // namespace

const palette& palette_of(int depth) {
    return is_black_and_white(depth) ? two_tone : depth <= deepest_grey ? greys : coloured;
}

canvas::canvas(int width, int height, int depth, PangoFontMap* fonts)
    : width_(width), height_(height), depth_(depth),
      surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)),
      pen_(cairo_create(surface_.get())), context_(pango_font_map_create_context(fonts)) {
    const auto smooth = is_black_and_white(depth) ? CAIRO_ANTIALIAS_NONE : CAIRO_ANTIALIAS_GRAY;
    const owned<cairo_font_options_t> how(cairo_font_options_create());
    cairo_font_options_set_antialias(how.get(), smooth);
    cairo_font_options_set_hint_style(how.get(), CAIRO_HINT_STYLE_FULL);
    cairo_font_options_set_hint_metrics(how.get(), CAIRO_HINT_METRICS_ON);
    pango_cairo_context_set_font_options(context_.get(), how.get());
    pango_cairo_context_set_resolution(context_.get(), 72);
    pango_context_set_round_glyph_positions(context_.get(), 1);
    // The same fonts on every desk, whatever the language of whoever sits there.
    pango_context_set_language(context_.get(), pango_language_from_string("en"));
    cairo_set_antialias(pen_.get(), smooth);
}

void canvas::colour(pixel p) {
    cairo_set_source_rgb(pen_.get(), p.red / 255.0, p.green / 255.0, p.blue / 255.0);
}

void canvas::fill(const box& where, pixel c) {
    colour(c);
    cairo_rectangle(pen_.get(), where.x, where.y, where.width, where.height);
    cairo_fill(pen_.get());
}

void canvas::frame(const box& where, pixel c) {
    fill({where.x, where.y, where.width, 1}, c);
    fill({where.x, where.y + where.height - 1, where.width, 1}, c);
    fill({where.x, where.y, 1, where.height}, c);
    fill({where.x + where.width - 1, where.y, 1, where.height}, c);
}

owned<PangoLayout> canvas::layout_of(std::string_view line, int em, bool bold) {
    owned<PangoLayout> out(pango_layout_new(context_.get()));
    const owned<PangoFontDescription> font(
        pango_font_description_from_string("DejaVu Sans,Droid Sans Fallback"));
    pango_font_description_set_absolute_size(font.get(), static_cast<double>(em) * PANGO_SCALE);
    if (bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(out.get(), font.get());
    pango_layout_set_single_paragraph_mode(out.get(), 1);
    pango_layout_set_auto_dir(out.get(), 0);
    const owned<PangoAttrList> attributes(pango_attr_list_new());
    // Displays have no ligatures, and whoever reads them letter by letter wants none.
    pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("liga 0, clig 0"));
    pango_layout_set_attributes(out.get(), attributes.get());
    const auto text = drawable(line);
    pango_layout_set_text(out.get(), text.data(), static_cast<int>(text.size()));
    return out;
}

int canvas::width_of(std::string_view line, int em, bool bold) {
    const auto laid = layout_of(line, em, bold);
    int width = 0;
    pango_layout_get_pixel_size(laid.get(), &width, nullptr);
    return width;
}

int canvas::write(std::string_view line, const box& where, int em, pixel c, alignment how, bool bold) {
    if (line.empty() || where.width <= 0 || where.height <= 0) return 0;
    const auto laid = layout_of(line, em, bold);
    pango_layout_set_ellipsize(laid.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_width(laid.get(), where.width * PANGO_SCALE);
    pango_layout_set_alignment(laid.get(), how == alignment::left    ? PANGO_ALIGN_LEFT
                                           : how == alignment::right ? PANGO_ALIGN_RIGHT
                                                                     : PANGO_ALIGN_CENTER);
    int width = 0, height = 0;
    pango_layout_get_pixel_size(laid.get(), &width, &height);
    // Letters stand on one line whatever the fallback fonts' own heights are.
    const int baseline = pango_layout_get_baseline(laid.get()) / PANGO_SCALE;
    const int ascent = (em * 76 + 50) / 100;
    const int top = where.y + (where.height - em) / 2 + (em + ascent) / 2 - baseline;
    cairo_save(pen_.get());
    cairo_rectangle(pen_.get(), where.x, where.y, where.width, where.height);
    cairo_clip(pen_.get());
    colour(c);
    cairo_move_to(pen_.get(), where.x, top);
    pango_cairo_show_layout(pen_.get(), laid.get());
    cairo_restore(pen_.get());
    return width;
}

void canvas::disc(const box& where, pixel c, bool full) {
    const double line = full ? 0 : std::max(1.0, where.width / 8.0);
    const double radius = (where.width - line) / 2.0;
    colour(c);
    cairo_new_path(pen_.get());
    cairo_arc(pen_.get(), where.x + where.width / 2.0, where.y + where.height / 2.0, radius, 0,
              2 * std::numbers::pi);
    cairo_set_line_width(pen_.get(), line);
    if (full)
        cairo_fill(pen_.get());
    else
        cairo_stroke(pen_.get());
}

void canvas::strokes(const box& where, pixel c, std::initializer_list<std::pair<int, int>> points) {
    constexpr double grid = 16;
    colour(c);
    cairo_new_path(pen_.get());
    for (const auto& [x, y] : points)
        cairo_line_to(pen_.get(), where.x + x * where.width / grid, where.y + y * where.height / grid);
    cairo_set_line_width(pen_.get(), std::max(1.0, where.width / 8.0));
    cairo_stroke(pen_.get());
}

picture canvas::done() const {
    picture out{width_, height_, {}};
    out.pixels.reserve(static_cast<std::size_t>(width_) * height_);
    cairo_surface_flush(surface_.get());
    const auto* rows = cairo_image_surface_get_data(surface_.get());
    const auto stride = cairo_image_surface_get_stride(surface_.get());
    for (int y = 0; y < height_; ++y) {
        const auto* row =
            reinterpret_cast<const std::uint32_t*>(rows + static_cast<std::ptrdiff_t>(y) * stride);
        for (int x = 0; x < width_; ++x) {
            const auto at = row[x];
            pixel p{static_cast<std::uint8_t>(at >> 16), static_cast<std::uint8_t>(at >> 8),
                    static_cast<std::uint8_t>(at)};
            if (depth_ <= deepest_grey) {
                const auto grey = shade((p.red * 299 + p.green * 587 + p.blue * 114 + 500) / 1000, depth_);
                p = {grey, grey, grey};
            }
            out.pixels.push_back(p);
        }
    }
    return out;
}

} // namespace simplespec::rigs
