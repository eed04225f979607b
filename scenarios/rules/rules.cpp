#include "scenarios/rules/sections.hpp"
#include "sip/headers/address.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/value.hpp"
#include "sip/headers/via.hpp"

#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::scenarios {

std::span<const rule> all_rules() {
    static const auto all = [] {
        std::vector<rule> out;
        for (const auto section : sections()) out.insert(out.end(), section.begin(), section.end());
        return out;
    }();
    return all;
}

std::size_t place(const sip::message& m, sip::header field) {
    const auto found = m.find(field);
    return found ? found->value_offset : 0;
}

std::size_t place(const sip::message& m, std::string_view within) {
    const auto whole = m.octets();
    if (within.data() < whole.data() || within.data() > whole.data() + whole.size()) return 0;
    return static_cast<std::size_t>(within.data() - whole.data());
}

std::string_view head_of(std::string_view value) { return sip::trim(value.substr(0, value.find(';'))); }

std::string_view tail_of(std::string_view value) {
    return value.substr(std::min(value.find(';'), value.size()));
}

bool can_be_copied(const occasion& o) {
    using sip::header;
    const auto& t = o.transaction;
    if (!t || !t->request || t->requests != 1) return false;
    const auto& m = *t->request->message;
    for (const auto h : {header::from, header::to, header::call_id, header::cseq})
        if (m.count(h) != 1) return false;
    for (const auto& via : sip::list_values(m, header::via))
        if (!sip::parse_via(via.text)) return false;
    return m.has(header::via) && sip::parse_from(m.value(header::from)) && sip::parse_to(m.value(header::to)) &&
           sip::parse_call_id(m.value(header::call_id)) && sip::parse_cseq(m.value(header::cseq));
}

} // namespace simplespec::scenarios
