#pragma once
// The index of the corpus: what is in each file, and how it is to be read.
#include "sip/hop.hpp"

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// One message of the corpus and its expected reading. README.md tells the keys of the index.
struct trap {
    std::string file;   ///< below the corpus
    std::string about;  ///< the trap, in a sentence
    std::string clause; ///< what makes it valid or not
    bool valid = true;
    sip::transport via = sip::transport::udp;
    std::string start{}; ///< the start line as understood; empty: the octets are no SIP message
    std::map<std::string, std::vector<std::string>> headers{};
    std::vector<std::string> parts{};
    std::vector<std::string> contacts{};
    /// What is left of `contacts` where a document that is not well-formed is refused; the same where not
    /// given.
    std::vector<std::string> strict{};
    std::vector<std::string>
        errors{}; ///< the requirements that the rules must report as broken, and no others
    std::vector<std::string> warnings{};
    std::size_t messages = 1; ///< how many a framer cuts out of these octets
};

/// Read the index; on failure a sentence with line and column.
std::expected<std::vector<trap>, std::string> read_corpus_index(std::string_view text);

} // namespace simplespec::scenarios
