#include "rigs/description.hpp"

namespace simplespec::rigs {

const std::vector<std::string>& rig_kinds() {
    static const std::vector<std::string> all{"snom", "yealink", "cisco", "poly", "fingers"};
    return all;
}

} // namespace simplespec::rigs
