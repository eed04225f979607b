#pragma once
// A SIP message as a value: its octets, and an index of what stands where (RFC 3261 section 7).
#include "sip/cursor.hpp"
#include "sip/finding.hpp"
#include "sip/header_name.hpp"

#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

/// One header field row as received. The views point into the message that yielded it.
struct field {
    header id = header::other;
    std::string_view name;  ///< as spelled on the wire
    std::string_view value; ///< without the white space around it; folds inside are kept
    std::size_t offset = 0; ///< of `name`, from the first octet of the message
    std::size_t value_offset = 0;
};

/// How much a peer may send before a message is refused as a whole.
struct message_limits {
    std::size_t octets = 16U << 20U;
    std::size_t fields = 4096;
};

/// A message: octets plus an index. Nothing is interpreted but the start line; header fields are read on demand by the
/// parsers of headers/. Copies and moves keep the index valid.
class message {
public:
    bool is_request() const { return status_ == 0; }
    bool is_response() const { return status_ != 0; }
    /// Of a request, as spelled (methods are case-sensitive); of a response, the method of its CSeq, or empty.
    std::string_view method() const { return view(method_); }
    std::string_view request_uri() const { return view(uri_); }
    /// 100..699; 0 for a request.
    int status() const { return status_; }
    std::string_view reason() const { return view(reason_); }

    std::string_view octets() const { return octets_; }
    std::string_view body() const { return view(body_); }
    std::size_t body_offset() const { return body_.from; }

    /// All rows in the order received.
    auto fields() const {
        return rows_ | std::views::transform([this](const row& r) { return at(r); });
    }
    std::size_t field_count() const { return rows_.size(); }
    /// The first row of this field, or of this name where the field is none of the known ones.
    std::optional<field> find(header id) const;
    std::optional<field> find(std::string_view name) const;
    /// The value of the first row; empty where there is none.
    std::string_view value(header id) const;
    bool has(header id) const { return find(id).has_value(); }
    /// All rows of this field, in order.
    std::vector<field> all(header id) const;
    std::size_t count(header id) const;

    /// What read_message recovered from, with offsets in the message.
    const findings& departures() const { return departures_; }

private:
    struct span {
        std::uint32_t from = 0;
        std::uint32_t size = 0;
    };
    struct row {
        span name;
        span value;
        header id;
    };

    std::string_view view(span s) const { return std::string_view(octets_).substr(s.from, s.size); }
    field at(const row& r) const { return {r.id, view(r.name), view(r.value), r.name.from, r.value.from}; }

    std::string octets_;
    std::vector<row> rows_;
    findings departures_;
    span method_, uri_, reason_, body_;
    int status_ = 0;

    friend class message_reader;
};

/// Read one whole message: a datagram, or what the framer cut out of a stream. The body is what follows the empty line,
/// cut to Content-Length where more octets follow (RFC 3261 section 18.3). Malformed rows are kept as rows where they
/// can be, and noted in departures(); fails only where the start line is not SIP at all or a limit is passed.
parsed<message> read_message(std::string octets, const message_limits& limits = {});

} // namespace simplespec::sip
