#pragma once
// A file of the source tree that was built into the program, so that it needs no path at run time.
#include <span>
#include <string_view>

namespace simplespec::sip {

struct embedded_file {
    std::string_view name; ///< path below the folder that embeds it: "rfc3903/6/refresh.scn"
    std::string_view text;
};

} // namespace simplespec::sip
