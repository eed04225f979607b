#pragma once
// Messages that somebody wrote down or exported: one file, one or several messages, no frames.
#include "scenarios/captures/capture.hpp"

namespace simplespec::scenarios {

/// A message ends by its Content-Length where the next one or the end of the file follows there, else at the next line that
/// begins a message. A file without any CR is taken for one whose line ends were changed by an editor: they are restored.
capture read_raw_text(std::string_view text);

} // namespace simplespec::scenarios
