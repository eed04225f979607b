#include "sip/transaction/matching.hpp"

#include "sip/transaction/top_via.hpp"

namespace simplespec::sip {
namespace {

constexpr std::string_view magic_cookie = "z9hG4bK";

bool has_cookie(const top_via& via) { return via.branch && via.branch->starts_with(magic_cookie); }

// CSeq = 1*DIGIT LWS Method
struct cseq_reading {
    std::string number;
    std::string_view method;
};
std::optional<cseq_reading> cseq(const message& m) {
    const auto row = m.find(header::cseq);
    if (!row) return std::nullopt;
    cursor in(row->value);
    const auto number = in.number(UINT32_MAX, "CSeq");
    if (!number) return std::nullopt;
    in.skip_sws();
    return cseq_reading{std::to_string(*number), in.token()};
}

// The parts are joined by LF, which no part can hold.
std::string join(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const auto part : parts) out.append(part).append("\n");
    return out;
}

std::string sent_by(const top_via& via) {
    return lowercase(via.host) + ":" + (via.port ? std::to_string(*via.port) : std::string("5060"));
}

std::optional<std::string> match_as(const message& request, std::string_view method) {
    const auto via = read_top_via(request);
    if (!via) return std::nullopt;
    if (has_cookie(*via)) return join({*via->branch, sent_by(*via), method});
    // RFC 2543 clients: the header fields themselves. The tags stand inside From and To, whole here.
    const auto number = cseq(request);
    return join({"2543", request.request_uri(), request.value(header::from), request.value(header::to),
                 request.value(header::call_id), number ? number->number : std::string(), via->text, method});
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
    const auto via = read_top_via(m);
    const auto number = cseq(m);
    if (!via || !via->branch || via->branch->empty() || !number || number->method.empty()) return std::nullopt;
    return join({*via->branch, number->method});
}

} // namespace simplespec::sip
