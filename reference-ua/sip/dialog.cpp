#include "sip/dialog.hpp"

#include "sip/headers/value.hpp"
#include "sip/uri.hpp"

#include <algorithm>
#include <string>

namespace simplespec::sip {
namespace {

// One value of From, To, Contact, Record-Route: ( name-addr / addr-spec ) *( SEMI generic-param ). As text,
// since later requests repeat it to the octet; parse_address of headers/ reads what it means.
struct address {
    std::string_view text; // the whole value
    std::string_view uri;
    std::string_view head; // up to the parameters: what From and To of later requests repeat
    std::string_view tag;
};

std::string_view parameter_value(cursor& in) {
    if (in.peek() == '"') return in.quoted_string().value_or(std::string_view());
    return in.take_while([](char c) { return is_token_char(c) || c == '[' || c == ']' || c == ':'; });
}

parsed<address> read_address(cursor& in, std::string_view row) {
    in.skip_sws();
    const std::size_t from = in.offset();
    address out;
    if (in.peek() == '"') {
        if (const auto display = in.quoted_string(); !display) return std::unexpected(display.error());
        in.skip_sws();
    } else {
        const std::size_t here = in.offset();
        in.take_while([](char c) { return is_token_char(c) || is_wsp(c) || c == '\r' || c == '\n'; });
        if (in.peek() != '<') in.rewind(here); // no display name: an addr-spec
    }
    if (in.take('<')) {
        out.uri = in.take_while([](char c) { return c != '>'; });
        if (!in.take('>')) return in.fail("name-addr", "a closing angle bracket");
    } else { // in an addr-spec without brackets, parameters belong to the header field (RFC 3261 section 20)
        out.uri = trim(in.take_while([](char c) { return c != ';' && c != ','; }));
    }
    if (out.uri.empty()) return in.fail("addr-spec", "a URI");
    out.head = trim(row.substr(from, in.offset() - from));
    while (in.take_separator(';')) {
        const auto name = in.token();
        const auto value = in.take_separator('=') ? parameter_value(in) : std::string_view();
        if (iequal(name, "tag")) out.tag = value;
    }
    out.text = trim(row.substr(from, in.offset() - from));
    return out;
}

parsed<address> read_row(const message& m, header h, std::string_view production) {
    const auto row = m.find(h);
    if (!row) return std::unexpected(parse_error{production, "the header field", 0});
    cursor in(row->value);
    return read_address(in, row->value);
}

std::vector<std::string> record_route(const message& m) {
    std::vector<std::string> out;
    for (const field f : m.all(header::record_route)) {
        cursor in(f.value);
        do {
            const auto value = read_address(in, f.value);
            if (!value) break;
            out.emplace_back(value->text);
        } while (in.take_separator(','));
    }
    return out;
}

parsed<std::uint32_t> read_cseq(const message& m) {
    cursor in(m.value(header::cseq));
    const auto read = parse_cseq(in);
    if (!read) return std::unexpected(read.error());
    return read->number;
}

std::string with_tag(std::string_view head, std::string_view tag) {
    std::string out(head);
    if (!head.ends_with('>'))
        out = "<" + out + ">"; // a tag behind a bare addr-spec with a "?" would be ambiguous
    if (!tag.empty()) out.append(";tag=").append(tag);
    return out;
}

bool has_lr(std::string_view text) {
    const auto read = parse_uri(text);
    return read && read->parameter("lr") != nullptr;
}

std::string uri_of(std::string_view value) {
    cursor in(value);
    const auto read = read_address(in, value);
    return std::string(read ? read->uri : value);
}

// RFC 3261 section 19.1.1, table 1: method and headers may not stand in a Request-URI.
std::string request_uri_form(std::string_view text) {
    auto read = parse_uri(text);
    if (!read || (read->headers.empty() && read->parameter("method") == nullptr)) return std::string(text);
    read->headers.clear();
    std::erase_if(read->parameters, [](const auto& p) { return iequal(p.name, "method"); });
    return print(*read);
}

} // namespace

parsed<dialog_id> dialog_of_arrived(const message& request) {
    const auto from = read_row(request, header::from, "From");
    const auto to = read_row(request, header::to, "To");
    if (!from) return std::unexpected(from.error());
    if (!to) return std::unexpected(to.error());
    return dialog_id{std::string(request.value(header::call_id)), std::string(to->tag),
                     std::string(from->tag)};
}

parsed<dialog_id> dialog_of_response(const message& response) {
    auto id = dialog_of_arrived(response);
    if (id) std::swap(id->local_tag, id->remote_tag);
    return id;
}

// RFC 3261 section 12.1.1
parsed<dialog> dialog::answering(const message& request, std::string_view local_tag) {
    const auto from = read_row(request, header::from, "From");
    const auto to = read_row(request, header::to, "To");
    const auto contact = read_row(request, header::contact, "Contact");
    const auto cseq = read_cseq(request);
    if (!from) return std::unexpected(from.error());
    if (!to) return std::unexpected(to.error());
    if (!contact) return std::unexpected(contact.error());
    if (!cseq) return std::unexpected(cseq.error());
    dialog out;
    out.id_ = {std::string(request.value(header::call_id)), std::string(local_tag), std::string(from->tag)};
    out.local_ = with_tag(to->head, local_tag);
    out.remote_ = with_tag(from->head, from->tag);
    out.remote_target_ = contact->uri;
    out.route_set_ = record_route(request); // in order
    out.remote_cseq_ = *cseq;
    return out;
}

// RFC 3261 section 12.1.2
parsed<dialog> dialog::answered(const message& request, const message& response) {
    const auto from = read_row(response, header::from, "From");
    const auto to = read_row(response, header::to, "To");
    const auto contact = read_row(response, header::contact, "Contact");
    const auto cseq = read_cseq(request);
    if (!from) return std::unexpected(from.error());
    if (!to) return std::unexpected(to.error());
    if (!contact) return std::unexpected(contact.error());
    if (!cseq) return std::unexpected(cseq.error());
    dialog out;
    out.id_ = {std::string(request.value(header::call_id)), std::string(from->tag), std::string(to->tag)};
    out.local_ = with_tag(from->head, from->tag);
    out.remote_ = with_tag(to->head, to->tag);
    out.remote_target_ = contact->uri;
    out.route_set_ = record_route(response);
    std::ranges::reverse(out.route_set_);
    out.local_cseq_ = *cseq;
    return out;
}

parsed<dialog> dialog::notified(const message& request, const message& notify) {
    const auto from = read_row(notify, header::from, "From");
    const auto local = read_row(request, header::from, "From");
    const auto contact = read_row(notify, header::contact, "Contact");
    const auto cseq = read_cseq(request);
    const auto remote_cseq = read_cseq(notify);
    if (!from) return std::unexpected(from.error());
    if (!local) return std::unexpected(local.error());
    if (!contact) return std::unexpected(contact.error());
    if (!cseq) return std::unexpected(cseq.error());
    if (!remote_cseq) return std::unexpected(remote_cseq.error());
    dialog out;
    out.id_ = {std::string(request.value(header::call_id)), std::string(local->tag), std::string(from->tag)};
    out.local_ = with_tag(local->head, local->tag);
    out.remote_ = with_tag(from->head, from->tag);
    out.remote_target_ = contact->uri;
    out.route_set_ = record_route(notify);
    out.local_cseq_ = *cseq;
    out.remote_cseq_ = *remote_cseq;
    return out;
}

in_dialog dialog::on_request(const message& request) {
    const auto cseq = read_cseq(request);
    if (!cseq) return in_dialog::unreadable;
    if (request.has(header::contact) && !read_row(request, header::contact, "Contact"))
        return in_dialog::unreadable;
    if (remote_cseq_ && *cseq < *remote_cseq_) return in_dialog::out_of_order;
    remote_cseq_ = *cseq;
    return in_dialog::in_order;
}

void dialog::refresh_target(const message& from_peer) {
    if (const auto contact = read_row(from_peer, header::contact, "Contact")) remote_target_ = contact->uri;
}

composer dialog::request(std::string_view method) {
    std::string uri = remote_target_;
    auto routes = route_set_;
    if (!routes.empty() && !has_lr(uri_of(routes.front()))) { // a strict router comes first
        uri = uri_of(routes.front());
        routes.erase(routes.begin());
        routes.push_back("<" + remote_target_ + ">");
    }
    local_cseq_ = local_cseq_ >= INT32_MAX ? 1 : local_cseq_ + 1;
    composer out = composer::request(method, request_uri_form(uri));
    out.add(header::max_forwards, "70");
    for (const auto& route : routes) out.add(header::route, route);
    out.add(header::from, local_).add(header::to, remote_).add(header::call_id, id_.call_id);
    out.add(header::cseq, std::to_string(local_cseq_) + " " + std::string(method));
    return out;
}

std::string dialog::next_hop() const {
    return route_set_.empty() ? remote_target_ : uri_of(route_set_.front());
}

std::optional<hop> numeric_hop(std::string_view text, transport fallback) {
    const auto uri = parse_uri(text);
    if (!uri || uri->scheme != "sip") return std::nullopt;
    const bool ipv6 = uri->host.find(':') != std::string::npos;
    const bool ipv4 = std::ranges::count(uri->host, '.') == 3 &&
                      std::ranges::all_of(uri->host, [](char c) { return is_digit(c) || c == '.'; });
    if (!ipv6 && !ipv4) return std::nullopt;
    hop out{fallback, uri->host, uri->port.value_or(5060)};
    if (const auto* asked = uri->parameter("transport"); asked != nullptr && asked->value)
        for (const auto t : {transport::udp, transport::tcp, transport::tls})
            if (iequal(*asked->value, name(t))) out.via = t;
    return out;
}

} // namespace simplespec::sip
