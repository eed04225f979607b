#pragma once
// Messages out of files: pcap and pcapng captures, and messages written down as text.
#include "sip/hop.hpp"
#include "sip/instant.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// One message as a file gives it.
struct captured {
    std::size_t frame = 0;  ///< number of the frame that completed it, from 1; of a text, the number of the message
    sip::instant at;        ///< the frame's time; `steady` counts from the first frame. Zero in a text
    sip::hop source;        ///< host empty where the file does not tell (a text)
    sip::hop destination;
    std::string octets;
    bool truncated = false; ///< its end was not captured
    bool gap_before = false; ///< something between the message before and this one is known to be missing
};

struct capture {
    std::vector<captured> messages; ///< in the order of the frames
    std::vector<std::string> notes; ///< what could not be read, a sentence each: "frame 12: the file ends within it"
    bool timed = false;    ///< `at` means something: the file is a capture
    bool complete = false; ///< both directions of each exchange were seen and nothing is known to be missing
};

/// Read a file's octets; the kind is found out from them. Fails with a sentence only where nothing of it can be read; what
/// is damaged in the middle or at the end is left out with a note.
std::expected<capture, std::string> read_capture(std::string_view file);

/// Whether this looks like the beginning of a SIP message: a request line or a status line, perhaps cut off.
bool begins_message(std::string_view text);

} // namespace simplespec::scenarios
