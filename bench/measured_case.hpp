#pragma once
// One thing to be measured: somebody reads or prints one message of a corpus, again and again.
#include "bench/corpus.hpp"
#include "bench/readers.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::bench {

struct measured_case {
    std::string stage;           ///< "head", "multipart", "pidf", "rlmi", "xml", "chain", "changed", "print"
    std::string subject;         ///< what is read: "n50", "publish", "n500-stable"
    std::string contestant;      ///< "ours", "sofia-sip", "floor: copy"
    std::size_t octets = 0;      ///< of one message
    std::function<bool()> run{}; ///< one message; false where it could not be read
    std::string flaw{};          ///< why it is not measured: the answer was another one. Empty: it was right

    std::string id() const { return stage + "/" + subject + "/" + contestant; }
};

using measured_cases = std::vector<measured_case>;

/// What is asked for.
struct selection {
    std::vector<std::size_t> contacts = {1, 3, 50, 500, 5000};
    std::string stage{}; ///< empty takes all

    bool takes(std::string_view name) const { return stage.empty() || stage == name; }
};

/// The cases of each stage: everybody's answer was compared, and nothing was timed.
measured_cases head_cases(const roster& all, const selection& asked);
measured_cases multipart_cases(const roster& all, const selection& asked);
measured_cases pidf_cases(const roster& all, const selection& asked);
measured_cases rlmi_cases(const roster& all, const selection& asked);
measured_cases xml_cases(const roster& all, const selection& asked);
measured_cases chain_cases(const roster& all, const selection& asked);
measured_cases changed_cases(const roster& all, const selection& asked);
measured_cases print_cases(const roster& all, const selection& asked);
/// All of them, in the order of the way of a message.
measured_cases all_cases(const roster& all, const selection& asked);

} // namespace simplespec::bench
