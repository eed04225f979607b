#pragma once
// Cutting .scn text into words, phrases and marks. The first failure sticks: from then on everything is at
// its end.
#include "scenarios/language/scenario.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

class scanner {
  public:
    scanner(std::string_view file, std::string_view text) : file_(file), text_(text) {}

    bool failed() const { return problem_.has_value(); }
    const problem& why() const { return *problem_; }
    /// Note a mistake at `at`; `word` is what stood there, for a suggestion among `candidates`.
    void fail(place at, std::string what, std::string expected, std::string_view word = {},
              const std::vector<std::string>& candidates = {});

    place here() const { return {line_, at_ - line_start_ + 1}; }
    bool at_end() const { return at_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    std::string line_text() const { return line_of(text_, line_); }

    /// White space and comments (`# ...`) up to the line's end; skip_blank goes on over lines.
    void skip_space();
    void skip_blank();
    /// True where nothing but white space or a comment is left of this line.
    bool at_line_end();

    /// word = 1*(ALPHA / DIGIT / "_" / "-" / "." / "/" / "+"); empty where none stands.
    std::string word();
    /// The word that stands here, or NAME after white space, without taking it.
    std::string_view peek_word() const;
    /// True where a header row starts: word, then ":" at once.
    bool at_header_row() const;
    /// True at a brace that opens a block: white space follows it, where a {name} follows otherwise.
    bool at_block() const;
    bool take(char c);
    bool take(std::string_view mark);
    /// A mark that must stand here.
    void expect(char c, std::string_view why);

    /// phrase = quoted / 1*(any but white space, "}", "," , "(", ")" and `stop`); {name} within either. Fails
    /// on none.
    phrase text(std::string_view what, char stop = '\0');
    /// The rest of the line without white space at its ends.
    phrase rest_of_line();
    /// Lines up to one that is `>>`, without their common indentation, each ended by CRLF.
    phrase raw_lines();

  private:
    void advance();
    void read_name(phrase& into);
    void literal(phrase& into, char c);
    void quoted(phrase& into);

    std::string file_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t line_start_ = 0;
    std::optional<problem> problem_;
};

/// True for the form of a requirement's id: "RFC3903-6-26".
bool is_requirement_id(std::string_view word);

} // namespace simplespec::scenarios
