// One presence document: as a phone writes it, and as our server does.
#include "bench/stages/documents.hpp"

namespace simplespec::bench {

measured_cases pidf_cases(const roster& all, const selection& asked) {
    measured_cases out;
    if (!asked.takes("pidf")) return out;
    for (const auto& [subject, from] :
         {std::pair("phone", server::kamailio), std::pair("ours", server::reference)}) {
        const auto sent = documents_of({.contacts = 5, .from = from});
        const auto& text = sent->presence.back();
        for (const auto& one : all.documents) {
            measured_case c{"pidf", subject, one.name, text.size()};
            const std::shared_ptr<document_reader> reader = one.make();
            const auto fields = std::make_shared<presence_fields>();
            c.run = [=] { return reader->read_presence(sent->presence.back(), *fields); };
            c.flaw = c.run() ? difference(sent->people.back(), *fields) : "it could not be read";
            out.push_back(std::move(c));
        }
    }
    return out;
}

} // namespace simplespec::bench
