#pragma once
// multipart/related (RFC 2387) and multipart/mixed (RFC 2046): many look-ups by Content-ID, and writing.
#include "mime/entity.hpp"
#include "sip/entropy.hpp"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace simplespec::mime {

/// The top-level parts of a multipart by Content-ID; refers to the entity, which must outlive it.
class cid_index {
  public:
    explicit cid_index(const entity& related);
    /// As find_part, in constant time.
    const entity* find(std::string_view cid, sip::findings* departures = nullptr) const;

  private:
    std::unordered_map<std::string, const entity*> exact_;
    std::unordered_map<std::string, const entity*> lenient_;
};

/// A part to be written.
struct outgoing_part {
    std::string content_type; ///< a field value, "application/pidf+xml;charset=\"UTF-8\""
    std::string content_id;   ///< without angle brackets; empty for none
    std::string body;
    encoding transfer = encoding::binary; ///< base64 and quoted-printable encode the body
    std::string disposition{};            ///< a field value; empty for none
};

/// A multipart that was written: the value of the message's Content-Type, and the body.
struct written_multipart {
    std::string content_type;
    std::string body;
};

/// Write multipart/related; the first part is the root, named by `type`, and by `start` where it has a
/// Content-ID. The boundary is drawn from `random` until it occurs in no part.
written_multipart write_related(std::span<const outgoing_part> parts, sip::entropy& random);
/// Write multipart/mixed.
written_multipart write_mixed(std::span<const outgoing_part> parts, sip::entropy& random);

/// A Content-ID that nobody else uses: token@host.
std::string new_content_id(std::string_view host, sip::entropy& random);

} // namespace simplespec::mime
