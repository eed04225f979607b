// The RLMI document of a list.
#include "bench/stages/documents.hpp"

#include <fmt/format.h>

namespace simplespec::bench {

measured_cases rlmi_cases(const roster& all, const selection& asked) {
    measured_cases out;
    if (!asked.takes("rlmi")) return out;
    for (const auto contacts : asked.contacts) {
        const auto sent = documents_of({.contacts = contacts});
        for (const auto& one : all.documents) {
            measured_case c{"rlmi", fmt::format("n{}", contacts), one.name, sent->list.size()};
            const std::shared_ptr<document_reader> reader = one.make();
            const auto resources = std::make_shared<resource_table>();
            c.run = [=] {
                resources->clear();
                return reader->read_list(sent->list, *resources);
            };
            c.flaw = c.run() ? difference(sent->resources, *resources) : "it could not be read";
            out.push_back(std::move(c));
        }
    }
    return out;
}

} // namespace simplespec::bench
