#pragma once
// A message as its lines, to be altered: what is not touched stays octet for octet as it was.
#include "sip/header_name.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

struct draft {
    /// One header field row. A folded row is one row, with its folds in `value`.
    struct row {
        std::string name;
        std::string colon = ": "; ///< the colon and the white space around it
        std::string value;
        header id() const { return header_of(name); }
    };

    std::string start;      ///< the start line without its CRLF
    std::vector<row> rows{};
    std::string body{};

    /// Cut at CRLF, for text that an endpoint of ours composed. A line without colon is a row with a name alone.
    static draft of(std::string_view octets);
    std::string octets() const;

    bool is_response() const { return start.starts_with("SIP/2.0 "); }
    /// "NOTIFY"; of a response, the method of its CSeq. Empty where there is none.
    std::string_view method() const;
    /// 0 for a request.
    int status() const;

    /// The first row of this field; null where there is none.
    row* find(header h);
    const row* find(header h) const;
    /// Its value, or empty.
    std::string_view value(header h) const;
    /// In front of the first row of this field, or at the end.
    void insert_before(header h, row added);
    void append(std::string_view name, std::string_view value);
    void remove(header h);
    /// Replace the body and make Content-Length true.
    void set_body(std::string octets);
};

} // namespace simplespec::sip
