#include "sip/transaction/answer.hpp"

#include "sip/headers/address.hpp"

namespace simplespec::sip {
namespace {

bool has_tag(std::string_view to) {
    const auto read = parse_to(to);
    return read && read->params.has("tag");
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
