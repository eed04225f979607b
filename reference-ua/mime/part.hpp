#pragma once
// Inside reading an entity: what its fields say, and where a multipart's parts stand. For entity.cpp.
#include "mime/entity.hpp"

#include <string_view>
#include <vector>

namespace simplespec::mime {

/// A stretch of the text that is read.
struct extent {
    std::size_t from = 0;
    std::size_t size = 0;
};

/// What the delimiter lines cut out of a multipart body.
struct cut_parts {
    std::vector<extent> parts; ///< header area and body, without the line end that belongs to the delimiter
    bool closed = false;
};

/// Cut `body` (which begins at `base` of the whole) at the lines of this boundary. Linear.
cut_parts cut_multipart(std::string_view body, std::size_t base, std::string_view boundary,
                        std::size_t max_parts, sip::findings& departures);

/// The first delimiter-looking line's boundary, for a multipart whose parameter is missing or wrong; empty
/// for none.
std::string_view guess_boundary(std::string_view body);

/// Read the header area of a part (which begins at `base`); answers where its body begins, from the part's
/// first octet.
std::size_t read_part_fields(std::string_view part, std::size_t base, std::size_t max_fields, entity& into,
                             sip::findings& departures);

} // namespace simplespec::mime
