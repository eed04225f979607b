#pragma once
// Several threads for work that comes in pieces.
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace simplespec::net {

/// One piece. Two that share an element of `holds` never run at the same time.
struct job {
    std::vector<std::string> holds;
    std::function<void()> work;
};

/// Do all of them on at most this many threads (at least one) and return when all are done. They begin in the order given,
/// but one whose holds are taken lets others pass. What a piece throws is thrown again when all are done; the first one, where
/// several do.
void do_all(const std::vector<job>& jobs, std::size_t threads);

/// How many threads this machine runs at once; at least 1.
std::size_t processors();

} // namespace simplespec::net
