#include "scenarios/captures/tcp_stream.hpp"

#include <utility>

namespace simplespec::scenarios {
namespace {

constexpr std::size_t patience = 64; // segments behind a hole before it is given up

bool only_line_ends(std::string_view text) { return text.find_first_not_of("\r\n") == text.npos; }

/// Whether more octets could make a start line of this: a part of the version, a method, a method and a scheme.
bool may_still_begin(std::string_view text) {
    constexpr std::string_view version = "SIP/2.0 ";
    if (sip::iequal(text, version.substr(0, text.size()))) return true;
    std::size_t method = 0;
    while (method < text.size() && sip::is_token_char(text[method])) ++method;
    if (method == 0 || method > 32) return text.empty();
    return method == text.size() || (text[method] == ' ' && text.size() - method <= 5 && text.find('\n') == text.npos);
}

} // namespace

std::vector<tcp_stream::yield> tcp_stream::read(const segment& s) {
    std::vector<yield> out;
    if (s.syn) {
        out = end();
        *this = tcp_stream();
        next_ = static_cast<std::int64_t>(s.sequence) + 1;
        begun_ = true;
    }
    if (!s.payload.empty() && !begun_) {
        next_ = s.sequence;
        begun_ = true;
    }
    if (!s.payload.empty() || s.missing != 0) {
        // The distance between two sequence numbers, which wrap at 2^32.
        const auto sequence = s.syn ? s.sequence + 1 : s.sequence;
        const auto ahead = static_cast<std::int32_t>(sequence - static_cast<std::uint32_t>(next_));
        waiting_.try_emplace(next_ + ahead, s);
        fill(out);
        if (waiting_.size() > patience) skip_hole(out);
    }
    if (s.fin || s.reset)
        for (auto& last : end()) out.push_back(std::move(last));
    return out;
}

/// Take what joins the octets that were read.
void tcp_stream::fill(std::vector<yield>& out) {
    while (!waiting_.empty() && waiting_.begin()->first <= next_) {
        const auto node = waiting_.extract(waiting_.begin());
        const auto& s = node.mapped();
        const auto known = next_ - node.key(); // sent again, in whole or in part
        const auto size = static_cast<std::int64_t>(s.payload.size());
        if (known < size) {
            take(std::string_view(s.payload).substr(static_cast<std::size_t>(known)), out);
            next_ = node.key() + size;
        }
        if (s.missing != 0 && known <= size) {
            next_ += static_cast<std::int64_t>(s.missing);
            give_up(true, out);
        }
    }
}

void tcp_stream::skip_hole(std::vector<yield>& out) {
    give_up(true, out);
    next_ = waiting_.begin()->first;
    fill(out);
}

void tcp_stream::take(std::string_view payload, std::vector<yield>& out) {
    open_.append(payload);
    if (!reading_) {
        open_.erase(0, open_.find_first_not_of("\r\n"));
        if (!begins_message(open_)) {
            if (may_still_begin(open_)) return;
            if (is_sip_) gap_ = lost_ = true;
            return open_.clear();
        }
        reading_ = is_sip_ = true;
        framer_ = sip::framer();
        framer_.feed(open_);
    } else {
        framer_.feed(payload);
    }
    for (;;) {
        auto next = framer_.take();
        if (!next) return give_up(false, out);
        if (!*next) break;
        if ((*next)->what == sip::frame::kind::message) emit(std::move((*next)->octets), false, out);
    }
    if (framer_.pending() < open_.size()) open_.erase(0, open_.size() - framer_.pending());
}

/// Reading cannot go on: what is there of an open message is yielded. Behind a hole it is cut off; where no hole is, it is
/// one that tells no length, and the rest of its segment is its body.
void tcp_stream::give_up(bool hole, std::vector<yield>& out) {
    if (reading_) {
        if (framer_.pending() < open_.size()) open_.erase(0, open_.size() - framer_.pending());
        const auto from = open_.find_first_not_of("\r\n");
        if (from != std::string::npos && begins_message(std::string_view(open_).substr(from)))
            emit(open_.substr(from), hole, out);
    }
    open_.clear();
    reading_ = false;
    gap_ = true;
    lost_ = lost_ || is_sip_;
}

void tcp_stream::emit(std::string octets, bool truncated, std::vector<yield>& out) {
    out.push_back({std::move(octets), truncated, std::exchange(gap_, false)});
}

std::vector<tcp_stream::yield> tcp_stream::end() {
    std::vector<yield> out;
    while (!waiting_.empty()) skip_hole(out);
    if (reading_ && framer_.pending() > 0 && !only_line_ends(open_)) give_up(true, out);
    reading_ = false;
    return out;
}

} // namespace simplespec::scenarios
