#include "scenarios/captures/pcap_file.hpp"

#include "scenarios/captures/packet.hpp"
#include "scenarios/captures/raw_text.hpp"
#include "scenarios/captures/tcp_stream.hpp"

#include <fmt/format.h>
#include <pcap/pcap.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <memory>
#include <set>

namespace simplespec::scenarios {
namespace {

struct closer {
    void operator()(pcap_t* p) const { pcap_close(p); } // and its FILE
};

/// Collects the messages of a capture, frame by frame.
class collector {
public:
    void on_frame(int link_type, std::string_view captured_octets, std::size_t cut_off, sip::instant at) {
        ++frame_;
        at_ = at;
        if (cut_off != 0) cut_ = true;
        if (const auto s = packets_.read(network_packet(link_type, captured_octets))) on_segment(*s);
    }

    capture finish() {
        for (const auto& s : packets_.rest()) {
            out_.notes.push_back(fmt::format("a datagram from {} to {} lacks fragments", sip::describe(s.source),
                                             sip::describe(s.destination)));
            holes_ = true;
            on_segment(s);
        }
        for (auto& [ends, stream] : streams_) {
            yield(ends.first, ends.second, stream.end());
            if (!stream.lost_something()) continue;
            holes_ = true;
            out_.notes.push_back(fmt::format("the stream from {} to {} has holes or cannot be cut into messages",
                                             sip::describe(ends.first), sip::describe(ends.second)));
        }
        if (strangers_ != 0)
            out_.notes.push_back(fmt::format("{} datagrams on port 5060 are not SIP", strangers_));
        if (cut_) out_.notes.emplace_back("frames were cut off when they were captured (snap length)");
        out_.timed = true;
        out_.complete = !holes_ && both_ways();
        return std::move(out_);
    }

    std::size_t frame() const { return frame_; }
    void remark(std::string note) { out_.notes.push_back(std::move(note)); }
    void damaged(std::string note) {
        out_.notes.push_back(std::move(note));
        holes_ = true;
    }

private:
    void on_segment(const segment& s) {
        if (s.source.via == sip::transport::tcp) {
            const auto ends = std::pair{s.source, s.destination};
            auto found = streams_.find(ends);
            if (found == streams_.end()) {
                if (s.payload.empty() && !s.syn) return;
                found = streams_.try_emplace(ends).first;
            }
            return yield(s.source, s.destination, found->second.read(s));
        }
        if (again(s)) return;
        if (begins_message(s.payload))
            add({frame_, at_, s.source, s.destination, s.payload, s.missing != 0, false});
        else if ((s.source.port == 5060 || s.destination.port == 5060) && !keep_alive(s.payload))
            ++strangers_;
    }

    // A capture on all interfaces shows one datagram on each that it crosses. It is the same where the packet's number and
    // the octets are; a retransmission has a new number, and comes T1 later.
    bool again(const segment& s) {
        const auto same = [&](const auto& seen) {
            return at_.steady - seen.first.steady < std::chrono::milliseconds(50) && seen.second.packet_id == s.packet_id &&
                   seen.second.source == s.source && seen.second.destination == s.destination &&
                   seen.second.payload == s.payload;
        };
        if (std::ranges::any_of(recent_, same)) return true;
        recent_.emplace_back(at_, s);
        if (recent_.size() > 32) recent_.pop_front();
        return false;
    }

    // RFC 5626 section 4.4: CRLF and STUN (whose first two bits are 0).
    static bool keep_alive(std::string_view payload) {
        return payload.find_first_not_of(std::string_view("\r\n\0", 3)) == payload.npos || payload.front() < 4;
    }

    void yield(const sip::hop& source, const sip::hop& destination, std::vector<tcp_stream::yield> found) {
        for (auto& y : found)
            add({frame_, at_, source, destination, std::move(y.octets), y.truncated, y.gap_before});
    }

    void add(captured one) {
        if (one.truncated || one.gap_before) holes_ = true;
        directions_.insert({one.source.host, one.destination.host});
        out_.messages.push_back(std::move(one));
    }

    bool both_ways() const {
        return std::ranges::all_of(directions_, [this](const auto& d) { return directions_.contains({d.second, d.first}); });
    }

