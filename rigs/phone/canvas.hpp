#pragma once
// A surface to draw on in one of the three kinds of colour that displays have. For the painter.
#include "handset/screen.hpp"
#include "rigs/phone/model.hpp"
#include "rigs/picture.hpp"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string_view>

namespace simplespec::rigs {

struct unreferenced {
    void operator()(void* object) const { g_object_unref(object); }
    void operator()(cairo_surface_t* s) const { cairo_surface_destroy(s); }
    void operator()(cairo_t* c) const { cairo_destroy(c); }
    void operator()(cairo_font_options_t* o) const { cairo_font_options_destroy(o); }
    void operator()(PangoFontDescription* d) const { pango_font_description_free(d); }
    void operator()(PangoAttrList* l) const { pango_attr_list_unref(l); }
};
template <class T>
using owned = std::unique_ptr<T, unreferenced>;

enum class alignment { left, middle, right };

/// Colours of a display.
struct palette {
    pixel paper, ink, bar, selected, selected_ink, available, busy, unavailable, alert;
};
const palette& palette_of(int depth);

class canvas {
  public:
    canvas(int width, int height, int depth, PangoFontMap* fonts);

    void fill(const box& where, pixel colour);
    void frame(const box& where, pixel colour);
    /// A line of text in the middle of the box's height, cut with an ellipsis where it does not fit; how wide
    /// it came out.
    int write(std::string_view line, const box& where, int em, pixel colour, alignment how,
              bool bold = false);
    /// How wide a line would be.
    int width_of(std::string_view line, int em, bool bold = false);
    void disc(const box& where, pixel colour, bool full);
    /// Straight strokes through points of a square of 16 by 16 that is scaled to the box.
    void strokes(const box& where, pixel colour, std::initializer_list<std::pair<int, int>> points);

    /// What was drawn, in the colours that the depth has.
    picture done() const;

  private:
    owned<PangoLayout> layout_of(std::string_view line, int em, bool bold);
    void colour(pixel p);

    int width_, height_, depth_;
    owned<cairo_surface_t> surface_;
    owned<cairo_t> pen_;
    owned<PangoContext> context_;
};

} // namespace simplespec::rigs
