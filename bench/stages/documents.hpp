#pragma once
// What the three stages of documents share: what was sent, and whether the answer is the same. Not for other
// stages.
#include "bench/measured_case.hpp"

#include <memory>
#include <string>
#include <vector>

namespace simplespec::bench {

/// The documents of one list NOTIFY, and what a reader has to make of them.
struct sent_documents {
    std::string list;                  ///< RLMI
    std::vector<std::string> presence; ///< of each contact
    std::vector<resource_fields> resources;
    std::vector<presence_fields> people;
    std::size_t octets = 0; ///< of all of them
};

std::shared_ptr<const sent_documents> documents_of(const corpus_settings& settings);

/// In one sentence, empty where there is none.
std::string difference(const presence_fields& shall, const presence_fields& is);
std::string difference(const std::vector<resource_fields>& shall, const resource_table& is);

} // namespace simplespec::bench
