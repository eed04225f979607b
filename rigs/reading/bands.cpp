#include "rigs/reading/bands.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

namespace simplespec::rigs {
namespace {

/// Brightness that differs less is the same: a camera's noise, a shade of the background.
constexpr int alike = 48;
/// A letter is no lower, and where dots stand over it, they are no farther.
constexpr int lowest = 5, dots = 3;

/// How often each brightness is there.
using histogram = std::array<int, 256>;

/// The brightness that most have: of 16 steps the fullest, and within it the most frequent one.
int background(const histogram& counts) {
    int best = 0, most = -1;
    for (int step = 0; step < 256; step += 16) {
        const auto first = counts.begin() + step;
        const int sum = std::accumulate(first, first + 16, 0);
        if (sum > most)
            most = sum, best = static_cast<int>(std::max_element(first, first + 16) - counts.begin());
    }
    return best;
}

int background_of_row(const grey_picture& p, int y) {
    histogram counts{};
    for (int x = 0; x < p.width; ++x) ++counts[p.at(x, y)];
    return background(counts);
}

/// The brightness that most of the display has.
int background_of(const grey_picture& p) {
    histogram counts{};
    for (const auto v : p.pixels) ++counts[v];
    return background(counts);
}

/// Which pixels are ink, whatever the polarity: those unlike their row's background, but for strokes too long
/// for a letter.
class ink {
  public:
    ink(const grey_picture& p, const std::vector<int>& behind)
        : width_(p.width), height_(p.height), is_(p.pixels.size()) {
        for (int y = 0; y < height_; ++y)
            for (int x = 0; x < width_; ++x) is_[index(x, y)] = std::abs(p.at(x, y) - behind[y]) > alike;
        erase_columns(p);
        const int wide = std::max(24, width_ / 3);
        for (int y = 0; y < height_; ++y)
            for (int from = 0; from < width_; ++from) {
                int to = from;
                while (to < width_ && is_[index(to, y)]) ++to;
                if (to - from > wide) std::fill(place(from, y), place(to, y), false);
                from = to;
            }
    }
    bool at(int x, int y) const { return is_[index(x, y)]; }
    /// How many pixels of a row are.
    int count(int y) const {
        return static_cast<int>(
            std::count(is_.begin() + offset(0, y), is_.begin() + offset(width_, y), true));
    }
    /// Whether a row has any, from end to end, or without one or both ends, where icons and scroll bars may
    /// run from row to row.
    bool row(int y, bool left_end, bool right_end) const {
        const int from = left_end ? 0 : width_ * 12 / 100, to = right_end ? width_ : width_ - width_ * 7 / 100;
        return std::find(is_.begin() + offset(from, y), is_.begin() + offset(to, y), true) !=
               is_.begin() + offset(to, y);
    }

  private:
    std::size_t index(int x, int y) const { return static_cast<std::size_t>(y) * width_ + x; }
    std::ptrdiff_t offset(int x, int y) const { return static_cast<std::ptrdiff_t>(index(x, y)); }
    std::vector<bool>::iterator place(int x, int y) { return is_.begin() + offset(x, y); }

