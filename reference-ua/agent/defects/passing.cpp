#include "agent/defects/passing.hpp"

#include "sip/transaction/answer.hpp"

#include <charconv>

namespace simplespec::agent {

using sip::header;

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
    if (what.empty()) return std::string(text);
    std::string out;
    for (std::size_t from = 0;;) {
        const auto at = text.find(what, from);
        out += text.substr(from, at - from);
        if (at == std::string_view::npos) return out;
        out += with;
        from = at + what.size();
    }
}

std::string between(std::string_view text, std::string_view from, std::string_view to) {
    const auto begin = text.find(from);
    if (begin == std::string_view::npos) return {};
    text.remove_prefix(begin + from.size());
    const auto end = text.find(to);
    return end == std::string_view::npos ? std::string() : std::string(text.substr(0, end));
}

bool passing::is(std::string_view method) const {
    return message_.is_request() && message_.method() == method;
}

bool passing::answer_to(std::string_view method, int least, int most) const {
    return message_.is_response() && message_.method() == method && message_.status() >= least &&
           message_.status() <= most;
}

long passing::number(header h) const {
    const auto text = message_.value(h);
    long out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

std::string passing::head(header h) const {
    const auto text = message_.value(h);
    return std::string(text.substr(0, text.find(';')));
}

void passing::edit(const std::function<void(sip::composer&)>& change) {
    auto m = sip::composer::from(message_);
    change(m);
    if (auto read = sip::read_message(m.octets())) message_ = std::move(*read);
}

void passing::set(header h, std::string_view value) {
    edit([&](sip::composer& m) { m.set(h, value); });
}
void passing::set_top(header h, std::string_view value) {
    const auto rows = message_.all(h);
    edit([&](sip::composer& m) {
        m.remove(h);
        for (auto row = rows.rbegin(); row != rows.rend(); ++row)
            m.prepend(h, row + 1 == rows.rend() ? value : row->value);
    });
}
void passing::add(header h, std::string_view value) {
    edit([&](sip::composer& m) { m.add(h, value); });
}
void passing::add(std::string_view name, std::string_view value) {
    edit([&](sip::composer& m) { m.add(name, value); });
}
void passing::remove(header h) {
    if (!has(h)) return;
    edit([&](sip::composer& m) { m.remove(h); });
}
void passing::replace(header h, std::string_view text, std::string_view with) {
    if (has(h)) set(h, replaced(message_.value(h), text, with));
}
void passing::start_line(std::string_view line) {
    edit([&](sip::composer& m) { m.start_line(line); });
}

void passing::status(int status) {
    edit([&](sip::composer& m) {
        m = sip::composer::response(status, sip::reason_phrase(status));
        for (const auto h :
             {header::via, header::from, header::to, header::call_id, header::cseq, header::server})
            for (const auto& row : message_.all(h)) m.add(h, row.value);
    });
}

void passing::body(std::string_view octets) {
    edit([&](sip::composer& m) { m.body({}, octets); });
}
void passing::replace_in_body(std::string_view text, std::string_view with) {
    if (!message_.body().empty()) body(replaced(message_.body(), text, with));
}

void passing::mangle(std::string_view text, std::string_view with) {
    raw_ = message_.octets();
    if (const auto at = raw_.find(text); at != std::string::npos) raw_.replace(at, text.size(), with);
}

std::vector<std::string> passing::result() const {
    const std::string octets = raw_.empty() ? std::string(message_.octets()) : raw_;
    auto out = ahead_;
    out.insert(out.end(), static_cast<std::size_t>(copies_), octets);
    out.insert(out.end(), behind_.begin(), behind_.end());
    return out;
}

} // namespace simplespec::agent
