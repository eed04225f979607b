// A stream cut into messages (RFC 3261 section 18.3): where the segments end changes nothing. The first octet
// of the input tells how long they are.
#include "fuzz/fuzz_target.hpp"
#include "sip/framer.hpp"
#include "sip/message.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace simplespec {
namespace {

constexpr sip::framer_limits limits{4096, 16384};

struct outcome {
    std::vector<sip::frame> frames;
    bool lost = false;
};

bool drain(sip::framer& from, outcome& into, bool flush) {
    for (;;) {
        auto next = from.take(flush);
        if (!next) {
            into.lost = true;
            fuzz::hold(!from.take(flush).has_value(), "a lost stream stays lost");
            return false;
        }
        if (!next->has_value()) return true;
        fuzz::hold((*next)->octets.size() <= limits.head + limits.body, "a frame keeps the limits");
        into.frames.push_back(std::move(**next));
    }
}

outcome cut(std::string_view stream, std::size_t segment) {
    outcome out;
    sip::framer framer(limits);
    while (!stream.empty()) {
        const auto part = stream.substr(0, segment);
        framer.feed(part);
        stream.remove_prefix(part.size());
        if (!drain(framer, out, false)) return out;
    }
    drain(framer, out, true);
    return out;
}

void one(std::string_view input) {
    if (input.empty()) return;
    const auto segment = static_cast<std::size_t>(static_cast<unsigned char>(input.front())) + 1;
    input.remove_prefix(1);
    const auto whole = cut(input, std::max<std::size_t>(input.size(), 1));
    const auto parts = cut(input, segment);
    fuzz::hold(whole.lost == parts.lost, "segments do not decide whether a stream is lost");
    fuzz::hold(whole.frames.size() == parts.frames.size(),
               "segments do not change how many frames there are");
    std::size_t octets = 0;
    for (std::size_t i = 0; i < whole.frames.size(); ++i) {
        fuzz::hold(whole.frames[i].what == parts.frames[i].what &&
                       whole.frames[i].octets == parts.frames[i].octets,
                   "segments do not change a frame");
        octets += whole.frames[i].octets.size();
        if (whole.frames[i].what == sip::frame::kind::message)
            static_cast<void>(sip::read_message(whole.frames[i].octets));
    }
    fuzz::hold(octets <= input.size(), "frames hold no more than was sent");
}

} // namespace
} // namespace simplespec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    simplespec::one(simplespec::fuzz::text_of(octets, size));
    return 0;
}
