#pragma once
// What stands on a display: read by Tesseract, held against the words that can stand there. Unsure is said,
// never guessed over.
#include "rigs/picture.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace simplespec::rigs {

struct text_read {
    std::string text{}; ///< UTF-8; one line of the display, or a column of it
    box where{};
    double confidence = 0; ///< 0 to 1
    bool selected = false; ///< light on dark where the rest is dark on light, or the other way round
    /// The known word or line that it is, where just one is near enough; what was read stays in `text`.
    std::optional<std::string> known{};

    bool sure() const;
};

struct reading {
    std::vector<text_read> lines{}; ///< from the top
};

/// What to expect.
struct reading_hints {
    std::vector<std::string> vocabulary{};     ///< lines and words that can stand there
    std::vector<std::string> languages{"eng"}; ///< as Tesseract names its models
};

/// One Tesseract, made once and used for many pictures; not for two threads at a time.
class reader {
  public:
    /// The error says what is missing and which package brings it.
    static std::expected<reader, std::string> make(const std::vector<std::string>& languages);
    reader(reader&&) noexcept;
    reader& operator=(reader&&) noexcept;
    ~reader();

    reading read(const picture& display, const reading_hints& hints);

  private:
    struct engine;
    explicit reader(std::unique_ptr<engine> e);
    std::unique_ptr<engine> engine_;
};

/// How `wanted` stands in what was read.
enum class presence_of_text : std::uint8_t { there, absent, unsure };
/// `there`: a sure line has it (without regard to runs of blanks); `absent`: no line is near it; `unsure`:
/// the rest.
presence_of_text find(const reading& r, std::string_view wanted);

} // namespace simplespec::rigs
