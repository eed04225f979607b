// Watcher information (RFC 3858).
#include "presence/watcherinfo.hpp"
#include "fuzz/document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    using namespace simplespec;
    const auto text = fuzz::document_of(fuzz::text_of(octets, size), "application/watcherinfo+xml");
    fuzz::document_holds(
        text,
        [](std::string_view t, const presence::read_options& o) { return presence::read_watcherinfo(t, o); },
        [](const auto& value) { return presence::write_watcherinfo(value); });
    return 0;
}
