#include "scenarios/captures/raw_text.hpp"

#include "sip/message.hpp"

#include <charconv>

namespace simplespec::scenarios {
namespace {

using sip::is_digit;
using sip::is_token_char;

constexpr std::size_t longest_start_line = 8192;

std::size_t skip_line_ends(std::string_view text, std::size_t at) {
    while (at < text.size() && (text[at] == '\r' || text[at] == '\n')) ++at;
    return at;
}

/// Where the body begins: behind the first empty line; the end of the text where there is none.
std::size_t head_end(std::string_view text, std::size_t from) {
    for (auto at = text.find('\n', from); at != text.npos; at = text.find('\n', at + 1)) {
        if (at + 1 < text.size() && text[at + 1] == '\n') return at + 2;
        if (at + 2 < text.size() && text[at + 1] == '\r' && text[at + 2] == '\n') return at + 3;
    }
    return text.size();
}

std::optional<std::size_t> content_length(std::string_view head) {
    const auto message = sip::read_message(std::string(head));
    if (!message) return {};
    const auto value = message->value(sip::header::content_length);
    std::size_t length = 0;
    const auto [end, bad] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (value.empty() || bad != std::errc() || end != value.data() + value.size()) return {};
    return length;
}

/// The next line from `from` on that begins a message; the end of the text where there is none.
std::size_t next_start(std::string_view text, std::size_t from) {
    for (auto at = text.find('\n', from); at != text.npos; at = text.find('\n', at + 1))
        if (begins_message(text.substr(at + 1, longest_start_line))) return at + 1;
    return text.size();
}

std::size_t message_end(std::string_view text, std::size_t from) {
    const auto body = head_end(text, from);
    if (const auto length = content_length(text.substr(from, body - from)); length && *length <= text.size() - body) {
        const auto end = body + *length;
        const auto next = skip_line_ends(text, end);
        if (next == text.size() || begins_message(text.substr(next, longest_start_line))) return end;
    }
    return next_start(text, body == from ? from : body - 1);
}

std::string with_crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

/// A message whose line ends an editor changed. The body had CRLF or LF; its Content-Length tells which.
std::string restored(std::string_view text) {
    const auto body = head_end(text, 0);
    auto head = with_crlf(text.substr(0, body));
    const auto length = content_length(head);
    const auto octets = text.substr(body);
    return head + (length == octets.size() ? std::string(octets) : with_crlf(octets));
}

/// The Via on top tells the transport, no more: where it was sent from is not written down.
sip::transport transport_of(std::string_view message) {
    const auto read = sip::read_message(std::string(message.substr(0, head_end(message, 0))));
    if (!read) return sip::transport::udp;
    const auto via = sip::lowercase(read->value(sip::header::via).substr(0, 32));
    if (via.find("/tcp") != via.npos) return sip::transport::tcp;
    if (via.find("/tls") != via.npos) return sip::transport::tls;
    return sip::transport::udp;
}

} // namespace

// Request-Line = Method SP Request-URI SP SIP-Version CRLF;  Status-Line = SIP-Version SP Status-Code SP Reason-Phrase CRLF
bool begins_message(std::string_view text) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (line.size() >= 8 && sip::iequal(line.substr(0, 8), "SIP/2.0 "))
        return line.size() < 11 || (is_digit(line[8]) && is_digit(line[9]) && is_digit(line[10]));
    std::size_t method = 0;
    while (method < line.size() && is_token_char(line[method])) ++method;
    if (method == 0 || method >= line.size() || line[method] != ' ') return false;
    if (end == text.npos) { // cut off within the line
        const auto uri = line.substr(method + 1);
        return uri.starts_with("sip:") || uri.starts_with("sips:") || uri.starts_with("pres:");
    }
    const auto last = line.rfind(" SIP/");
    return last != line.npos && last >= method && line.size() - last <= 12;
}

capture read_raw_text(std::string_view text) {
    capture out;
    const bool edited = text.find('\r') == text.npos && text.find('\n') != text.npos;
    if (edited) out.notes.emplace_back("the line ends are LF alone, as an editor leaves them: read as CRLF");
    for (auto at = skip_line_ends(text, 0); at < text.size();) {
        if (!begins_message(text.substr(at, longest_start_line))) {
            const auto next = next_start(text, at);
            out.notes.push_back(std::to_string(next - at) + " octets from offset " + std::to_string(at) +
                                " on are no SIP message");
            at = next;
            continue;
        }
        // To the end of the file or the next message: line ends between two messages belong to neither.
        const auto end = message_end(text, at);
        captured one;
        one.frame = out.messages.size() + 1;
        one.octets = edited ? restored(text.substr(at, end - at)) : std::string(text.substr(at, end - at));
        one.source.via = one.destination.via = transport_of(one.octets);
        one.source.port = one.destination.port = 0;
        out.messages.push_back(std::move(one));
        at = skip_line_ends(text, end);
    }
    return out;
}

} // namespace simplespec::scenarios
