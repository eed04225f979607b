#include "sip/transaction/answer.hpp"

namespace simplespec::sip {
namespace {

// tag-param = "tag" EQUAL token, outside of the angle brackets of a name-addr and of quoted strings.
bool has_tag(std::string_view to) {
    bool quoted = false, bracketed = false;
    for (std::size_t i = 0; i < to.size(); ++i) {
        const char c = to[i];
        if (quoted) {
            if (c == '\\') ++i;
            else if (c == '"') quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '<') {
            bracketed = true;
        } else if (c == '>') {
            bracketed = false;
        } else if (c == ';' && !bracketed) {
            cursor in(to.substr(i + 1));
            in.skip_sws();
            if (iequal(in.token(), "tag") && in.take_separator('=')) return true;
        }
    }
    return false;
}

} // namespace

composer answer(const message& request, int status, std::string_view to_tag, std::string_view reason) {
    composer out = composer::response(status, reason.empty() ? reason_phrase(status) : reason);
    for (const field f : request.all(header::via)) out.add(header::via, f.value);
    for (const header h : {header::from, header::to, header::call_id, header::cseq}) {
        const auto row = request.find(h);
        if (!row) continue; // nothing to copy; the answer to a broken request stays as near as it can
        std::string value(row->value);
        if (h == header::to && status != 100 && !to_tag.empty() && !has_tag(value))
            value.append(";tag=").append(to_tag);
        out.add(h, value);
    }
    if (status == 100 && request.has(header::timestamp))
        out.add(header::timestamp, request.value(header::timestamp));
    return out;
}

} // namespace simplespec::sip
