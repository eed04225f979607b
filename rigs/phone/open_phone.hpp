#pragma once
// A virtual phone in the world: its SIP on sockets, its web server on a port.
#include "net/clock.hpp"
#include "net/run_loop.hpp"
#include "rigs/phone/face.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

namespace simplespec::rigs {

struct phone_place {
    std::string sip_host{};     ///< own numeric address
    std::uint16_t sip_port = 0; ///< 0: one that is free
    std::string web_host = "127.0.0.1";
    std::uint16_t web_port = 0; ///< 0: one that is free
    http_account account{};     ///< needed where web_host is no loopback address
    bool ready = true;          ///< set up for remote control; else as it comes out of its box
};

/// Runs on the loop's thread. Loop and clock must outlive it.
class open_phone {
  public:
    /// `setup.local` is found here. On failure a sentence.
    static std::expected<std::unique_ptr<open_phone>, std::string>
    open(net::run_loop& loop, const net::clock& clock, handset_setup setup, phone_place place,
         std::uint64_t seed);
    ~open_phone();
    open_phone(const open_phone&) = delete;
    open_phone& operator=(const open_phone&) = delete;

    void switch_on();
    /// Takes back what stands at the server; at_rest() tells when that is done.
    void switch_off();
    bool at_rest() const;
    /// A key pressed here and not over HTTP; false where too many wait.
    bool press(const stroke& one);

    virtual_handset& phone();
    /// "http://127.0.0.1:8080/"
    std::string address() const;
    std::uint16_t web_port() const;

  private:
    struct parts;
    explicit open_phone(std::unique_ptr<parts> p);
    std::unique_ptr<parts> parts_;
};

} // namespace simplespec::rigs
