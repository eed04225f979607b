#include "sip/transaction/top_via.hpp"

#include "sip/composer.hpp"

#include <algorithm>

namespace simplespec::sip {
namespace {

bool is_numeric(std::string_view host) {
    if (host.find(':') != std::string_view::npos) return true;
    return !host.empty() && std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; });
}

} // namespace

parsed<top_via> read_top_via(const message& m) {
    const auto row = m.find(header::via);
    if (!row) return std::unexpected(parse_error{"Via", "a Via header field", 0});
    std::vector<parse_error> departures; // a response must find its way all the same
    cursor in(row->value, &departures);
    auto read = parse_via(in);
    if (!read) return std::unexpected(read.error());
    return top_via{std::move(*read), row->value.substr(0, in.offset())};
}

message mark_source(const message& request, const hop& source) {
    const auto top = read_top_via(request);
    if (!top) return request;
    const auto* rport = top->parm.params.find("rport");
    const bool asked = rport != nullptr && !rport->value;
    const bool differs = !is_numeric(top->parm.host) || !iequal(top->parm.host, source.host);
    if (!asked && !differs) return request;
    std::string marked(top->text);
    if (asked) marked.insert(rport->offset + rport->name.size(), "=" + std::to_string(source.port));
    marked += ";received=" + source.host;
    // Only the first via-parm of the first row changes: others in that row follow it as they stand.
    const auto row = *request.find(header::via);
    std::string octets(request.octets());
    octets.replace(row.value_offset, top->text.size(), marked);
    auto read = read_message(std::move(octets));
    return read ? *read : request;
}

std::vector<hop> response_hops(const via& top, const hop& source, bool honour_maddr) {
    const std::uint16_t port = top.port.value_or(source.via == transport::tls ? 5061 : 5060);
    const hop to_sent_by{source.via, source.host, port};
    if (reliable(source.via)) {
        std::vector<hop> out{source}; // the connection that is there; else one to where the sender listens
        if (source.port != port) out.push_back(to_sent_by);
        return out;
    }
    if (honour_maddr && is_numeric(top.maddr())) return {{source.via, top.maddr(), port}};
    if (top.wants_rport()) return {source};
    return {to_sent_by};
}

} // namespace simplespec::sip
