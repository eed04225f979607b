// Resource list meta-information (RFC 4662 section 5).
#include "contacts/rlmi.hpp"
#include "fuzz/document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    using namespace simplespec;
    const auto text = fuzz::document_of(fuzz::text_of(octets, size), "application/rlmi+xml");
    fuzz::document_holds(
        text, [](std::string_view t, const presence::read_options& o) { return contacts::read_rlmi(t, o); },
        [](const auto& value) { return contacts::write(value); });
    return 0;
}
