#pragma once
// One TCP connection of a port: whole messages out of a stream, and a bounded queue of messages to be written.
#include "net/port.hpp"
#include "sip/framer.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>

namespace simplespec::net {

/// What a connection tells its port. `closed` comes once, with what could not be written.
struct connection_events {
    std::function<void(const sip::hop& peer, std::string octets)> received;
    std::function<void(const sip::hop& peer, const std::deque<sip::transmission>& unsent, const std::string& reason)> closed;
};

class connection : public std::enable_shared_from_this<connection> {
public:
    connection(boost::asio::ip::tcp::socket socket, sip::hop peer, port_limits limits, connection_events events);

    /// Of an accepted socket: begin to read.
    void start();
    /// Open a connection to the peer from this local address, then read and write.
    void connect(const boost::asio::ip::tcp::endpoint& to, const boost::asio::ip::address& from);
    /// Queue a message; where the peer has not read for too long the connection is closed instead.
    void send(const sip::transmission& out);
    void close(const std::string& reason);
    /// Close without telling anybody.
    void abandon();

private:
    void read();
    void on_read(std::size_t octets);
    void write();

    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer patience_;
    sip::hop peer_;
    port_limits limits_;
    connection_events events_;
    sip::framer framer_;
    std::deque<sip::transmission> queue_; // the first one is being written
    std::size_t queued_ = 0;
    std::string chunk_;
    bool open_ = false;
    bool writing_ = false;
    bool closed_ = false;
};

} // namespace simplespec::net
