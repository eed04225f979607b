#include "sip/framer.hpp"

#include <algorithm>

namespace simplespec::sip {
namespace {

// The value of the first Content-Length (or l) row of a head.
parsed<std::uint64_t> content_length(std::string_view head, std::uint64_t limit) {
    std::size_t at = head.find('\n');
    while (at != std::string_view::npos && at + 1 < head.size()) {
        const std::size_t from = at + 1;
        at = head.find('\n', from);
        const auto line = head.substr(from, at == std::string_view::npos ? at : at - from);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || is_wsp(line.front())) continue;
        const auto name = trim(line.substr(0, colon));
        if (!iequal(name, "Content-Length") && !iequal(name, "l")) continue;
        auto value = trim(line.substr(colon + 1));
        if (value.empty() && at < head.size() - 1 && is_wsp(head[at + 1])) // folded
            value = trim(head.substr(at + 1, head.find('\n', at + 1) - at - 1));
        cursor in(value);
        auto length = in.number(limit, "Content-Length");
        if (length && !in.at_end()) return in.fail("Content-Length", "the end of the number");
        return length;
    }
    return std::unexpected(parse_error{"Content-Length", "a Content-Length on a stream", 0});
}

} // namespace

void framer::feed(std::string_view octets) {
    if (lost_) return;
    // Dropping what was taken costs what is kept; done only when more is dropped than kept, so the whole stays linear.
    if (at_ > buffer_.size() - at_) {
        buffer_.erase(0, at_);
        scanned_ -= std::min(scanned_, at_);
        end_ -= std::min(end_, at_);
        at_ = 0;
    }
    buffer_.append(octets);
}

std::unexpected<parse_error> framer::lose(parse_error why) {
    lost_ = why;
    return std::unexpected(why);
}

// Whether the head is whole; then end_ is the end of the message.
parsed<bool> framer::head_ends() {
    std::size_t i = std::max(scanned_, at_);
    for (i = buffer_.find('\n', i); i != std::string::npos; i = buffer_.find('\n', i + 1)) {
        std::size_t next = i + 1;
        if (next < buffer_.size() && buffer_[next] == '\r') ++next;
        if (next >= buffer_.size()) break;
        if (buffer_[next] == '\n') {
            const auto head = std::string_view(buffer_).substr(at_, i + 1 - at_);
            if (head.size() > limits_.head) return lose({"SIP-message", "a head within its limit", 0});
            const auto length = content_length(head, limits_.body);
            if (!length) return lose(length.error());
            end_ = next + 1 + static_cast<std::size_t>(*length);
            return true;
        }
    }
    scanned_ = i == std::string::npos ? buffer_.size() : i;
    if (pending() > limits_.head) return lose({"SIP-message", "a head within its limit", 0});
    return false;
}

parsed<std::optional<frame>> framer::take(bool flush) {
    if (lost_) return std::unexpected(*lost_);
    if (end_ <= at_) {
        const auto rest = std::string_view(buffer_).substr(at_);
        if (rest.empty()) return std::nullopt;
        if (rest.starts_with("\r\n\r\n")) {
            at_ += 4;
            return frame{frame::kind::ping, {}};
        }
        if (std::string_view("\r\n\r\n").starts_with(rest)) {
            if (!flush || rest != "\r\n") return std::nullopt;
            at_ += 2;
            return frame{frame::kind::pong, {}};
        }
        if (rest.starts_with("\r\n")) {
            at_ += 2;
            return frame{frame::kind::pong, {}};
        }
        const auto whole = head_ends();
        if (!whole) return std::unexpected(whole.error());
        if (!*whole) return std::nullopt;
    }
    if (end_ > buffer_.size()) return std::nullopt;
    frame out{frame::kind::message, buffer_.substr(at_, end_ - at_)};
    at_ = scanned_ = end_;
    return out;
}

} // namespace simplespec::sip
