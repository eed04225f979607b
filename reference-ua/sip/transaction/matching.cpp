#include "sip/transaction/matching.hpp"

#include "sip/headers/value.hpp"
#include "sip/transaction/top_via.hpp"

namespace simplespec::sip {
namespace {

constexpr std::string_view magic_cookie = "z9hG4bK";

// RFC 4475 section 3.2.1: the cookie alone tells no transactions apart.
bool has_cookie(const via& top) { return top.branch().starts_with(magic_cookie) && top.branch() != magic_cookie; }

std::optional<cseq> cseq_of(const message& m) {
    cursor in(m.value(header::cseq));
    const auto read = parse_cseq(in);
    return read ? std::optional(*read) : std::nullopt;
}

// The parts are joined by LF, which no part can hold.
std::string join(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const auto part : parts) out.append(part).append("\n");
    return out;
}

std::string sent_by(const via& top) {
    return lowercase(top.host) + ":" + std::to_string(top.port.value_or(5060));
}

std::optional<std::string> match_as(const message& request, std::string_view method) {
    const auto top = read_top_via(request);
    if (!top) return std::nullopt;
    if (has_cookie(top->parm)) return join({top->parm.branch(), sent_by(top->parm), method});
    // RFC 2543 clients: the header fields themselves. The tags stand inside From and To, whole here.
    const auto number = cseq_of(request);
    return join({"2543", request.request_uri(), request.value(header::from), request.value(header::to),
                 request.value(header::call_id), number ? std::to_string(number->number) : std::string(),
                 top->text, method});
}

} // namespace

std::optional<std::string> server_match(const message& request) {
    return match_as(request, request.method() == "ACK" ? std::string_view("INVITE") : request.method());
}

std::optional<std::string> cancel_match(const message& cancel) {
    auto out = match_as(cancel, {});
    if (out) out->pop_back(); // the LF that ends the method: what remains is the prefix of every method's key
    return out;
}

std::optional<std::string> client_match(const message& m) {
    const auto top = read_top_via(m);
    const auto number = cseq_of(m);
    if (!top || top->parm.branch().empty() || !number) return std::nullopt;
    return join({top->parm.branch(), number->method});
}

} // namespace simplespec::sip
