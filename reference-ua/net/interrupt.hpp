#pragma once
// Ctrl-C and SIGTERM as a question that long work asks.

namespace simplespec::net {

/// From now on the first SIGINT or SIGTERM is only noted; a second one ends the process. SIGPIPE is ignored.
void watch_interrupts();
/// Whether one came.
bool interrupted();

} // namespace simplespec::net
