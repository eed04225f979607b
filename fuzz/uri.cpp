// URIs (RFC 3261 section 19.1), one a line: each prints to what reads the same, and equality is one: of
// itself, and both ways of two neighbours.
#include "sip/uri.hpp"
#include "fuzz/fuzz_target.hpp"

#include <optional>
#include <string>
#include <vector>

namespace simplespec {
namespace {

std::optional<sip::uri> one(std::string_view text) {
    const auto strict = sip::parse_uri(text);
    std::vector<sip::parse_error> tolerated;
    sip::cursor in(text, &tolerated);
    const auto tolerant = sip::parse_uri(in);
    if (!strict) {
        fuzz::hold(strict.error().offset <= text.size(), "an error stands in the text");
        if (!tolerant) return std::nullopt;
        static_cast<void>(sip::print(*tolerant));
        static_cast<void>(sip::address_of_record(*tolerant));
        return tolerant.value();
    }
    fuzz::hold(tolerant.has_value() && tolerated.empty(),
               "what strict reading takes, tolerant reading takes as it is");
    const auto text_again = sip::print(*strict);
    fuzz::hold(text_again == sip::print(*tolerant), "both readings say the same");
    const auto again = sip::parse_uri(text_again);
    fuzz::hold(again.has_value(), "a URI that was printed can be read");
    fuzz::hold(sip::print(*again) == text_again, "printing is stable");
    fuzz::hold(sip::equivalent(*strict, *again), "a URI equals itself read again");
    fuzz::hold(sip::same_presentity(*strict, *again), "a URI names the presentity that it names");
    return *strict;
}

void lines(std::string_view text) {
    std::optional<sip::uri> before;
    for (;;) {
        const auto end = text.find('\n');
        auto here = one(text.substr(0, end));
        if (before && here) {
            fuzz::hold(sip::equivalent(*before, *here) == sip::equivalent(*here, *before),
                       "equality is the same both ways");
            fuzz::hold(sip::same_presentity(*before, *here) == sip::same_presentity(*here, *before),
                       "two URIs name one presentity both ways");
        }
        before = std::move(here);
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

} // namespace
} // namespace simplespec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    simplespec::lines(simplespec::fuzz::text_of(octets, size));
    return 0;
}
