#include "net/serial_line.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace simplespec::net {
namespace {

constexpr std::size_t most_read = 4096;
constexpr auto write_patience = std::chrono::seconds(5);

std::string system_said(int code) { return std::strerror(code); }

std::expected<speed_t, std::string> speed_of(int bits) {
    constexpr std::array<std::pair<int, speed_t>, 9> known{{{1200, B1200},
                                                            {2400, B2400},
                                                            {4800, B4800},
                                                            {9600, B9600},
                                                            {19200, B19200},
                                                            {38400, B38400},
                                                            {57600, B57600},
                                                            {115200, B115200},
                                                            {230400, B230400}}};
    for (const auto& [number, code] : known)
        if (number == bits) return code;
    return std::unexpected(fmt::format("{} bits a second is no speed of a serial port", bits));
}

/// Raw, and nobody else's.
std::string prepare(int descriptor, speed_t speed) {
    termios how{};
    if (tcgetattr(descriptor, &how) != 0) return system_said(errno);
    cfmakeraw(&how);
    how.c_cflag |= CLOCAL | CREAD;
    how.c_cc[VMIN] = 1;
    how.c_cc[VTIME] = 0;
    cfsetispeed(&how, speed);
    cfsetospeed(&how, speed);
    if (tcsetattr(descriptor, TCSANOW, &how) != 0) return system_said(errno);
    return {};
}

} // namespace

std::expected<std::unique_ptr<serial_line>, std::string> serial_line::open(const std::string& path,
                                                                           int speed) {
    const auto code = speed_of(speed);
    if (!code) return std::unexpected(code.error());
    const int descriptor = ::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return std::unexpected(fmt::format("{}: {}", path, system_said(errno)));
    std::unique_ptr<serial_line> out(new serial_line(descriptor, path));
    if (const auto wrong = prepare(descriptor, *code); !wrong.empty())
        return std::unexpected(fmt::format("{} is no serial port: {}", path, wrong));
    if (ioctl(descriptor, TIOCEXCL) != 0)
        return std::unexpected(fmt::format("{}: {}", path, system_said(errno)));
    return out;
}

serial_line::~serial_line() {
    ioctl(descriptor_, TIOCNXCL);
    ::close(descriptor_);
}

sip::time_point serial_line::now() const { return std::chrono::steady_clock::now(); }

std::expected<bool, std::string> serial_line::wait(short events, sip::duration limit) {
    const auto until = now() + limit;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now()).count();
        pollfd one{descriptor_, events, 0};
        const int got = ::poll(&one, 1, static_cast<int>(std::clamp<long long>(left, 0, 60'000)));
        if (got < 0 && errno != EINTR)
            return std::unexpected(fmt::format("{}: {}", path_, system_said(errno)));
        if (got > 0 && (one.revents & events) != 0) return true;
        if (got > 0) return std::unexpected(fmt::format("{} is gone", path_));
        if (now() >= until) return false;
    }
}

std::expected<void, std::string> serial_line::write(std::string_view octets) {
    const auto until = now() + write_patience;
    while (!octets.empty()) {
        const auto ready = wait(POLLOUT, until - now());
        if (!ready) return std::unexpected(ready.error());
        if (!*ready) return std::unexpected(fmt::format("{} takes nothing", path_));
        const auto sent = ::write(descriptor_, octets.data(), octets.size());
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return std::unexpected(fmt::format("{}: {}", path_, system_said(errno)));
        if (sent > 0) octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

std::expected<std::string, std::string> serial_line::read(sip::duration limit) {
    const auto ready = wait(POLLIN, limit);
    if (!ready) return std::unexpected(ready.error());
    if (!*ready) return std::string();
    std::string out(most_read, '\0');
    const auto got = ::read(descriptor_, out.data(), out.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return std::string();
    if (got <= 0) return std::unexpected(fmt::format("{} is gone", path_));
    out.resize(static_cast<std::size_t>(got));
    return out;
}

struct pseudo_terminal::state : std::enable_shared_from_this<state> {
    state(run_loop& loop, int ours, int theirs, std::string name, std::function<void(std::string)> to)
        : master(loop.context(), ours), slave(theirs), path(std::move(name)), heard(std::move(to)) {}
    ~state() { ::close(slave); }

    void listen() {
        master.async_read_some(boost::asio::buffer(room),
                               [self = shared_from_this()](boost::system::error_code wrong, std::size_t got) {
                                   if (wrong || !self->heard) return;
                                   self->heard(self->room.substr(0, got));
                                   if (self->heard) self->listen();
                               });
    }

    boost::asio::posix::stream_descriptor master;
    int slave; ///< kept open, or reading would end each time that somebody closes theirs
    std::string path;
    std::function<void(std::string)> heard;
    std::string room = std::string(most_read, '\0');
};

std::expected<std::unique_ptr<pseudo_terminal>, std::string>
pseudo_terminal::open(run_loop& loop, std::function<void(std::string octets)> heard) {
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0) return std::unexpected("no pseudo-terminal: " + system_said(errno));
    std::array<char, 128> name{};
    int slave = -1;
    if (::grantpt(master) == 0 && ::unlockpt(master) == 0 &&
        ::ptsname_r(master, name.data(), name.size()) == 0)
        slave = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0) {
        const auto wrong = system_said(errno);
        ::close(master);
        return std::unexpected("no pseudo-terminal: " + wrong);
    }
    auto made = std::make_shared<state>(loop, master, slave, name.data(), std::move(heard));
    if (const auto wrong = prepare(slave, B115200); !wrong.empty()) return std::unexpected(wrong);
    made->master.non_blocking(true);
    made->listen();
    return std::unique_ptr<pseudo_terminal>(new pseudo_terminal(std::move(made)));
}

pseudo_terminal::~pseudo_terminal() {
    state_->heard = nullptr;
    boost::system::error_code ignored;
    state_->master.close(ignored);
}

const std::string& pseudo_terminal::path() const { return state_->path; }

void pseudo_terminal::send(std::string_view octets) {
    boost::system::error_code ignored;
    while (!octets.empty()) {
        const auto sent = state_->master.write_some(boost::asio::buffer(octets), ignored);
        if (ignored || sent == 0) return;
        octets.remove_prefix(sent);
    }
}

} // namespace simplespec::net
