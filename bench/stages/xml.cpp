// All documents of a list NOTIFY: the RLMI document and the presence document of each contact.
#include "bench/floor.hpp"
#include "bench/stages/documents.hpp"

#include <fmt/format.h>

namespace simplespec::bench {
namespace {

struct reading {
    resource_table resources;
    std::vector<presence_fields> people;
};

std::string difference(const sent_documents& shall, const reading& is) {
    if (auto flaw = difference(shall.resources, is.resources); !flaw.empty()) return flaw;
    for (std::size_t i = 0; i < shall.people.size(); ++i)
        if (auto flaw = difference(shall.people[i], is.people[i]); !flaw.empty()) return flaw;
    return {};
}

} // namespace

measured_cases xml_cases(const roster& all, const selection& asked) {
    measured_cases out;
    if (!asked.takes("xml")) return out;
    for (const auto contacts : asked.contacts) {
        const auto subject = fmt::format("n{}", contacts);
        const auto sent = documents_of({.contacts = contacts});
        for (const auto& one : all.documents) {
            measured_case c{"xml", subject, one.name, sent->octets};
            const std::shared_ptr<document_reader> reader = one.make();
            const auto got = std::make_shared<reading>();
            got->people.resize(contacts);
            c.run = [=] {
                got->resources.clear();
                if (!reader->read_list(sent->list, got->resources)) return false;
                for (std::size_t i = 0; i < sent->presence.size(); ++i)
                    if (!reader->read_presence(sent->presence[i], got->people[i])) return false;
                return true;
            };
            c.flaw = c.run() ? difference(*sent, *got) : "it could not be read";
            out.push_back(std::move(c));
        }
        const auto index = std::make_shared<std::vector<std::uint64_t>>();
        out.push_back({"xml", subject, "floor: index", sent->octets, [=] {
                           index_octets(sent->list, *index);
                           for (const auto& text : sent->presence) index_octets(text, *index);
                           return true;
                       }});
    }
    return out;
}

} // namespace simplespec::bench
