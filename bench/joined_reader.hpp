#pragma once
// A list reader made of a head reader, a splitter and a document reader, as somebody builds it who takes them
// from libraries.
#include "bench/readers.hpp"

#include <memory>

namespace simplespec::bench {

/// Parts are looked for where the last one stood first, so joining costs next to nothing on lists in order.
std::unique_ptr<list_reader> joined(std::unique_ptr<head_reader> head,
                                    std::unique_ptr<body_splitter> splitter,
                                    std::unique_ptr<document_reader> documents);

/// The same with members of the roster by name; null where one of them is missing.
std::unique_ptr<list_reader> joined(const roster& all, std::string_view head, std::string_view splitter,
                                    std::string_view documents);

} // namespace simplespec::bench
