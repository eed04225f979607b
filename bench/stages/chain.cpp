// The whole way: octets of a NOTIFY in, contact list out. Two NOTIFYs that differ in each contact take turns,
// so that nobody can skip what did not change.
#include "bench/floor.hpp"
#include "bench/measured_case.hpp"

#include <fmt/format.h>

namespace simplespec::bench {
namespace {

struct turns {
    std::vector<std::string> octets;
    std::vector<contact_table> tables; ///< what each says
};

// Of a partial NOTIFY only what it carries counts: each tenth contact.
std::shared_ptr<const turns> turns_of(const corpus_settings& settings, bool full) {
    list_corpus corpus(settings);
    auto out = std::make_shared<turns>();
    for (int turn = 0; turn < 2; ++turn) {
        for (std::size_t i = 0; i < settings.contacts; i += full ? 1 : 10) corpus.change(i);
        out->octets.push_back(full ? corpus.full() : corpus.partial());
        const auto whole = corpus.expected();
        auto& table = out->tables.emplace_back();
        for (std::size_t i = 0; i < whole.size(); i += full ? 1 : 10) table.add() = whole[i];
    }
    return out;
}

std::shared_ptr<const turns> turns_of(const single_message& message) {
    auto out = std::make_shared<turns>();
    contact_table table;
    table.add() = {message.who.uri, "", message.who.note,
                   message.who.open ? presence::availability::available
                                    : presence::availability::unavailable};
    out->octets = {message.octets};
    out->tables = {table};
    return out;
}

struct reading {
    std::unique_ptr<list_reader> reader;
    std::size_t turn = 0;

    bool next(const turns& of) {
        if (turn == 0) reader->renew();
        const bool read = reader->read(of.octets[turn]);
        turn = (turn + 1) % of.octets.size();
        return read;
    }
};

measured_case case_of(const std::string& subject, const roster::entrant<list_reader>& one,
                      const std::shared_ptr<const turns>& of) {
    measured_case c{"chain", subject, one.name, of->octets.front().size()};
    const auto state = std::make_shared<reading>(one.make());
    c.run = [=] { return state->next(*of); };
    for (const auto& table : of->tables)
        if (c.flaw.empty())
            c.flaw = c.run() ? difference(table, state->reader->answer()) : "it could not be read";
    return c;
}

void add_floors(const std::string& subject, const std::shared_ptr<const turns>& of, measured_cases& to) {
    const auto& octets = of->octets.front();
    const auto copy = std::make_shared<std::string>();
    to.push_back({"chain", subject, "floor: copy", octets.size(),
                  [=] { return copy_octets(of->octets.front(), *copy), true; }});
    const auto index = std::make_shared<std::vector<std::uint64_t>>();
    const auto rows = std::make_shared<contact_table>();
    to.push_back({"chain", subject, "floor: index and write the list", octets.size(), [=] {
                      index_octets(of->octets.front(), *index);
                      write_rows(of->tables.front(), *rows);
                      return true;
                  }});
}

} // namespace

measured_cases chain_cases(const roster& all, const selection& asked) {
    measured_cases out;
    if (!asked.takes("chain")) return out;
    const auto add = [&](const std::string& subject, const std::shared_ptr<const turns>& of) {
        for (const auto& one : all.lists) out.push_back(case_of(subject, one, of));
        add_floors(subject, of, out);
    };
    add("publish", turns_of(publish()));
    add("notify", turns_of(single_notify()));
    for (const auto n : asked.contacts) {
        const auto name = fmt::format("n{}", n);
        add(name, turns_of({.contacts = n}, true));
        if (n != 50 && n != 500) continue;
        add(name + "-partial", turns_of({.contacts = n}, false));
        add(name + "-stable", turns_of({.contacts = n, .ids = content_ids::stable}, true));
        add(name + "-reference", turns_of({.contacts = n, .from = server::reference}, true));
        if (n == 50) add(name + "-tolerant", turns_of({.contacts = n, .spelt = spelling::tolerant}, true));
    }
    return out;
}

} // namespace simplespec::bench
