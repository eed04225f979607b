#pragma once
// The catalogue of requirements: one row per clause, frozen ids.
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// One clause. Only a verified row whose keyword is MUST, MUST NOT, SHALL, REQUIRED or ABNF can FAIL anybody.
struct requirement {
    std::string id;      ///< "RFC6665-4.2.2-7"; never renumbered
    std::string keyword; ///< the RFC 2119 word that the text really uses; "ABNF" for a production; empty for none
    bool verified = false; ///< somebody read the text for it
    bool active = true;    ///< false: withdrawn
    std::string role;      ///< "notifier", "UAC UAS", ...
    std::string sentence;  ///< paraphrase
    std::string how;       ///< how it is tested
    std::string observable; ///< wire, display, internal
};

class catalogue {
public:
    /// Read the catalogue's CSV text. On failure a sentence with line and column.
    static std::expected<catalogue, std::string> read(std::string_view csv);
    /// The catalogue that was built into the program.
    static const catalogue& built_in();

    const requirement* find(std::string_view id) const;
    const std::vector<requirement>& rows() const { return rows_; }

private:
    std::vector<requirement> rows_; // sorted by id
};

} // namespace simplespec::scenarios
