#pragma once
// Content-Type as MIME and SIP share it (RFC 2045 section 5.1), read tolerantly and never silently.
#include "sip/finding.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::mime {

/// One `attribute=value`; quoting is undone.
struct parameter {
    std::string name; ///< lower case
    std::string value;
    bool quoted = false;
};

/// A media type, or another value of the same shape (Content-Disposition has an empty subtype).
struct media_type {
    std::string type;    ///< lower case
    std::string subtype; ///< lower case
    std::vector<parameter> parameters;

    /// "application/pidf+xml"
    std::string essence() const { return subtype.empty() ? type : type + "/" + subtype; }
    /// Whether type and subtype are these, whatever the parameters; `lower` is in lower case.
    bool is(std::string_view lower) const;
    bool is_multipart() const { return type == "multipart"; }
    /// The value of the first parameter of this name (lower case).
    std::optional<std::string_view> find(std::string_view name) const;
};

/// Read the value of a Content-Type field. Empty where no type can be made out. Departures that a good
/// receiver passes over (an empty parameter, a value that needed quotes, a missing subtype) go to
/// `departures`, with `offset` added.
std::optional<media_type> read_media_type(std::string_view value, std::size_t offset,
                                          sip::findings& departures);
/// The same for Content-Disposition: a token and parameters.
std::optional<media_type> read_disposition(std::string_view value, std::size_t offset,
                                           sip::findings& departures);
/// With quotes where a token would not do.
std::string write(const media_type& value);

} // namespace simplespec::mime
