#include "net/lines.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace simplespec::net {

struct lines::state : std::enable_shared_from_this<state> {
    state(run_loop& loop, int descriptor, std::function<void(std::string)> h)
        : in(loop.context()), number(descriptor), heard(std::move(h)) {}

    // Asio makes what it waits for non-blocking, also for the shell that we share it with: undone at once. Only what is
    // ready is read.
    void wait() {
        const int flags = fcntl(number, F_GETFL);
        in.async_wait(boost::asio::posix::descriptor_base::wait_read,
                      [self = weak_from_this()](const boost::system::error_code& bad) {
                          if (const auto s = self.lock(); s && !bad) s->read();
                      });
        fcntl(number, F_SETFL, flags);
    }

    void read() {
        char chunk[1024];
        const auto got = ::read(number, chunk, sizeof chunk);
        if (got <= 0) return;
        text.append(chunk, static_cast<std::size_t>(got));
        for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
            auto line = text.substr(0, end);
            text.erase(0, end + 1);
            if (line.ends_with('\r')) line.pop_back();
            heard(std::move(line));
        }
        if (text.size() <= 4096) wait();
    }

    boost::asio::posix::stream_descriptor in;
    int number;
    std::function<void(std::string)> heard;
    std::string text;
};

lines::lines(run_loop& loop, int descriptor, std::function<void(std::string)> heard)
    : state_(std::make_shared<state>(loop, descriptor, std::move(heard))) {
    boost::system::error_code bad;
    state_->in.assign(descriptor, bad);
    if (!bad) state_->wait();
}

lines::~lines() {
    if (state_->in.is_open()) state_->in.release();
}

} // namespace simplespec::net
