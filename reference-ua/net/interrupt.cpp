#include "net/interrupt.hpp"

#include <atomic>
#include <csignal>
#include <unistd.h>

namespace simplespec::net {
namespace {

// Lock-free, so that a signal's handler may read them.
std::atomic<int> raised{0};
std::atomic<int> along[64]{};
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void note_interrupt(int) {
    if (raised.fetch_add(1) == 0) return;
    for (auto& each : along)
        if (const int group = each.load(); group > 0) kill(-group, SIGKILL);
    _exit(130);
}

} // namespace

void watch_interrupts() {
    struct sigaction action {};
    action.sa_handler = note_interrupt;
    for (const int s : {SIGINT, SIGTERM, SIGHUP}) sigaction(s, &action, nullptr);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, nullptr);
}

bool interrupted() { return raised.load() != 0; }

void takes_along(int group) {
    for (auto& each : along) {
        int none = 0;
        if (each.compare_exchange_strong(none, group)) return;
    }
}

void leaves_alone(int group) {
    for (auto& each : along) {
        int found = group;
        if (each.compare_exchange_strong(found, 0)) return;
    }
}

} // namespace simplespec::net
