#pragma once
// One function for each kind of a variant, as a single visitor.

namespace simplespec::sip {

template <class... Kinds>
struct kinds : Kinds... {
    using Kinds::operator()...;
};

} // namespace simplespec::sip
