// One contact of a list changed since the last NOTIFY, which says all of it again: what a watcher may skip.
#include "bench/measured_case.hpp"

#include <fmt/format.h>

namespace simplespec::bench {
namespace {

constexpr std::size_t turns = 8;

struct story {
    std::vector<std::string> octets;
    std::vector<contact_table> tables;
};

std::shared_ptr<const story> story_of(const corpus_settings& settings) {
    list_corpus corpus(settings);
    auto out = std::make_shared<story>();
    for (std::size_t turn = 0; turn < turns; ++turn) {
        corpus.change(turn * settings.contacts / turns);
        out->octets.push_back(corpus.full());
        out->tables.push_back(corpus.expected());
    }
    return out;
}

} // namespace

measured_cases changed_cases(const roster& all, const selection& asked) {
    measured_cases out;
    if (!asked.takes("changed")) return out;
    for (const auto contacts : asked.contacts) {
        if (contacts < 50 || contacts > 500) continue;
        for (const auto& [ids, word] :
             {std::pair(content_ids::fresh, ""), std::pair(content_ids::stable, "-stable")}) {
            const auto of = story_of({.contacts = contacts, .ids = ids});
            for (const auto& one : all.lists) {
                if (one.name != "ours")
                    continue; // nobody else skips anything: theirs are the figures of the chain
                measured_case c{"changed", fmt::format("n{}{}", contacts, word), one.name,
                                of->octets.front().size()};
                const std::shared_ptr<list_reader> reader = one.make();
                const auto turn = std::make_shared<std::size_t>(0);
                c.run = [=] {
                    if (*turn == 0) reader->renew();
                    const bool read = reader->read(of->octets[*turn]);
                    *turn = (*turn + 1) % turns;
                    return read;
                };
                for (const auto& table : of->tables)
                    if (c.flaw.empty())
                        c.flaw = c.run() ? difference(table, reader->answer()) : "it could not be read";
                out.push_back(std::move(c));
            }
        }
    }
    return out;
}

} // namespace simplespec::bench
