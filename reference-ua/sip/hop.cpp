#include "sip/hop.hpp"

#include <fmt/format.h>

namespace simplespec::sip {

std::string_view name(transport t) {
    switch (t) {
    case transport::tcp: return "TCP";
    case transport::tls: return "TLS";
    case transport::udp: break;
    }
    return "UDP";
}

std::string hostport(const hop& h) {
    const bool literal = h.host.find(':') != std::string::npos;
    return literal ? fmt::format("[{}]:{}", h.host, h.port) : fmt::format("{}:{}", h.host, h.port);
}

std::string describe(const hop& h) {
    static constexpr std::string_view lower[] = {"udp", "tcp", "tls"};
    return fmt::format("{}:{}", lower[static_cast<std::size_t>(h.via)], hostport(h));
}

} // namespace simplespec::sip
