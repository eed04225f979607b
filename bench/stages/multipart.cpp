// The body of a list NOTIFY cut into its parts: type, Content-ID and octets of each.
#include "bench/floor.hpp"
#include "bench/measured_case.hpp"

#include "mime/media_type.hpp"
#include "sip/message.hpp"

#include <fmt/format.h>

namespace simplespec::bench {
namespace {

struct multipart {
    std::string type, boundary, body;
    std::vector<mime::outgoing_part> parts;
};

std::shared_ptr<const multipart> multipart_of(std::size_t contacts) {
    list_corpus corpus({.contacts = contacts});
    const auto message = sip::read_message(corpus.full());
    const auto type = message->value(sip::header::content_type);
    sip::findings departures;
    const auto read = mime::read_media_type(type, 0, departures);
    return std::make_shared<const multipart>(multipart{std::string(type),
                                                       std::string(*read->find("boundary")),
                                                       std::string(message->body()), corpus.parts()});
}

std::string difference(const std::vector<mime::outgoing_part>& shall, const std::vector<body_part>& is) {
    if (is.size() != shall.size()) return fmt::format("there are {} parts, not {}", is.size(), shall.size());
    for (std::size_t i = 0; i < is.size(); ++i) {
        const auto essence =
            std::string_view(shall[i].content_type).substr(0, shall[i].content_type.find(';'));
        if (!is[i].type.starts_with(essence)) return fmt::format("part {} has type {}", i, is[i].type);
        if (is[i].content_id != shall[i].content_id)
            return fmt::format("part {} has id {}", i, is[i].content_id);
        if (is[i].body != shall[i].body) return fmt::format("part {} has another body", i);
    }
    return {};
}

} // namespace

measured_cases multipart_cases(const roster& all, const selection& asked) {
    measured_cases out;
    if (!asked.takes("multipart")) return out;
    for (const auto contacts : asked.contacts) {
        const auto subject = fmt::format("n{}", contacts);
        const auto text = multipart_of(contacts);
        for (const auto& one : all.splitters) {
            measured_case c{"multipart", subject, one.name, text->body.size()};
            const std::shared_ptr<body_splitter> splitter = one.make();
            const auto parts = std::make_shared<std::vector<body_part>>();
            c.run = [=] { return splitter->split(text->type, text->boundary, text->body, *parts); };
            c.flaw = c.run() ? difference(text->parts, *parts) : "it could not be read";
            out.push_back(std::move(c));
        }
        const auto index = std::make_shared<std::vector<std::uint64_t>>();
        out.push_back({"multipart", subject, "floor: index", text->body.size(),
                       [=] { return index_octets(text->body, *index), true; }});
    }
    return out;
}

} // namespace simplespec::bench
