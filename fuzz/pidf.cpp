// Presence documents with all their extensions (RFC 3863, RFC 4479, RFC 4480).
#include "presence/pidf.hpp"
#include "fuzz/document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    using namespace simplespec;
    const auto text = fuzz::document_of(fuzz::text_of(octets, size), "application/pidf+xml");
    fuzz::document_holds(
        text, [](std::string_view t, const presence::read_options& o) { return presence::read_pidf(t, o); },
        [](const auto& value) { return presence::write_pidf(value); });
    return 0;
}
