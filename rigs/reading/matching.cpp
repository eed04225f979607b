#include "rigs/reading/matching.hpp"

#include <algorithm>
#include <numeric>

namespace simplespec::rigs {
namespace {

/// A reading below this is none; one above it, and exact, is sure.
constexpr double weak = 0.3, sure = 0.6, exact_word = 0.95, corrected = 0.85;
/// Where words are known that can stand there, another one has to be read better than they; what is worse is
/// as unsure as this.
constexpr double strange = 0.85, unsure = 0.5;
/// Who is no surer may have read something else altogether.
constexpr double garbled = 0.5;

/// Without the signs at its ends that come of icons, frames and scroll bars.
std::u32string_view bare(std::u32string_view text) {
    constexpr std::u32string_view stray = U"|[](){}<>~_-=.,:;'\"*+\\/@\u00a9\u00ae\u00b0\u00b7\u2022";
    const auto from = text.find_first_not_of(stray);
    if (from == std::u32string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(stray) + 1 - from);
}

/// Words from `from` on, `count` of them, as one.
std::u32string joined(const std::vector<word_read>& words, std::size_t from, std::size_t count) {
    std::u32string out;
    for (std::size_t i = from; i < from + count; ++i) out += characters(words[i].text);
    return out;
}

struct place {
    std::size_t from = 0, count = 0;
    std::size_t wrong = SIZE_MAX;
};

/// Where in the row the words come nearest to `wanted`.
place nearest(const std::vector<word_read>& words, std::u32string_view wanted, std::size_t limit) {
    place best;
    for (std::size_t from = 0; from < words.size(); ++from) {
        std::u32string here;
        for (std::size_t count = 1; from + count <= words.size(); ++count) {
            here += characters(words[from + count - 1].text);
            if (bare(here).size() > wanted.size() + limit) break;
            // What is wanted may begin or end with such a sign itself.
            const auto wrong =
                std::min(distance(here, wanted, limit), distance(bare(here), bare(wanted), limit));
            if (wrong <= limit && (wrong < best.wrong || (wrong == best.wrong && count < best.count)))
                best = {from, count, wrong};
        }
    }
    return best;
}

double confidence_of(const std::vector<word_read>& words, const place& at) {
    double out = 1;
    for (std::size_t i = at.from; i < at.from + at.count; ++i) out = std::min(out, words[i].confidence);
    return out;
}

/// Words that are none of the vocabulary have to be read well, and may not be near to one of it: nobody can be
/// sure of those.
void doubt_strange_words(line_read& line, const std::vector<std::string>& vocabulary) {
    std::vector<bool> known(line.words.size()), near(line.words.size());
    for (const auto& entry : vocabulary) {
        const auto wanted = characters(entry);
        const auto at = nearest(line.words, wanted, tolerance(wanted.size()));
        if (at.wrong == SIZE_MAX) continue;
        auto& mark = at.wrong == 0 ? known : near;
        for (std::size_t i = at.from; i < at.from + at.count; ++i) mark[i] = true;
    }
    for (std::size_t i = 0; i < line.words.size(); ++i)
        if (auto& w = line.words[i]; !known[i] && (near[i] || w.confidence < strange))
            w.confidence = std::min(w.confidence, unsure);
}

} // namespace

std::u32string characters(std::string_view utf8) {
    std::u32string out;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80    ? 1
                                   : lead >= 0xf0 ? 4
                                   : lead >= 0xe0 ? 3
                                   : lead >= 0xc0 ? 2
                                                  : 1;
        char32_t c = length == 1 ? lead : lead & (0xff >> (length + 1));
        const std::size_t end = std::min(utf8.size(), i + length);
        for (std::size_t k = i + 1; k < end; ++k) c = c << 6 | (static_cast<unsigned char>(utf8[k]) & 0x3f);
        i = end;
        if (c == ' ' || c == '\t' || c == 0xa0) continue;
        // Readers write one for the other, and nobody means a difference.
        if (c == 0x2019 || c == 0x2018 || c == '`') c = '\'';
        if (c == 0x2014 || c == 0x2013) c = '-';
        if (c == 0x201c || c == 0x201d) c = '"';
        out += c;
    }
    return out;
}

