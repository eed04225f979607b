#pragma once
// A run as one page that a person looks at: a file that needs nothing else, neither network nor server.
#include "reports/compare.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/result.hpp"

#include <string>

namespace simplespec::reports {

/// The page. All that came over the wire stands in it as data, out of which its script makes text and nothing
/// else; its policy lets no other script run and nothing be fetched. `since`: what moved since an earlier
/// run; null where nobody asked. Captures of up to 4 MB in all are in it, those of scenarios that did not
/// pass first.
std::string to_html(const scenarios::run_result& run, const scenarios::catalogue& requirements,
                    const comparison* since = nullptr);

/// JSON that may stand in a script element: no character in it begins or ends an element.
std::string inside_script(std::string json);

} // namespace simplespec::reports
