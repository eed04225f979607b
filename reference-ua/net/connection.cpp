#include "net/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace simplespec::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t chunk_size = 65536;

} // namespace

connection::connection(asio::ip::tcp::socket socket, sip::hop peer, port_limits limits, connection_events events)
    : socket_(std::move(socket)), patience_(socket_.get_executor()), peer_(std::move(peer)), limits_(limits),
      events_(std::move(events)), chunk_(chunk_size, '\0') {}

void connection::start() {
    error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    open_ = true;
    read();
    write();
}

void connection::connect(const asio::ip::tcp::endpoint& to, const asio::ip::address& from) {
    error_code bad;
    socket_.open(to.protocol(), bad);
    if (!bad && !from.is_unspecified()) socket_.bind({from, 0}, bad);
    if (bad) {
        // Not at once: the caller has not finished its own step.
        asio::post(socket_.get_executor(), [self = shared_from_this(), bad] { self->close(bad.message()); });
        return;
    }
    patience_.expires_after(limits_.connect);
    patience_.async_wait([self = shared_from_this()](const error_code& stopped) {
        if (!stopped && !self->open_) self->close("no connection in time");
    });
    socket_.async_connect(to, [self = shared_from_this()](const error_code& refused) {
        if (self->closed_) return;
        self->patience_.cancel();
        if (refused)
            self->close(refused == asio::error::connection_refused ? "connection refused" : refused.message());
        else
            self->start();
    });
}

void connection::send(const sip::transmission& out) {
    if (closed_) return;
    queued_ += out.octets.size();
    queue_.push_back(out);
    if (queued_ > limits_.unsent) {
        asio::post(socket_.get_executor(), [self = shared_from_this()] { self->close("the peer does not read"); });
        return;
    }
    write();
}

void connection::write() {
    if (!open_ || writing_ || queue_.empty()) return;
    writing_ = true;
    asio::async_write(socket_, asio::buffer(queue_.front().octets),
                      [self = shared_from_this()](const error_code& bad, std::size_t) {
                          if (self->closed_) return;
                          self->writing_ = false;
                          if (bad) return self->close(bad.message());
                          self->queued_ -= self->queue_.front().octets.size();
                          self->queue_.pop_front();
                          self->write();
                      });
}

void connection::read() {
    socket_.async_read_some(asio::buffer(chunk_), [self = shared_from_this()](const error_code& bad, std::size_t octets) {
        if (self->closed_) return;
        if (bad) return self->close(bad == asio::error::eof ? "connection closed" : bad.message());
        self->on_read(octets);
    });
}

void connection::on_read(std::size_t octets) {
    framer_.feed(std::string_view(chunk_).substr(0, octets));
    while (!closed_) {
        auto next = framer_.take();
        if (!next) return close("no message can be cut from what arrived, without " + std::string(next.error().expected));
        if (!*next) break;
        if ((*next)->what == sip::frame::kind::message) {
            if (events_.received) events_.received(peer_, std::move((*next)->octets));
        } else if ((*next)->what == sip::frame::kind::ping) {
            send({{sip::transport::tcp, {}, 0}, peer_, "\r\n"}); // RFC 5626 section 4.4.1: a pong
        }
    }
    if (!closed_) read();
}

void connection::close(const std::string& reason) {
    if (closed_) return;
    const auto self = shared_from_this(); // `closed` drops the port's share
    abandon();
    // A copy, since a write that was cancelled may still look at the queue.
    if (events_.closed) events_.closed(peer_, queue_, reason);
}

void connection::abandon() {
    error_code ignored;
    closed_ = true;
    patience_.cancel();
    socket_.close(ignored);
}

} // namespace simplespec::net
