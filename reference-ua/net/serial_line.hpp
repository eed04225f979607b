#pragma once
// A serial port, 8 bits, no parity, one stop bit, nothing translated. And the other end of one, without any
// hardware.
#include "net/octet_line.hpp"
#include "net/run_loop.hpp"

#include <functional>
#include <memory>
#include <string>

namespace simplespec::net {

/// Waits in the calling thread. One process at a time has it.
class serial_line final : public octet_line {
  public:
    /// `speed` in bits a second, one of those that termios has (9600, 115200, ...). The error says what the
    /// system said.
    static std::expected<std::unique_ptr<serial_line>, std::string> open(const std::string& path, int speed);
    ~serial_line() override;
    serial_line(const serial_line&) = delete;
    serial_line& operator=(const serial_line&) = delete;

    std::expected<void, std::string> write(std::string_view octets) override;
    std::expected<std::string, std::string> read(sip::duration limit) override;
    sip::time_point now() const override;

  private:
    serial_line(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
    std::expected<bool, std::string> wait(short events, sip::duration limit);

    int descriptor_;
    std::string path_;
};

/// A device that programs open as a serial port, and this is what is at its other end. Stays when they close
/// it.
class pseudo_terminal {
  public:
    /// `heard` gets what came, from the run loop.
    static std::expected<std::unique_ptr<pseudo_terminal>, std::string>
    open(run_loop& loop, std::function<void(std::string octets)> heard);
    /// As if the plug was pulled.
    ~pseudo_terminal();
    pseudo_terminal(const pseudo_terminal&) = delete;
    pseudo_terminal& operator=(const pseudo_terminal&) = delete;

    /// What to open: "/dev/pts/7".
    const std::string& path() const;
    /// What does not fit, because nobody reads, is lost, as on a wire.
    void send(std::string_view octets);

    struct state;

  private:
    explicit pseudo_terminal(std::shared_ptr<state> s) : state_(std::move(s)) {}
    std::shared_ptr<state> state_;
};

} // namespace simplespec::net
