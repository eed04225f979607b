#include "net/clock.hpp"

#include <random>

namespace simplespec::net {

sip::instant clock::now() const {
    return sip::instant{std::chrono::steady_clock::now(), std::chrono::system_clock::now()} +
           sip::duration(offset_.load());
}

sip::time_point clock::real(sip::time_point t) const {
    const sip::duration offset(offset_.load());
    // A deadline far ahead stays there: time_point::max() minus an offset is still far ahead.
    return t - offset;
}

std::uint64_t system_seed() {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

} // namespace simplespec::net
