#pragma once
// The models of phones that there is a virtual one of. What is sure of their displays, and what is a guess,
// stands in models.csv with the rest.
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// A line of models.csv.
struct model {
    std::string name;            ///< as options spell it: "snom370"
    std::string make;            ///< "snom", "yealink", "poly", "cisco"
    std::string text;            ///< as its makers spell it: "snom 370"
    int width = 0, height = 0;   ///< of the display, in pixels
    int depth = 1;               ///< bits a pixel: 1 is black and white, up to 8 shades of grey, 24 colours
    int programmable = 0;        ///< keys P1..Pn
    bool three_colours = false;  ///< its lights shine green, orange and red; else in one colour
    std::string firmware;        ///< the version that it starts with
    bool geometry_known = false; ///< documented; else a guess

    bool coloured() const { return depth > 8; }
    bool operator==(const model&) const = default;
};

/// All of them, in the order of models.csv.
std::span<const model> models();
/// Without regard to case; null where there is none.
const model* find_model(std::string_view name);

/// Read models.csv. Exposed for its test; the error names the line.
std::expected<std::vector<model>, std::string> read_models(std::string_view csv);

} // namespace simplespec::rigs
