// MIME entities (RFC 2046, RFC 2387): a SIP message, or a Content-Type on the first line and the body behind
// it. Parts stand in the body, limits hold, look-ups agree with the index, and what is written anew has the
// same leaves.
#include "mime/multipart.hpp"
#include "fuzz/fuzz_target.hpp"
#include "sip/message.hpp"

#include <string>
#include <vector>

namespace simplespec {
namespace {

struct tally {
    std::size_t parts = 0;
    std::size_t octets = 0;
};

void inside(const mime::entity& e, std::size_t from, std::size_t to, std::size_t depth, tally& so_far) {
    fuzz::hold(e.offset >= from && e.offset + e.size <= to, "a part stands in its multipart");
    fuzz::hold(depth <= mime::entity_limits{}.depth + 1, "the limit of depth holds");
    fuzz::hold(e.fields.size() <= mime::entity_limits{}.fields, "the limit of fields holds");
    so_far.octets += e.body.size();
    for (const auto& part : e.parts) {
        ++so_far.parts;
        inside(part, e.offset, e.offset + e.size, depth + 1, so_far);
    }
}

void write_anew(const mime::entity& e) {
    std::vector<mime::outgoing_part> parts;
    for (const auto& part : e.parts) {
        if (part.is_multipart()) return;
        parts.push_back({"application/octet-stream", "", part.body, mime::encoding::base64});
    }
    if (parts.empty()) return;
    sip::entropy random(1);
    const auto written = mime::write_mixed(parts, random);
    const auto again = mime::read_entity(written.content_type, "", written.body);
    fuzz::hold(again.departures.empty(), "what is written departs from nothing");
    fuzz::hold(again.value.parts.size() == parts.size(), "as many parts are read as were written");
    for (std::size_t i = 0; i < parts.size(); ++i)
        fuzz::hold(again.value.parts[i].body == parts[i].body, "a part reads as it was written");
}

void one(std::string_view type, std::string_view transfer, std::string_view body) {
    const auto read = mime::read_entity(type, transfer, body);
    tally all;
    inside(read.value, 0, body.size(), 0, all);
    fuzz::hold(all.parts <= mime::entity_limits{}.parts, "the limit of parts holds");
    fuzz::hold(all.octets <= body.size(), "the leaves hold no more than the body");
    for (const auto& departure : read.departures)
        fuzz::hold(departure.offset <= body.size() + type.size(), "a departure stands in the text");
    const mime::cid_index index(read.value);
    for (const auto& part : read.value.parts) {
        if (part.content_id.empty()) continue;
        const auto* found = mime::find_part(read.value, part.content_id);
        fuzz::hold(found != nullptr && found == index.find(part.content_id),
                   "a part is found by its Content-ID, both ways");
    }
    static_cast<void>(mime::root_part(read.value));
    write_anew(read.value);
}

void encodings(std::string_view text) {
    const auto sextets = mime::decode_base64(mime::encode_base64(text), text.size());
    fuzz::hold(sextets.octets == text && sextets.flaws.empty() && !sextets.truncated,
               "base64 comes back as it was");
    const auto printable = mime::decode_quoted_printable(mime::encode_quoted_printable(text), text.size());
    fuzz::hold(printable.octets == text && printable.flaws.empty(), "quoted-printable comes back as it was");
    fuzz::hold(mime::decode_base64(text, 64).octets.size() <= 64, "decoding keeps its limit");
    fuzz::hold(mime::decode_quoted_printable(text, 64).octets.size() <= 64, "decoding keeps its limit");
}

} // namespace
} // namespace simplespec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    using namespace simplespec;
    const auto input = fuzz::text_of(octets, size);
    encodings(input);
    if (const auto m = sip::read_message(std::string(input)); m && !m->body().empty()) {
        const auto transfer = m->find("Content-Transfer-Encoding");
        one(m->value(sip::header::content_type), transfer ? transfer->value : std::string_view(), m->body());
        return 0;
    }
    const auto line = input.find('\n');
    if (line == std::string_view::npos) return 0;
    one(sip::trim(input.substr(0, line)), "", input.substr(line + 1));
    return 0;
}
