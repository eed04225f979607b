#pragma once
// Octets both ways, without any form of their own: a serial port, or what a test puts in its place.
#include "sip/instant.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace simplespec::net {

class octet_line {
  public:
    virtual ~octet_line() = default;

    /// All of it. The error is half a sentence: the other end is gone, or takes nothing.
    virtual std::expected<void, std::string> write(std::string_view octets) = 0;
    /// What has come, as soon as anything has, at most 4096 octets; empty where `limit` passed. The error:
    /// the other end is gone.
    virtual std::expected<std::string, std::string> read(sip::duration limit) = 0;
    /// The clock by which `limit` passes.
    virtual sip::time_point now() const = 0;
};

} // namespace simplespec::net
