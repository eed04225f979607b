#pragma once
// One direction of a TCP connection as a capture shows it: out of order, with holes, from the middle.
#include "scenarios/captures/capture.hpp"
#include "scenarios/captures/packet.hpp"
#include "sip/framer.hpp"

#include <map>
#include <vector>

namespace simplespec::scenarios {

/// Yields the SIP messages of one direction. A hole that is not filled within 64 segments is given up: reading goes on at
/// the next segment that begins a message.
class tcp_stream {
public:
    struct yield {
        std::string octets;
        bool truncated = false;
        bool gap_before = false;
    };

    std::vector<yield> read(const segment& s);
    /// The stream ends, with what waits in it.
    std::vector<yield> end();
    bool lost_something() const { return lost_; }
    bool is_sip() const { return is_sip_; }

private:
    void take(std::string_view payload, std::vector<yield>& out);
    void fill(std::vector<yield>& out);
    void skip_hole(std::vector<yield>& out);
    void give_up(bool hole, std::vector<yield>& out);
    void emit(std::string octets, bool truncated, std::vector<yield>& out);

    std::map<std::int64_t, segment> waiting_; // by place, behind a hole
    std::int64_t next_ = 0;                   // place of the next octet; places grow where sequence numbers wrap
    sip::framer framer_;
    std::string open_; // what the framer holds, as it came
    bool begun_ = false, reading_ = false;
    bool gap_ = false;
    bool lost_ = false, is_sip_ = false;
};

} // namespace simplespec::scenarios
