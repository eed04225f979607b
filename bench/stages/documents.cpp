#include "bench/stages/documents.hpp"

#include <fmt/format.h>

namespace simplespec::bench {

std::shared_ptr<const sent_documents> documents_of(const corpus_settings& settings) {
    list_corpus corpus(settings);
    corpus.full();
    auto out = std::make_shared<sent_documents>();
    const auto& parts = corpus.parts();
    out->list = parts.front().body;
    out->octets = out->list.size();
    for (std::size_t i = 0; i < corpus.members().size(); ++i) {
        const auto& m = corpus.members()[i];
        const auto& part = parts[i + 1];
        out->presence.push_back(part.body);
        out->octets += part.body.size();
        out->resources.push_back({m.uri, m.name, part.content_id, "active"});
        out->people.push_back(
            {m.uri, m.uri, m.note,
             m.open ? presence::availability::available : presence::availability::unavailable});
    }
    return out;
}

std::string difference(const presence_fields& shall, const presence_fields& is) {
    if (is == shall) return {};
    return fmt::format("{} \"{}\" {} {}, not {} \"{}\" {} {}", is.entity, is.note, is.contact,
                       presence::name(is.state), shall.entity, shall.note, shall.contact,
                       presence::name(shall.state));
}

std::string difference(const std::vector<resource_fields>& shall, const resource_table& is) {
    if (is.size() != shall.size())
        return fmt::format("there are {} resources, not {}", is.size(), shall.size());
    for (std::size_t i = 0; i < shall.size(); ++i)
        if (is[i] != shall[i])
            return fmt::format("resource {} is {} \"{}\" {} {}", i, is[i].uri, is[i].name, is[i].cid,
                               is[i].state);
    return {};
}

} // namespace simplespec::bench