    // Bars and frames go on behind rows that are inverted, so they are looked for against the background of
    // the whole display. Where a tenth of a row belongs to them, it is no bar but a panel that the row stands
    // on.
    void erase_columns(const grey_picture& p) {
        const int back = background_of(p), tall = std::max(24, height_ / 4);
        std::vector<bool> bar(is_.size());
        for (int x = 0; x < width_; ++x)
            for (int from = 0; from < height_; ++from) {
                int to = from;
                while (to < height_ && std::abs(p.at(x, to) - back) > alike) ++to;
                if (to - from > tall)
                    for (int y = from; y < to; ++y) bar[index(x, y)] = true;
                from = to;
            }
        for (int y = 0; y < height_; ++y) {
            const auto first = bar.begin() + offset(0, y);
            if (std::count(first, first + width_, true) * 10 > width_) continue;
            for (int x = 0; x < width_; ++x)
                if (bar[index(x, y)]) is_[index(x, y)] = false;
            // At the right end it is a scroll bar, and so is what stands behind its first stroke, whatever
            // the row's own background; a camera sees that stroke wider than it is.
            constexpr int blurred = 2;
            const auto end = first + width_ - width_ * 7 / 100;
            if (const auto stroke = std::find(end, first + width_, true); stroke != first + width_)
                std::fill(place(static_cast<int>(stroke - first) - blurred, y), place(width_, y), false);
        }
    }
    int width_, height_;
    std::vector<bool> is_;
};

struct span {
    int from, to;
    int height() const { return to - from; }
};

/// Lines of pixels with ink that follow each other on one background.
std::vector<span> runs_of(const ink& marks, const std::vector<int>& behind, bool left_end) {
    std::vector<span> found;
    for (int y = 0; y < static_cast<int>(behind.size()); ++y) {
        if (!marks.row(y, left_end, false)) continue;
        const bool goes_on =
            !found.empty() && found.back().to == y && std::abs(behind[y] - behind[y - 1]) <= alike;
        if (goes_on)
            ++found.back().to;
        else
            found.push_back({y, y + 1});
    }
    return found;
}

/// Two rows that touch, because a letter hangs down or a camera is out of focus: twice as high as most, and
/// next to no ink where they meet.
void part_those_that_touch(std::vector<span>& rows, const ink& marks) {
    if (rows.size() < 3) return;
    std::vector<int> heights;
    for (const auto& s : rows) heights.push_back(s.height());
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    std::vector<span> out;
    for (const auto& s : rows) {
        if (s.height() * 10 < *middle * 17) {
            out.push_back(s);
            continue;
        }
        int all = 0, least = s.from + s.height() / 3;
        for (int y = s.from; y < s.to; ++y) all += marks.count(y);
        for (int y = least; y <= s.to - s.height() / 3; ++y)
            if (marks.count(y) < marks.count(least)) least = y;
        if (marks.count(least) * s.height() * 3 > all) {
            out.push_back(s);
            continue;
        }
        out.push_back({s.from, least});
        out.push_back({least + 1, s.to});
    }
    rows = std::move(out);
}

/// The same with what stands at the left end alone, a short text; where icons there join several rows, they
/// are told apart without them.
std::vector<span> runs_of(const ink& marks, const std::vector<int>& behind) {
    const auto inner = runs_of(marks, behind, false);
    std::vector<span> out;
    for (const auto& whole : runs_of(marks, behind, true)) {
        std::vector<span> within;
        for (const auto& s : inner)
            if (s.from >= whole.from && s.to <= whole.to && s.height() >= lowest) within.push_back(s);
        if (within.size() < 2)
            out.push_back(whole);
        else
            out.insert(out.end(), within.begin(), within.end());
    }
    return out;
}

/// Rows with ink, those belonging to dots over letters joined with the letters.
std::vector<span> spans_of(const ink& marks, const std::vector<int>& behind) {
    const auto found = runs_of(marks, behind);
    std::vector<span> out;
    for (const auto& s : found) {
        const bool near = !out.empty() && s.from - out.back().to <= dots &&
                          std::abs(behind[s.from] - behind[out.back().from]) <= alike;
        if (near && (s.height() < lowest || out.back().height() < lowest))
            out.back().to = s.to;
        else
            out.push_back(s);
    }
    std::erase_if(out, [](const span& s) { return s.height() < lowest; });
    part_those_that_touch(out, marks);
    // What hangs below or stands above at the ends alone belongs to the row, as far as a letter does.
    const auto same = [&](int a, int b) { return std::abs(behind[a] - behind[b]) <= alike; };
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto& s = out[i];
        const int above = i == 0 ? 0 : out[i - 1].to + 1,
                  below = i + 1 < out.size() ? out[i + 1].from - 1 : static_cast<int>(behind.size());
        const int reach = s.height() / 4;
        for (int n = 0;
             n < reach && s.from > above && same(s.from - 1, s.from) && marks.row(s.from - 1, true, true); ++n)
            --s.from;
        for (int n = 0; n < reach && s.to < below && same(s.to, s.to - 1) && marks.row(s.to, true, true); ++n)
            ++s.to;
    }
    return out;
}

} // namespace

