#include "net/resolver.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace simplespec::net {

bool is_numeric(const std::string& host) {
    boost::system::error_code bad;
    boost::asio::ip::make_address(host, bad);
    return !bad;
}

std::expected<std::vector<std::string>, std::string> resolve(const std::string& host) {
    if (is_numeric(host)) return std::vector{host};
    boost::asio::io_context context;
    boost::asio::ip::tcp::resolver resolver(context);
    boost::system::error_code bad;
    const auto answers = resolver.resolve(host, "", bad);
    if (bad) return std::unexpected(fmt::format("{} has no address: {}", host, bad.message()));
    std::vector<std::string> out;
    for (const auto& a : answers) {
        auto text = a.endpoint().address().to_string();
        if (std::ranges::find(out, text) == out.end()) out.push_back(std::move(text));
    }
    return out;
}

} // namespace simplespec::net
