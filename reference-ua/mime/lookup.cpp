// Finding parts: the root, by Content-ID, by type.
#include "mime/multipart.hpp"
#include "sip/cursor.hpp"

namespace simplespec::mime {

namespace {

std::string percent_decoded(std::string_view text) {
    std::string out;
    const auto digit = [](char c) { return sip::is_digit(c) ? c - '0' : sip::lower(c) - 'a' + 10; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && sip::is_hex(text[i + 1]) && sip::is_hex(text[i + 2])) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

// cid-url = "cid" ":" content-id ; content-id = url-addr-spec   (RFC 2392 section 2)
std::string bare(std::string_view id) {
    id = sip::trim(id);
    if (id.starts_with('<')) id.remove_prefix(1);
    if (id.ends_with('>')) id.remove_suffix(1);
    if (id.size() > 4 && sip::iequal(id.substr(0, 4), "cid:")) id.remove_prefix(4);
    return percent_decoded(id);
}

void note_lenient(std::string_view cid, const entity& found, sip::findings* departures) {
    if (departures == nullptr) return;
    departures->push_back({"cid-inexact", "RFC2392-2-1", found.offset,
                           "The reference matches the part's Content-ID only leniently.", found.content_id,
                           std::string(cid)});
}

} // namespace

const entity* find_part(const entity& related, std::string_view cid, sip::findings* departures) {
    if (cid.empty()) return nullptr;
    for (const auto& part : related.parts)
        if (part.content_id == cid) return &part;
    const std::string wanted = bare(cid);
    if (wanted.empty()) return nullptr;
    for (const auto& part : related.parts) {
        if (part.content_id.empty() || bare(part.content_id) != wanted) continue;
        note_lenient(cid, part, departures);
        return &part;
    }
    return nullptr;
}

const entity* root_part(const entity& related) {
    if (!related.is_multipart()) return &related;
    if (related.parts.empty()) return nullptr;
    if (const auto start = related.type.find("start"))
        if (const entity* named = find_part(related, *start)) return named;
    return &related.parts.front();
}

const entity* find_type(const entity& root, std::string_view essence) {
    if (root.parts.empty()) return root.type.is(essence) ? &root : nullptr;
    for (const auto& part : root.parts)
        if (const entity* found = find_type(part, essence)) return found;
    return nullptr;
}

cid_index::cid_index(const entity& related) {
    for (const auto& part : related.parts) {
        if (part.content_id.empty()) continue;
        exact_.try_emplace(part.content_id, &part);
        lenient_.try_emplace(bare(part.content_id), &part);
    }
}

const entity* cid_index::find(std::string_view cid, sip::findings* departures) const {
    if (const auto at = exact_.find(std::string(cid)); at != exact_.end()) return at->second;
    const auto at = lenient_.find(bare(cid));
    if (at == lenient_.end()) return nullptr;
    note_lenient(cid, *at->second, departures);
    return at->second;
}

} // namespace simplespec::mime
