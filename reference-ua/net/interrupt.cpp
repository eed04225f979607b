#include "net/interrupt.hpp"

#include <csignal>

namespace simplespec::net {
namespace {

volatile std::sig_atomic_t raised = 0;

extern "C" void note_interrupt(int) { raised = 1; }

} // namespace

void watch_interrupts() {
    struct sigaction action {};
    action.sa_handler = note_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    action.sa_handler = SIG_IGN;
    action.sa_flags = 0;
    sigaction(SIGPIPE, &action, nullptr);
}

bool interrupted() { return raised != 0; }

} // namespace simplespec::net
