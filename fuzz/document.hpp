#pragma once
// Inputs of the targets that read one document: the document itself, or a SIP message that carries it, so
// that a corpus of messages serves them too.
#include "fuzz/fuzz_target.hpp"
#include "mime/entity.hpp"
#include "presence/reading.hpp"
#include "sip/message.hpp"

#include <string>
#include <string_view>

namespace simplespec::fuzz {

/// The first leaf of this type that a SIP message carries, its body where none is of it; other text as it is.
inline std::string document_of(std::string_view input, std::string_view essence) {
    const auto m = sip::read_message(std::string(input));
    if (!m || m->body().empty()) return std::string(input);
    const auto read = mime::read_entity(m->value(sip::header::content_type), "", m->body());
    const auto* leaf = mime::find_type(read.value, essence);
    return leaf ? leaf->body : std::string(m->body());
}

/// The oracles that every typed reader of a document keeps: what strict reading takes, tolerant reading takes
/// with the same meaning, and a document that is written and read again is written the same once more.
/// `read(text, options)` yields a reading, `write(value)` text.
template <class Read, class Write>
void document_holds(std::string_view text, Read read, Write write) {
    presence::read_options strict_ones;
    strict_ones.strict = true;
    const auto strict = read(text, strict_ones);
    const auto tolerant = read(text, presence::read_options{});
    if (strict.value) {
        hold(tolerant.value.has_value(), "what strict reading takes, tolerant reading takes");
        hold(write(*strict.value) == write(*tolerant.value), "both readings say the same");
    }
    if (!tolerant.value) return;
    const std::string written = write(*tolerant.value);
    const auto again = read(written, strict_ones);
    hold(again.value.has_value(), "what is written is well-formed and can be read");
    hold(write(*again.value) == written, "writing is stable");
}

} // namespace simplespec::fuzz
