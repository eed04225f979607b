#pragma once
// pcap and pcapng, by libpcap.
#include "scenarios/captures/capture.hpp"

namespace simplespec::scenarios {

/// Whether the first octets are those of a capture file.
bool is_pcap(std::string_view file);
std::expected<capture, std::string> read_pcap(std::string_view file);

} // namespace simplespec::scenarios
