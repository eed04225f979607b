#include "rigs/reading/bands.hpp"
#include "rigs/reading/matching.hpp"
#include "rigs/reading/reading.hpp"
#include "sip/cursor.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <cctype>
#include <array>
#include <list>
#include <ranges>

namespace simplespec::rigs {
namespace {

struct freed {
    void operator()(PIX* p) const { pixDestroy(&p); }
};
using pix = std::unique_ptr<PIX, freed>;

/// Letters about this high are read best.
constexpr int best_height = 36, largest_scale = 5;
constexpr int border = 10;
/// Rows that are remembered: a few screens.
constexpr std::size_t most_known = 64;

/// The row, enlarged smoothly and kept grey, with a border around it.
struct enlarged {
    pix image;
    int scale = 1;
};

/// `again`: the second time, another size.
enlarged enlarge(const grey_picture& text, bool again) {
    enlarged out;
    out.scale = std::clamp(best_height / std::max(1, text.height), 1, largest_scale) + (again ? 1 : 0);
    const pix small(pixCreate(text.width, text.height, 8));
    for (int y = 0; y < text.height; ++y)
        for (int x = 0; x < text.width; ++x) pixSetPixel(small.get(), x, y, text.at(x, y));
    const auto scale = static_cast<float>(out.scale);
    const pix large(out.scale == 1 ? pixClone(small.get()) : pixScaleGrayLI(small.get(), scale, scale));
    out.image.reset(pixAddBorder(large.get(), border, 255));
    return out;
}

/// One thread: on rows as small as these the OpenMP of Tesseract waits more than it works.
void keep_to_one_thread() {
    using set = void (*)(int);
    static const auto set_levels = reinterpret_cast<set>(dlsym(RTLD_DEFAULT, "omp_set_max_active_levels"));
    if (set_levels != nullptr) set_levels(0);
}

struct language_model {
    std::string_view tag, model;
};
// The longer tag before the one that it begins with.
constexpr std::array models = std::to_array<language_model>({
    {"en", "eng"},      {"de", "deu"},      {"fr", "fra"}, {"es", "spa"}, {"it", "ita"}, {"nl", "nld"},
    {"pt", "por"},      {"pl", "pol"},      {"sv", "swe"}, {"da", "dan"}, {"nb", "nor"}, {"no", "nor"},
    {"fi", "fin"},      {"cs", "ces"},      {"ru", "rus"}, {"tr", "tur"}, {"ja", "jpn"}, {"ko", "kor"},
    {"zh-Hant", "chi_tra"}, {"zh-TW", "chi_tra"}, {"zh", "chi_sim"},
});

/// Whether the words of a row are sure. Signs without a letter or digit are an icon's.
bool sure_of(const line_read& line) {
    constexpr double sure = 0.6;
    const auto letter = [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; };
    return std::ranges::all_of(line.words, [&](const word_read& w) {
        return w.confidence >= sure || characters(w.text).size() < 3 || !std::ranges::any_of(w.text, letter);
    });
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

} // namespace

struct reader::engine {
    std::unique_ptr<tesseract::TessBaseAPI> tesseract = std::make_unique<tesseract::TessBaseAPI>();
    std::string languages;

    struct known_row {
        grey_picture text;
        bool again = false;
        std::vector<word_read> words; ///< where: from the row's own corner
    };
    std::list<known_row> known; ///< the last one read first

    /// False where it knows no such languages.
    bool speak(const std::string& wanted) {
        if (wanted == languages) return true;
        languages.clear();
        known.clear();
        setMsgSeverity(L_SEVERITY_NONE);
        if (tesseract->Init(nullptr, wanted.c_str(), tesseract::OEM_LSTM_ONLY) != 0) return false;
        tesseract->SetVariable("debug_file", "/dev/null");
        tesseract->SetVariable("user_defined_dpi", "300");
        // The rows hold names, not sentences.
        tesseract->SetVariable("load_system_dawg", "0");
        tesseract->SetVariable("load_freq_dawg", "0");
        tesseract->SetPageSegMode(tesseract::PSM_SINGLE_LINE);
        languages = wanted;
        return true;
    }