grey_picture grey(const picture& p) {
    grey_picture out{p.width, p.height, {}};
    out.pixels.reserve(p.pixels.size());
    for (const auto& c : p.pixels)
        out.pixels.push_back(static_cast<std::uint8_t>((c.red * 299 + c.green * 587 + c.blue * 114) / 1000));
    return out;
}

std::vector<band> bands_of(const picture& display) {
    const auto shades = grey(display);
    std::vector<int> behind(static_cast<std::size_t>(shades.height));
    std::size_t dark_rows = 0;
    for (int y = 0; y < shades.height; ++y) {
        behind[y] = background_of_row(shades, y);
        dark_rows += behind[y] < 128 ? 1 : 0;
    }
    const bool mostly_dark = dark_rows * 2 > behind.size();
    const ink marks(shades, behind);
    std::vector<band> out;
    for (const auto& s : spans_of(marks, behind)) {
        int left = shades.width, right = 0;
        for (int y = s.from; y < s.to; ++y)
            for (int x = 0; x < shades.width; ++x)
                if (marks.at(x, y)) left = std::min(left, x), right = std::max(right, x + 1);
        const int back = behind[(s.from + s.to) / 2];
        // The ink that is farthest from the background is black, the background white.
        int most = 1;
        for (int y = s.from; y < s.to; ++y)
            for (int x = left; x < right; ++x)
                if (marks.at(x, y)) most = std::max(most, std::abs(shades.at(x, y) - back));
        band row{.where = {left, s.from, right - left, s.height()},
                 .inverted = (back < 128) != mostly_dark,
                 .text = {}};
        row.text = {row.where.width, row.where.height, {}};
        for (int y = s.from; y < s.to; ++y)
            for (int x = left; x < right; ++x) {
                // Strokes that are no letters are background; what is brighter than a bright background is
                // noise.
                const int distance = std::abs(shades.at(x, y) - back);
                const int away = marks.at(x, y) || distance <= alike ? distance : 0;
                row.text.pixels.push_back(static_cast<std::uint8_t>(255 - std::min(255, away * 255 / most)));
            }
        out.push_back(std::move(row));
    }
    return out;
}

std::vector<box> parts_of(const grey_picture& row) {
    std::vector<bool> inked(static_cast<std::size_t>(row.width));
    for (int x = 0; x < row.width; ++x)
        for (int y = 0; y < row.height && !inked[x]; ++y) inked[x] = row.at(x, y) < 255 - alike;
    // An icon stands alone before the text and is as wide as high.
    int left = 0, gap = 0;
    while (left < row.width && inked[left]) ++left;
    while (left + gap < row.width && !inked[left + gap]) ++gap;
    left = left > 0 && left * 10 <= row.height * 13 && gap >= std::max(2, row.height / 4) &&
                   left + gap < row.width
               ? left + gap
               : 0;
    // A scroll bar stands alone behind it, narrow, and a stroke of it is as high as the row; its frame and
    // its thumb are close.
    const auto full = [&](int x) {
        int dark = 0;
        for (int y = 0; y < row.height; ++y) dark += row.at(x, y) < 255 - alike ? 1 : 0;
        return dark * 10 >= row.height * 9;
    };
    int right = row.width, blank = 0;
    bool bar = false;
    for (int x = row.width - 1; x >= left && row.width - x <= std::max(10, row.height); --x) {
        blank = inked[x] ? 0 : blank + 1;
        bar = bar || full(x);
        if (blank < 3) continue;
        if (bar) right = x;
        break;
    }
    std::vector<box> out;
    if (left > 0) out.push_back({0, 0, left, row.height});
    if (right > left) out.push_back({left, 0, right - left, row.height});
    if (right < row.width) out.push_back({right, 0, row.width - right, row.height});
    return out;
}

grey_picture cut(const grey_picture& p, const box& part) {
    grey_picture out{part.width, part.height, {}};
    for (int y = 0; y < part.height; ++y)
        for (int x = 0; x < part.width; ++x) out.pixels.push_back(p.at(part.x + x, part.y + y));
    return out;
}

} // namespace simplespec::rigs
