#pragma once
// A scenario's messages as a capture that Wireshark, tshark and `simplespec lint` read.
#include "scenarios/result/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace simplespec::reports {

struct pcap_file {
    std::string octets;
    std::vector<std::string> notes; ///< what is not as it was on the wire, a sentence each
};

/// A pcap file of Ethernet frames: each message in its UDP datagram, or in its connection from SYN to FIN.
/// What went over TLS stands there in the clear, over TCP. `started` is the run's, RFC 3339 in UTC; a
/// scenario's times count from there. An address that is no number gets a stand-in of 203.0.113.0/24, with a
/// note. A message that is too long for a datagram is left out with a note.
pcap_file to_pcap(const scenarios::scenario_result& scenario, std::string_view started);

/// A path for it, below a folder: "rfc3903/6/publish" gives "rfc3903/6/publish.pcap". It never leaves the
/// folder, whatever the id is.
std::string pcap_name(std::string_view id);

} // namespace simplespec::reports
