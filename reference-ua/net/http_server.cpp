#include "net/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <optional>

namespace simplespec::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

http_request taken(const http::request<http::string_body>& from) {
    http_request out{.method = std::string(from.method_string()), .target = std::string(from.target())};
    for (const auto& f : from) {
        auto& value = out.fields[std::string(f.name_string())];
        // A field that stands twice: its values as one list.
        value += (value.empty() ? "" : ", ") + std::string(f.value());
    }
    out.body = from.body();
    return out;
}

http::response<http::string_body> prepared(const http_response& from, unsigned version, bool keep_alive) {
    http::response<http::string_body> out(static_cast<http::status>(from.status), version);
    for (const auto& [name, value] : from.fields) out.set(name, value);
    out.body() = from.body;
    out.keep_alive(keep_alive);
    out.prepare_payload();
    return out;
}

int status_of(const error_code& bad) {
    if (bad == http::error::body_limit) return 413;
    if (bad == http::error::header_limit) return 431;
    return 400;
}

// Host = uri-host [ ":" port ] of a loopback server: an address, or localhost.
bool names_this_machine(std::string_view host) {
    if (host.starts_with('[')) return true;
    host = host.substr(0, host.find(':'));
    error_code bad;
    asio::ip::make_address(host, bad);
    return !bad || beast::iequals(host, "localhost") || host.empty();
}

class session;

} // namespace

struct http_server::state {
    state(run_loop& loop, http_handler h, http_server_limits l)
        : acceptor(loop.context()), handler(std::move(h)), limits(l) {}

    tcp::acceptor acceptor;
    http_handler handler; // empty once the server is gone
    http_server_limits limits;
    bool loopback = true;
    std::list<std::weak_ptr<session>> sessions;
};

namespace {

class session : public std::enable_shared_from_this<session> {
  public:
    session(tcp::socket socket, std::shared_ptr<http_server::state> server)
        : stream_(std::move(socket)), server_(std::move(server)) {}

    void read() {
        parser_.emplace();
        parser_->header_limit(server_->limits.header);
        parser_->body_limit(server_->limits.body);
        stream_.expires_after(server_->limits.patience);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](error_code bad, std::size_t) { self->on_read(bad); });
    }

    void close() {
        error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
        stream_.close();
    }

  private:
    // Whether what came was wrong; else nobody is there to be told.
    static bool was_malformed(const error_code& bad) {
        return bad.category() == make_error_code(http::error::bad_method).category() &&
               bad != http::error::end_of_stream && bad != http::error::partial_message;
    }

    void on_read(error_code bad) {
        if (!server_->handler || (bad && !was_malformed(bad))) return close();
        constexpr unsigned version = 11;
        if (bad) return write(prepared({.status = status_of(bad)}, version, false));
        const auto& message = parser_->get();
        if (server_->loopback && !names_this_machine(message[http::field::host]))
            return write(prepared({.status = 421}, version, false));
        const auto request = taken(message);
        const auto answer = server_->handler(request);
        if (answer.status == 0) return close();
        write(prepared(answer, message.version(), message.keep_alive()));
    }

    void write(http::response<http::string_body> response) {
        response_ = std::move(response);
        stream_.expires_after(server_->limits.patience);
        http::async_write(stream_, response_, [self = shared_from_this()](error_code bad, std::size_t) {
            if (bad || !self->response_.keep_alive() || !self->server_->handler) return self->close();
            self->read();
        });
    }

    beast::tcp_stream stream_;
    std::shared_ptr<http_server::state> server_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> response_;
};

void accept(const std::shared_ptr<http_server::state>& server) {
    server->acceptor.async_accept([server](error_code bad, tcp::socket socket) {
        if (!server->handler || bad == asio::error::operation_aborted) return;
        if (!bad) {
            server->sessions.remove_if([](const auto& s) { return s.expired(); });
            if (server->sessions.size() < server->limits.connections) {
                const auto one = std::make_shared<session>(std::move(socket), server);
                server->sessions.push_back(one);
                one->read();
            }
        }
        accept(server);
    });
}

} // namespace

std::expected<std::unique_ptr<http_server>, std::string>
http_server::open(run_loop& loop, const std::string& host, std::uint16_t port, bool guarded,
                  http_handler handler, http_server_limits limits) {
    error_code bad;
    const auto address = asio::ip::make_address(host, bad);
    if (bad) return std::unexpected(fmt::format("'{}' is no address", host));
    if (!address.is_loopback() && !guarded)
        return std::unexpected(
            fmt::format("{} can be reached from elsewhere: give a password, or 127.0.0.1", host));
    const auto made = std::make_shared<state>(loop, std::move(handler), limits);
    made->loopback = address.is_loopback();
    const tcp::endpoint at(address, port);
    made->acceptor.open(at.protocol(), bad);
    if (!bad) made->acceptor.set_option(tcp::acceptor::reuse_address(true), bad);
    if (!bad) made->acceptor.bind(at, bad);
    if (!bad) made->acceptor.listen(asio::socket_base::max_listen_connections, bad);
    if (bad)
        return std::unexpected(fmt::format("cannot listen at {} port {}: {}", host, port, bad.message()));
    accept(made);
    return std::unique_ptr<http_server>(new http_server(made));
}

http_server::http_server(std::shared_ptr<state> s) : state_(std::move(s)) {}

http_server::~http_server() { // NOLINT(bugprone-exception-escape): only an exhausted memory could throw here
    state_->handler = nullptr;
    error_code ignored;
    state_->acceptor.close(ignored);
    for (const auto& each : state_->sessions)
        if (const auto open = each.lock()) open->close();
}

std::uint16_t http_server::port() const {
    error_code bad;
    const auto at = state_->acceptor.local_endpoint(bad);
    return bad ? std::uint16_t{0} : at.port();
}

} // namespace simplespec::net
