#pragma once
// What stands on a display: read by Tesseract, held against the words that can stand there. Unsure is said,
// never guessed over.
#include "rigs/picture.hpp"

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// One word as it was read. Signs that are no text, icons and frames, come as words too, and nobody is sure
/// of them.
struct word_read {
    std::string text; ///< UTF-8
    box where{};
    double confidence = 0; ///< 0 to 1
    /// What was read is near to just one of the words that can stand there, and that one stands in `text`;
    /// this is what was read.
    std::string misread{};
};

/// One row of the display, with all that stands on it.
struct line_read {
    std::vector<word_read> words{};
    box where{};
    bool inverted = false; ///< light on dark where most rows are dark on light, or the other way round: a
                           ///< title, or what is selected

    std::string text() const;  ///< the words, a blank between them
    double confidence() const; ///< of the least sure word of three or more characters; 0 where there is none
};

struct reading {
    std::vector<line_read> lines{}; ///< from the top
};

/// What to expect.
struct reading_hints {
    std::vector<std::string> vocabulary{};     ///< words, names and whole texts that can stand there
    std::vector<std::string> languages{"eng"}; ///< as Tesseract names its models
};

/// What Tesseract calls the language of this tag (RFC 5646): "chi_sim" for zh and zh-Hans; empty where none is known.
std::string model_of_language(std::string_view tag);

/// Tesseract, made once and used for many pictures; not for two threads at a time. A row whose pixels did not
/// change is not read again.
class reader {
  public:
    /// The error says what is missing and which package brings it.
    static std::expected<reader, std::string> make(const std::vector<std::string>& languages);
    reader(reader&&) noexcept;
    reader& operator=(reader&&) noexcept;
    ~reader();

    /// Get ready for these from now on; the error as of make().
    std::expected<void, std::string> learn(const std::vector<std::string>& languages);
    reading read(const picture& display, const reading_hints& hints);

  private:
    struct engine;
    explicit reader(std::unique_ptr<engine> e);
    std::unique_ptr<engine> engine_;
};

enum class presence_of_text : std::uint8_t { there, absent, unsure };
/// How `wanted` stands in what was read; blanks do not count. `there`: a row has it, character by character;
/// `absent`: nothing on the display is near to it, and nothing that could not be read may be it; `unsure`: the
/// rest.
presence_of_text find(const reading& r, std::string_view wanted);

} // namespace simplespec::rigs
