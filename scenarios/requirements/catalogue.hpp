#pragma once
// The catalogue of requirements: one CSV file per RFC, one row per clause, frozen ids.
#include "sip/embedded.hpp"

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// One clause.
struct requirement {
    std::string id;         ///< "RFC6665-4.2.2-7"; never renumbered
    std::string keyword;    ///< the RFC 2119 word that the text really uses; "ABNF" for a production; empty for none
    bool verified = false;  ///< somebody read the text for it
    bool active = true;     ///< false: withdrawn
    std::string role;       ///< "notifier", "UAC UAS", ...
    std::string sentence;   ///< paraphrase
    std::string how;        ///< how it is tested
    std::string observable; ///< wire, display, internal
    /// Why nothing checks it, a word of `reasons`; empty where a rule or scenario does.
    std::string unchecked;

    /// Only a verified, active row whose keyword is MUST, MUST NOT, SHALL, SHALL NOT, REQUIRED or ABNF can FAIL anybody.
    bool can_fail() const;
    /// A verified SHOULD, SHOULD NOT or RECOMMENDED.
    bool can_warn() const;
    /// "RFC 6665 section 4.2.2", as reports cite it.
    std::string clause() const;
    /// Of a row that another one covers ("covered-by:RFC6665-4.2.2-7"): that one's id; otherwise empty.
    std::string_view covered_by() const;
};

/// A reason for which a row may go unchecked; "covered-by:" is followed by the id of the row that covers it.
struct reason {
    std::string_view word;
    std::string_view meaning;
};
std::span<const reason> reasons();

class catalogue {
public:
    /// Read catalogue files. On failure a sentence with file, line and column, and what was expected there.
    static std::expected<catalogue, std::string> read(std::span<const sip::embedded_file> files);
    /// The catalogue that was built into the program.
    static const catalogue& built_in();

    const requirement* find(std::string_view id) const;
    /// Sorted by id.
    const std::vector<requirement>& rows() const { return rows_; }

private:
    std::vector<requirement> rows_;
};

/// The files of the built-in catalogue.
std::span<const sip::embedded_file> catalogue_files();

} // namespace simplespec::scenarios
