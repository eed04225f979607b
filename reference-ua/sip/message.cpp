#include "sip/message.hpp"

#include <algorithm>

namespace simplespec::sip {

// Reads the index of one message, line by line.
class message_reader {
public:
    message_reader(std::string octets, const message_limits& limits) : limits_(limits) {
        message_.octets_ = std::move(octets);
        text_ = message_.octets_;
    }

    parsed<message> read() {
        if (text_.size() > limits_.octets) return error("SIP-message", "a message within the size limit");
        while (text_.substr(at_).starts_with("\r\n")) at_ += 2; // section 7.5: CRLF before the start line is ignored
        if (auto done = start_line(); !done) return std::unexpected(done.error());
        if (auto done = rows(); !done) return std::unexpected(done.error());
        body();
        if (message_.is_response()) response_method();
        return std::move(message_);
    }

private:
    using span = message::span;

    static span span_of(std::size_t from, std::size_t to) {
        return {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to - from)};
    }

    std::unexpected<parse_error> error(std::string_view production, std::string_view expected) const {
        return std::unexpected(parse_error{production, expected, at_});
    }

    void note(std::string_view rule, std::string_view requirement, std::size_t offset, std::string what) {
        if (message_.departures_.size() < limits_.fields)
            message_.departures_.push_back({rule, requirement, offset, std::move(what)});
    }

    // The end of the line at `from`, without its line end; sets next_ behind the line end.
    std::size_t line_end(std::size_t from) {
        const auto lf = text_.find('\n', from);
        if (lf == std::string_view::npos) {
            next_ = text_.size();
            return text_.size();
        }
        next_ = lf + 1;
        if (lf > from && text_[lf - 1] == '\r') return lf - 1;
        if (!bare_lf_noted_) note("bare-lf", "RFC3261-25.1-2", lf, "a line ends in LF without CR");
        bare_lf_noted_ = true;
        return lf;
    }

    // Request-Line = Method SP Request-URI SP SIP-Version CRLF
    // Status-Line  = SIP-Version SP Status-Code SP Reason-Phrase CRLF
    parsed<bool> start_line() {
        const std::size_t from = at_;
        const std::size_t end = line_end(from);
        const auto line = text_.substr(from, end - from);
        if (iequal(line.substr(0, 4), "SIP/")) return status_line(from, line);
        return request_line(from, line);
    }

    parsed<bool> status_line(std::size_t from, std::string_view line) {
        const auto space = line.find(' ');
        if (space == std::string_view::npos) return error("Status-Line", "SP after the SIP-Version");
        std::size_t code = space;
        while (code < line.size() && line[code] == ' ') ++code;
        std::size_t code_end = code;
        while (code_end < line.size() && is_digit(line[code_end])) ++code_end;
        if (code_end - code != 3 || line[code] < '1' || line[code] > '6')
            return error("Status-Code", "three digits from 100 to 699");
        if (code - space != 1)
            note("start-line-spacing", "RFC3261-25.1-2", from + space, "more than one SP in the Status-Line");
        message_.status_ = (line[code] - '0') * 100 + (line[code + 1] - '0') * 10 + (line[code + 2] - '0');
        if (code_end < line.size() && line[code_end] == ' ') {
            message_.reason_ = span_of(from + code_end + 1, from + line.size());
        } else {
            note("status-line-without-reason-space", "RFC3261-25.1-2", from + code_end,
                 "no SP between Status-Code and Reason-Phrase");
            message_.reason_ = span_of(from + code_end, from + line.size());
        }
        version(from, line.substr(0, space));
        return true;
    }

    parsed<bool> request_line(std::size_t from, std::string_view line) {
        const auto first = line.find(' ');
        const auto last = line.rfind(' ', line.find_last_not_of(' '));
        if (first == std::string_view::npos || first == 0 || last == std::string_view::npos || last <= first)
            return error("Request-Line", "Method SP Request-URI SP SIP-Version");
        const auto method = line.substr(0, first);
        if (!std::all_of(method.begin(), method.end(), is_token_char)) return error("Method", "a token");
        const auto spelled = trim(line.substr(last));
        if (!iequal(spelled.substr(0, 4), "SIP/")) return error("SIP-Version", "SIP/2.0");
        const auto uri = trim(line.substr(first, last - first));
        const auto uri_from = static_cast<std::size_t>(uri.data() - text_.data());
        if (first + 1 + uri.size() + 1 + spelled.size() != line.size())
            note("start-line-spacing", "RFC3261-7.1-1", from + first, "the Request-Line is not divided by single SPs");
        message_.method_ = span_of(from, from + first);
        message_.uri_ = span_of(uri_from, uri_from + uri.size());
        version(static_cast<std::size_t>(spelled.data() - text_.data()), spelled);
        return true;
    }

