#pragma once
// Writing a SIP message: rows in the order given, Content-Length last.
#include "sip/header_name.hpp"
#include "sip/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

/// A message being written. Rows stand in the order in which they are added. octets() ends the head, adds a
/// Content-Length that is true unless one was given, and appends the body.
///
///     auto m = composer::request("PUBLISH", "sip:alice@example.com").add(header::event, "presence").take();
class composer {
public:
    static composer request(std::string_view method, std::string_view uri);
    static composer response(int status, std::string_view reason);
    /// Start from a message: its start line, rows and body, to be changed.
    static composer from(const message& m);

    composer& add(header h, std::string_view value);
    composer& add(std::string_view name, std::string_view value);
    /// Replace the first row of this field and drop the others; added at the end where there is none.
    composer& set(header h, std::string_view value);
    /// Put a row before all others: a Via, a Route.
    composer& prepend(header h, std::string_view value);
    composer& remove(header h);
    composer& body(std::string_view content_type, std::string_view octets);
    composer& start_line(std::string_view line);

    std::string octets() const;
    /// The message as a value. What was composed always has a start line, so this cannot fail for text without CR or LF in
    /// its values; ill-formed start lines (sent on purpose) go out as octets() instead.
    message take() const;

private:
    struct row {
        header id;
        std::string name;
        std::string value;
    };
    std::string start_;
    std::vector<row> rows_;
    std::string body_;
};

/// The reason phrase that RFC 3261 section 21 and its successors give to a status code; "Unknown" for others.
std::string_view reason_phrase(int status);

} // namespace simplespec::sip
