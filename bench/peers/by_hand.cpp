// A splitter as somebody writes it who takes well-formed multiparts for granted: search for the delimiter,
// look at two fields.
#include "bench/readers.hpp"

#include <cstring>

namespace simplespec::bench {
namespace {

std::size_t find(std::string_view in, std::string_view what, std::size_t from) {
    const auto* at =
        static_cast<const char*>(memmem(in.data() + from, in.size() - from, what.data(), what.size()));
    return at == nullptr ? std::string_view::npos : static_cast<std::size_t>(at - in.data());
}

bool is(std::string_view line, std::string_view name) {
    return line.size() > name.size() && strncasecmp(line.data(), name.data(), name.size()) == 0;
}

std::string_view value_of(std::string_view line, std::string_view name) {
    line.remove_prefix(name.size());
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    return line;
}

class splitter_by_hand : public body_splitter {
  public:
    bool split(std::string_view, std::string_view boundary, std::string_view body,
               std::vector<body_part>& into) override {
        into.clear();
        delimiter_.assign("\r\n--").append(boundary);
        const auto first = std::string_view(delimiter_).substr(2);
        if (!body.starts_with(first)) return false;
        for (auto from = first.size(); body.substr(from, 2) == "\r\n";) {
            from += 2;
            const auto end = find(body, delimiter_, from);
            if (end == std::string_view::npos) return false;
            into.push_back(part_of(body.substr(from, end - from)));
            from = end + delimiter_.size();
        }
        return true;
    }

  private:
    static body_part part_of(std::string_view text) {
        body_part out;
        for (;;) {
            const auto end = text.find("\r\n");
            if (end == std::string_view::npos) return out;
            const auto line = text.substr(0, end);
            text.remove_prefix(end + 2);
            if (line.empty()) break;
            if (is(line, "Content-Type:")) out.type = value_of(line, "Content-Type:");
            if (is(line, "Content-ID:")) {
                out.content_id = value_of(line, "Content-ID:");
                if (out.content_id.starts_with('<'))
                    out.content_id = out.content_id.substr(1, out.content_id.size() - 2);
            }
        }
        out.body = text;
        return out;
    }

    std::string delimiter_;
};

} // namespace

void offer_by_hand(roster& to);
void offer_by_hand(roster& to) {
    to.splitters.push_back({"by hand", [] { return std::make_unique<splitter_by_hand>(); }});
}

} // namespace simplespec::bench
