#include "net/http_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <fmt/format.h>

#include <optional>

namespace simplespec::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

namespace {

http::request<http::string_body> prepared(const http_request& from, const http_place& place) {
    http::request<http::string_body> out;
    out.version(11);
    out.method_string(from.method);
    out.target(from.target);
    const bool v6 = place.host.contains(':');
    out.set(http::field::host,
            fmt::format("{}{}{}:{}", v6 ? "[" : "", place.host, v6 ? "]" : "", place.port));
    for (const auto& [name, value] : from.fields) out.set(name, value);
    out.body() = from.body;
    out.prepare_payload();
    return out;
}

http_response taken(http::response<http::string_body>&& from) {
    http_response out{.status = static_cast<int>(from.result_int())};
    for (const auto& f : from) {
        auto& value = out.fields[std::string(f.name_string())];
        // A field that stands twice: its values as one list.
        value += (value.empty() ? "" : ", ") + std::string(f.value());
    }
    out.body = std::move(from.body());
    return out;
}

} // namespace

struct http_client::connection {
    asio::io_context context{1};
    asio::ssl::context tls{asio::ssl::context::tls_client};
    std::optional<beast::ssl_stream<beast::tcp_stream>> stream;
    bool secure = false;
    bool open = false;

    /// Run what was begun to its end; its own limit of time ends it.
    void finish() {
        context.restart();
        context.run();
    }

    error_code connect(const http_place& place, sip::duration limit) {
        open = false;
        secure = place.secure;
        tls.set_verify_mode(asio::ssl::verify_none);
        stream.emplace(context, tls);
        error_code bad;
        asio::ip::tcp::resolver resolver(context);
        const auto found = resolver.resolve(place.host, std::to_string(place.port), bad);
        if (bad) return bad;
        auto& lowest = beast::get_lowest_layer(*stream);
        lowest.expires_after(limit);
        lowest.async_connect(found, [&bad](error_code e, const asio::ip::tcp::endpoint&) { bad = e; });
        finish();
        if (bad || !secure) return open = !bad, bad;
        stream->async_handshake(asio::ssl::stream_base::client, [&bad](error_code e) { bad = e; });
        finish();
        return open = !bad, bad;
    }

    template <class Stream>
    error_code speak(Stream& over, const http::request<http::string_body>& request,
                     http::response_parser<http::string_body>& parser) {
        error_code bad;
        http::async_write(over, request, [&bad](error_code e, std::size_t) { bad = e; });
        finish();
        if (bad) return bad;
        beast::flat_buffer buffer;
        http::async_read(over, buffer, parser, [&bad](error_code e, std::size_t) { bad = e; });
        finish();
        return bad;
    }

    error_code exchange(const http::request<http::string_body>& request, sip::duration limit,
                        http::response_parser<http::string_body>& parser) {
        beast::get_lowest_layer(*stream).expires_after(limit);
        const auto bad =
            secure ? speak(*stream, request, parser) : speak(stream->next_layer(), request, parser);
        open = !bad && parser.is_done() && parser.keep_alive();
        return bad;
    }
};

http_client::http_client(http_place place, sip::duration limit)
    : connection_(std::make_unique<connection>()), place_(std::move(place)), limit_(limit) {}
http_client::http_client(http_client&&) noexcept = default;
http_client& http_client::operator=(http_client&&) noexcept = default;
http_client::~http_client() = default;

std::expected<http_response, http_failure> http_client::exchange(const http_request& request) {
    const auto fail = [this](http_failure_kind what, const std::string& text) {
        connection_->open = false;
        return std::unexpected(http_failure{what, fmt::format("{}:{} {}", place_.host, place_.port, text)});
    };
    const auto whole = prepared(request, place_);
    const bool kept = connection_->open;
    for (bool again = false;; again = true) {
        if (!connection_->open)
            if (const auto bad = connection_->connect(place_, limit_))
                return fail(http_failure_kind::unreachable, bad == beast::error::timeout
                                                                ? "does not answer"
                                                                : "gives no connection: " + bad.message());
        http::response_parser<http::string_body> parser;
        parser.body_limit(most_octets);
        parser.skip(request.method == "HEAD");
        const auto bad = connection_->exchange(whole, limit_, parser);
        if (!bad) return taken(parser.release());
        // A connection from before may have been closed in the meantime: that is no failure of this request.
        if (kept && !again && !parser.got_some() && bad != beast::error::timeout) {
            connection_->open = false;
            continue;
        }
        if (bad == http::error::body_limit || bad == http::error::header_limit ||
            bad == http::error::buffer_overflow)
            return fail(http_failure_kind::too_large, fmt::format("sends more than {} octets", most_octets));
        if (bad == beast::error::timeout)
            return fail(http_failure_kind::silent, "took the request and does not answer in time");
        if (!parser.got_some() || bad == http::error::partial_message || bad == http::error::end_of_stream)
            return fail(http_failure_kind::silent, "closed the connection before its answer was whole");
        return fail(http_failure_kind::malformed, "does not answer in HTTP: " + bad.message());
    }
}

} // namespace simplespec::net