    void version(std::size_t offset, std::string_view spelled) {
        if (!iequal(spelled, "SIP/2.0"))
            note("sip-version", "RFC3261-7.1-3", offset, "the SIP-Version is not SIP/2.0");
    }

    parsed<bool> rows() {
        at_ = next_;
        while (true) {
            if (at_ >= text_.size()) {
                note("no-empty-line", "RFC3261-25.1-2", text_.size(), "the message ends before the empty line");
                return true;
            }
            const std::size_t from = at_;
            const std::size_t end = logical_line_end(from);
            if (end == from) {
                at_ = next_;
                return true;
            }
            if (message_.rows_.size() >= limits_.fields)
                return error("message-header", "fewer header fields than the limit");
            if (message_.rows_.empty()) message_.rows_.reserve(32);
            header_row(from, end);
            at_ = next_;
        }
    }

    // The end of a header field with its folded continuation lines (section 7.3.1).
    std::size_t logical_line_end(std::size_t from) {
        std::size_t end = line_end(from);
        while (end != from && next_ < text_.size() && is_wsp(text_[next_])) {
            const std::size_t start = next_;
            end = line_end(start);
            if (end == start) break;
        }
        return end;
    }

    // message-header = field-name HCOLON field-value
    void header_row(std::size_t from, std::size_t end) {
        const auto line = text_.substr(from, end - from);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) {
            note("header-without-colon", "RFC3261-25.1-2", from, "a header row has no colon");
            return;
        }
        const auto name = trim(line.substr(0, colon));
        if (name.empty() || !std::all_of(name.begin(), name.end(), is_token_char)) {
            note("header-name-not-token", "RFC3261-25.1-2", from, "a header name is not a token");
            if (name.empty()) return;
        }
        const auto value = trim(line.substr(colon + 1));
        const auto name_from = static_cast<std::size_t>(name.data() - text_.data());
        const auto value_from = static_cast<std::size_t>(value.data() - text_.data());
        message_.rows_.push_back(
            {span_of(name_from, name_from + name.size()), span_of(value_from, value_from + value.size()), header_of(name)});
    }

    void body() {
        std::size_t end = text_.size();
        if (const auto length = message_.find(header::content_length)) {
            cursor in(length->value);
            const auto stated = in.number(UINT32_MAX, "Content-Length");
            if (!stated || !in.at_end()) {
                note("content-length-not-a-number", "RFC3261-20.14-1", length->value_offset,
                     "Content-Length is not a decimal number");
            } else if (*stated < end - at_) {
                end = at_ + *stated; // section 18.3: what follows is discarded
            } else if (*stated > end - at_) {
                note("content-length-too-large", "RFC3261-18.3-2", length->value_offset,
                     "the message ends before its Content-Length is reached");
            }
        }
        message_.body_ = span_of(at_, end);
    }

    void response_method() {
        const auto cseq = message_.find(header::cseq);
        if (!cseq) return;
        const auto space = cseq->value.find_last_of(" \t\n");
        const std::size_t skip = space == std::string_view::npos ? 0 : space + 1;
        message_.method_ = span_of(cseq->value_offset + skip, cseq->value_offset + cseq->value.size());
    }

    message message_;
    std::string_view text_;
    message_limits limits_;
    std::size_t at_ = 0;
    std::size_t next_ = 0;
    bool bare_lf_noted_ = false;
};

parsed<message> read_message(std::string octets, const message_limits& limits) {
    return message_reader(std::move(octets), limits).read();
}

std::optional<field> message::find(header id) const {
    for (const row& r : rows_)
        if (r.id == id) return at(r);
    return std::nullopt;
}

std::optional<field> message::find(std::string_view name) const {
    const header id = header_of(name);
    if (id != header::other) return find(id);
    for (const row& r : rows_)
        if (r.id == header::other && iequal(view(r.name), name)) return at(r);
    return std::nullopt;
}

std::string_view message::value(header id) const {
    const auto found = find(id);
    return found ? found->value : std::string_view();
}

std::vector<field> message::all(header id) const {
    std::vector<field> out;
    for (const row& r : rows_)
        if (r.id == id) out.push_back(at(r));
    return out;
}

std::size_t message::count(header id) const {
    return static_cast<std::size_t>(std::ranges::count(rows_, id, &row::id));
}

} // namespace simplespec::sip
