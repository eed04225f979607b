#include "handset/own_document.hpp"

#include <fmt/format.h>

namespace simplespec::handset {

namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) switch (c) {
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '&':
            out += "&amp;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    return out;
}

} // namespace

std::string own_document(const own_state& state, std::string_view aor, std::string_view device) {
    const auto bare = aor.substr(aor.find(':') == std::string_view::npos ? 0 : aor.find(':') + 1);
    const auto word = escaped(state.en);
    return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                       "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"\r\n"
                       "xmlns:im=\"urn:ietf:params:xml:ns:pidf:im\"\r\n"
                       "entity=\"pres:{}\">\r\n"
                       "<tuple id=\"{}\">\r\n"
                       "<status>\r\n"
                       "<basic>{}</basic>\r\n"
                       "<im:im>{}</im:im>\r\n"
                       "</status>\r\n"
                       "<contact priority=\"1.00\">{}</contact>\r\n"
                       "<note xml:lang=\"en\">{}</note>\r\n"
                       "</tuple>\r\n"
                       "</presence>\r\n",
                       escaped(bare), escaped(device), state.open ? "open" : "closed", word, escaped(aor),
                       word);
}

} // namespace simplespec::handset
