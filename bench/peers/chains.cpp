// The whole way as people build it of libraries; those whose libraries are there.
#include "bench/joined_reader.hpp"

namespace simplespec::bench {
namespace {

struct chain {
    const char* name;
    const char *head, *splitter, *documents;
};

constexpr chain chains[] = {
    {"sofia-sip + libxml2 DOM", "sofia-sip", "sofia-sip", "libxml2 DOM"},
    {"sofia-sip + libxml2 push", "sofia-sip", "sofia-sip", "libxml2 push"},
    {"sofia-sip + RapidXML", "sofia-sip", "sofia-sip", "RapidXML"},
    {"libre + GMime + expat", "libre", "GMime", "expat"},
    {"libre + split by hand + pugixml", "libre", "by hand", "pugixml"},
    {"libre + split by hand + RapidXML", "libre", "by hand", "RapidXML"},
};

} // namespace

void offer_chains(roster& to);
void offer_chains(roster& to) {
    for (const auto& c : chains) {
        if (!joined(to, c.head, c.splitter, c.documents)) continue;
        // Those that take part already, and what they are made of, stay as they are from here on.
        const auto parts =
            std::make_shared<const roster>(roster{to.heads, to.splitters, to.documents, {}, {}});
        to.lists.push_back({c.name, [parts, &c] { return joined(*parts, c.head, c.splitter, c.documents); }});
    }
}

} // namespace simplespec::bench