    capture out_;
    packet_reader packets_;
    std::map<std::pair<sip::hop, sip::hop>, tcp_stream> streams_;
    std::set<std::pair<std::string, std::string>> directions_;
    std::deque<std::pair<sip::instant, segment>> recent_;
    std::size_t frame_ = 0;
    std::size_t strangers_ = 0;
    sip::instant at_;
    bool holes_ = false, cut_ = false;
};

// A file may claim any time; what a 32-bit count of seconds cannot hold is taken for the nearest one that it can.
constexpr std::int64_t last_second = UINT32_MAX;
bool has_time(const timeval& t) { return t.tv_sec >= 0 && t.tv_sec <= last_second; }

sip::instant instant_of(const timeval& t, const std::optional<sip::wall_time>& first) {
    // Nanoseconds were asked for, so tv_usec counts them.
    const std::chrono::seconds seconds(std::clamp<std::int64_t>(t.tv_sec, 0, last_second));
    const sip::wall_time wall{
        std::chrono::duration_cast<sip::wall_time::duration>(seconds + std::chrono::nanoseconds(t.tv_usec))};
    return {sip::time_point{} + std::max(wall - first.value_or(wall), sip::wall_time::duration::zero()), wall};
}

} // namespace

bool is_pcap(std::string_view file) {
    using namespace std::string_view_literals;
    for (const auto magic : {"\xa1\xb2\xc3\xd4"sv, "\xd4\xc3\xb2\xa1"sv, "\xa1\xb2\x3c\x4d"sv, "\x4d\x3c\xb2\xa1"sv,
                             "\xa1\xb2\xcd\x34"sv, "\x34\xcd\xb2\xa1"sv, "\x0a\x0d\x0d\x0a"sv})
        if (file.starts_with(magic)) return true;
    return false;
}

std::expected<capture, std::string> read_pcap(std::string_view file) {
    std::array<char, PCAP_ERRBUF_SIZE> why{};
    // fmemopen does not write in mode "r".
    std::FILE* const memory = fmemopen(const_cast<char*>(file.data()), file.size(), "rb");
    if (memory == nullptr) return std::unexpected("an empty file");
    pcap_t* const opened = pcap_fopen_offline_with_tstamp_precision(memory, PCAP_TSTAMP_PRECISION_NANO, why.data());
    if (opened == nullptr) {
        std::fclose(memory);
        return std::unexpected(fmt::format("not a capture that can be read: {}", why.data()));
    }
    const std::unique_ptr<pcap_t, closer> pcap(opened);
    const int link_type = pcap_datalink(opened);
    if (!knows_link_type(link_type)) {
        const char* const name = pcap_datalink_val_to_name(link_type);
        return std::unexpected(fmt::format("frames of link type {} ({}) cannot be read", link_type, name ? name : "unknown"));
    }
    collector messages;
    std::optional<sip::wall_time> first;
    pcap_pkthdr* about = nullptr;
    const u_char* octets = nullptr;
    int got = 0;
    bool timed = true;
    while ((got = pcap_next_ex(opened, &about, &octets)) == 1) {
        const auto at = instant_of(about->ts, first);
        if (!first) first = at.wall;
        messages.on_frame(link_type, {reinterpret_cast<const char*>(octets), about->caplen},
                          about->len > about->caplen ? about->len - about->caplen : 0, at);
        if (timed && !has_time(about->ts))
            messages.remark(fmt::format("frame {} and perhaps others have a time of no known year", messages.frame()));
        timed = timed && has_time(about->ts);
    }
    if (got == PCAP_ERROR)
        messages.damaged(fmt::format("the capture can be read up to frame {}: {}", messages.frame(), pcap_geterr(opened)));
    return messages.finish();
}

std::expected<capture, std::string> read_capture(std::string_view file) {
    if (is_pcap(file)) return read_pcap(file);
    auto text = read_raw_text(file);
    if (text.messages.empty())
        return std::unexpected(file.empty() ? "the file is empty"
                                            : "neither a pcap or pcapng capture nor a SIP message");
    return text;
}

} // namespace simplespec::scenarios
