// Capture files and messages written down as text: nothing more comes out than went in, and twice the same.
#include "scenarios/captures/capture.hpp"
#include "fuzz/fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    using namespace simplespec;
    const auto file = fuzz::text_of(octets, size);
    const auto read = scenarios::read_capture(file);
    const auto again = scenarios::read_capture(file);
    fuzz::hold(read.has_value() == again.has_value(), "reading is the same twice");
    if (!read) {
        fuzz::hold(!read.error().empty(), "a file that cannot be read is told why");
        return 0;
    }
    fuzz::hold(read->messages.size() == again->messages.size(), "reading is the same twice");
    std::size_t sum = 0;
    std::size_t frame = 0;
    for (std::size_t i = 0; i < read->messages.size(); ++i) {
        const auto& m = read->messages[i];
        fuzz::hold(m.octets == again->messages[i].octets, "reading is the same twice");
        fuzz::hold(m.frame >= frame, "messages come in the order of the frames");
        frame = m.frame;
        sum += m.octets.size();
    }
    fuzz::hold(sum <= 2 * size, "no more comes out than went in"); // line ends of a text may be made CRLF
    return 0;
}