std::size_t distance(std::u32string_view a, std::u32string_view b, std::size_t limit) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > limit) return limit + 1;
    std::vector<std::size_t> row(a.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t j = 1; j <= b.size(); ++j) {
        std::size_t before = row[0];
        row[0] = j;
        for (std::size_t i = 1; i <= a.size(); ++i) {
            const auto changed = before + (a[i - 1] == b[j - 1] ? 0 : 1);
            before = row[i];
            row[i] = std::min({changed, row[i] + 1, row[i - 1] + 1});
        }
    }
    return std::min(row.back(), limit + 1);
}

std::size_t tolerance(std::size_t characters) {
    return characters < 4 ? 0 : characters < 8 ? 1 : characters / 6;
}

void correct(line_read& line, const std::vector<std::string>& vocabulary) {
    for (const auto& entry : vocabulary) {
        const auto wanted = characters(entry);
        const auto limit = tolerance(wanted.size());
        const auto at = nearest(line.words, wanted, limit);
        if (at.wrong == SIZE_MAX) continue;
        const auto read = joined(line.words, at.from, at.count);
        // What stands at the ends of what was read may be of a frame: without it, it is the word; unless with
        // it, it is another.
        const bool framed = at.wrong == 0 && read != wanted;
        if (framed && std::ranges::any_of(vocabulary, [&](const auto& o) { return characters(o) == read; }))
            continue;
        if (at.wrong == 0 && !framed) {
            // Read so by chance it is not: a word that can stand there, to the letter.
            for (std::size_t i = at.from; i < at.from + at.count && wanted.size() > 2; ++i)
                if (line.words[i].confidence >= weak)
                    line.words[i].confidence = std::max(line.words[i].confidence, exact_word);
            continue;
        }
        const auto rival = [&](const std::string& other) {
            const auto o = characters(other);
            return o != wanted &&
                   (distance(o, read, at.wrong) <= at.wrong || distance(o, wanted, limit) <= limit);
        };
        if (!framed && std::ranges::any_of(vocabulary, rival)) continue;
        auto& first = line.words[at.from];
        for (std::size_t i = at.from; i < at.from + at.count; ++i)
            first.misread += (first.misread.empty() ? "" : " ") + line.words[i].text;
        first.confidence = confidence_of(line.words, at) < weak ? 0 : framed ? exact_word : corrected;
        for (std::size_t i = at.from + 1; i < at.from + at.count; ++i) {
            first.where.width = line.words[i].where.x + line.words[i].where.width - first.where.x;
            first.where.y = std::min(first.where.y, line.words[i].where.y);
            first.where.height = std::max(first.where.height, line.words[i].where.height);
        }
        first.text = entry;
        line.words.erase(line.words.begin() + static_cast<std::ptrdiff_t>(at.from) + 1,
                         line.words.begin() + static_cast<std::ptrdiff_t>(at.from + at.count));
    }
    if (!vocabulary.empty()) doubt_strange_words(line, vocabulary);
}

std::string line_read::text() const {
    std::string out;
    for (const auto& w : words) out += (out.empty() ? "" : " ") + w.text;
    return out;
}

double line_read::confidence() const {
    double out = 2;
    for (const auto& w : words)
        if (characters(w.text).size() > 2) out = std::min(out, w.confidence);
    return out > 1 ? 0 : out;
}

namespace {

/// Whether a row has words that could not be read and may be `length` characters in truth.
bool may_hide(const line_read& line, std::size_t length) {
    std::size_t unread = 0;
    for (const auto& w : line.words)
        if (w.confidence < garbled && bare(characters(w.text)).size() > 1) unread += characters(w.text).size();
    // Garbage has as many characters as what it stands for, more or less.
    return unread * 3 >= length && unread <= length * 3;
}

} // namespace

presence_of_text find(const reading& r, std::string_view wanted) {
    const auto text = characters(wanted);
    if (text.empty()) return presence_of_text::there;
    // A third of it wrong is something else.
    const std::size_t near = std::max<std::size_t>(text.size() / 3, 1);
    auto out = presence_of_text::absent;
    for (const auto& line : r.lines) {
        const auto at = nearest(line.words, text, near);
        if (at.wrong == 0 && confidence_of(line.words, at) >= sure) return presence_of_text::there;
        if (at.wrong == SIZE_MAX) {
            if (may_hide(line, text.size())) out = presence_of_text::unsure;
            continue;
        }
        // What is surely another text is not this one read badly.
        const bool surely_other = at.wrong > 0 && confidence_of(line.words, at) >= exact_word;
        if (!surely_other) out = presence_of_text::unsure;
    }
    return out;
}

} // namespace simplespec::rigs