    std::vector<word_read> words_of(const grey_picture& text, bool again) {
        const auto found = std::ranges::find_if(
            known, [&](const known_row& k) { return k.again == again && k.text == text; });
        if (found != known.end()) {
            known.splice(known.begin(), known, found);
            return known.front().words;
        }
        known.push_front({text, again, recognised(text, again)});
        if (known.size() > most_known) known.pop_back();
        return known.front().words;
    }

    std::vector<word_read> recognised(const grey_picture& text, bool again) {
        std::vector<word_read> out;
        const auto large = enlarge(text, again);
        if (!large.image) return out;
        keep_to_one_thread();
        tesseract->SetImage(large.image.get());
        if (tesseract->Recognize(nullptr) != 0) return out;
        const std::unique_ptr<tesseract::ResultIterator> at(tesseract->GetIterator());
        if (!at) return out;
        do {
            const std::unique_ptr<const char[]> word(at->GetUTF8Text(tesseract::RIL_WORD));
            int left = 0, top = 0, right = 0, bottom = 0;
            if (!word || blank(word.get()) ||
                !at->BoundingBox(tesseract::RIL_WORD, &left, &top, &right, &bottom))
                continue;
            const auto down = [&](int v) { return std::max(0, (v - border) / large.scale); };
            const box where{down(left), down(top), (right - left) / large.scale,
                            (bottom - top) / large.scale};
            const auto sureness =
                std::clamp(static_cast<double>(at->Confidence(tesseract::RIL_WORD)) / 100, 0.0, 1.0);
            // Lines between labels are read as strokes.
            for (const auto part : std::views::split(std::string_view(word.get()), '|'))
                if (const std::string_view text(part.begin(), part.end()); !blank(text))
                    out.push_back({.text = std::string(text), .where = where, .confidence = sureness});
        } while (at->Next(tesseract::RIL_WORD));
        return out;
    }

    line_read line_of(const band& row, bool again) {
        line_read line{.words = {}, .where = row.where, .inverted = row.inverted};
        for (const auto& part : parts_of(row.text))
            for (auto& word : words_of(cut(row.text, part), again)) {
                word.where.x += row.where.x + part.x;
                word.where.y += row.where.y;
                line.words.push_back(std::move(word));
            }
        return line;
    }
};

std::string model_of_language(std::string_view tag) {
    for (const auto& m : models) {
        const bool whole = tag.size() == m.tag.size() || (tag.size() > m.tag.size() && tag[m.tag.size()] == '-');
        if (whole && sip::iequal(tag.substr(0, m.tag.size()), m.tag)) return std::string(m.model);
    }
    return {};
}

reader::reader(std::unique_ptr<engine> e) : engine_(std::move(e)) {}
reader::reader(reader&&) noexcept = default;
reader& reader::operator=(reader&&) noexcept = default;
reader::~reader() = default;

std::expected<reader, std::string> reader::make(const std::vector<std::string>& languages) {
    reader out(std::make_unique<engine>());
    if (auto ready = out.learn(languages); !ready) return std::unexpected(ready.error());
    return out;
}

std::expected<void, std::string> reader::learn(const std::vector<std::string>& languages) {
    if (engine_->speak(fmt::format("{}", fmt::join(languages, "+")))) return {};
    std::vector<std::string> packages;
    for (auto name : languages) {
        std::ranges::replace(name, '_', '-');
        packages.push_back("tesseract-ocr-" + name);
    }
    return std::unexpected(fmt::format("Tesseract cannot read {}: install {}", fmt::join(languages, ", "),
                                       fmt::join(packages, " ")));
}

reading reader::read(const picture& display, const reading_hints& hints) {
    reading out;
    if (!engine_->speak(fmt::format("{}", fmt::join(hints.languages, "+")))) return out;
    for (const auto& row : bands_of(display)) {
        line_read line = engine_->line_of(row, false);
        correct(line, hints.vocabulary);
        // Who is unsure looks twice; what is read the second time has to be as sure.
        if (!sure_of(line)) {
            line_read second = engine_->line_of(row, true);
            correct(second, hints.vocabulary);
            if (second.confidence() > line.confidence()) line = std::move(second);
        }
        if (!line.words.empty()) out.lines.push_back(std::move(line));
    }
    return out;
}

} // namespace simplespec::rigs
