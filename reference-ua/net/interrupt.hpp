#pragma once
// Ctrl-C, SIGTERM and SIGHUP as a question that long work asks.

namespace simplespec::net {

/// From now on the first SIGINT, SIGTERM or SIGHUP is only noted; a second one ends this process with 130, and with SIGKILL
/// every group that goes along. SIGPIPE is ignored.
void watch_interrupts();
/// Whether one came.
bool interrupted();

/// A process group of our making, which must not outlive us: the second signal ends it. Beyond 64 at a time none is kept.
void takes_along(int group);
/// It is over: its number may be somebody else's from now on.
void leaves_alone(int group);

} // namespace simplespec::net
