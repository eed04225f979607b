#include "rigs/description.hpp"

namespace simplespec::rigs {

const std::vector<std::string>& rig_kinds() {
    static const std::vector<std::string> all{"snom", "yealink", "cisco", "poly", "fingers"};
    return all;
}

const std::vector<std::string>& finger_board_names() {
    static const std::vector<std::string> all{"marlin", "grbl", "relay"};
    return all;
}

} // namespace simplespec::rigs
