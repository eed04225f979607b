#pragma once
// Lint: captures in, every message with what is wrong with it and whom it tells about.
#include "scenarios/captures/capture.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::reports {

/// One file that was read.
struct named_capture {
    std::string file;
    scenarios::capture messages;
};

/// A row of the contact list that a body makes on its own.
struct lint_contact {
    std::string uri;
    std::string name;  ///< empty where none is given
    std::string state; ///< "available", "unavailable", "unknown"
    std::vector<std::string> activities;
    std::string note; ///< empty where there is none

    bool operator==(const lint_contact&) const = default;
};

struct linted_message {
    std::string file;
    std::size_t index = 0; ///< within its file, from 0
    bool timed = false;    ///< it has a frame, a time and addresses
    scenarios::captured message;
    std::string start_line;
    std::vector<scenarios::finding_record> findings; ///< worst first, then by offset
    bool presence = false; ///< the body carries presence or a list
    std::vector<lint_contact> contacts;
};

struct lint_result {
    std::vector<linted_message> messages;
    std::size_t errors = 0, warnings = 0, notes = 0;
};

/// Judge each file as an observation of its own, or all together in the order of time. Everybody is under test.
lint_result lint(const scenarios::catalogue& requirements, const std::vector<named_capture>& files, bool together);

/// The rows that the body of this message makes; `found` tells whether it carries presence or a list at all.
std::vector<lint_contact> contacts_of(std::string_view message_octets, bool& found);

/// One JSON object, a line, for each message (DESIGN.md section 6).
std::string lint_json(const linted_message& m);
/// The same for people: a line for the message, one for each finding and each contact.
std::string lint_text(const linted_message& m);
/// "3 messages, 2 errors, 1 warning, 0 notes"
std::string lint_summary(const lint_result& r);

} // namespace simplespec::reports
