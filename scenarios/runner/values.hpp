#pragma once
// What the words of a scenario stand for: lookups into a message, and comparisons of what was found.
#include "scenarios/language/scenario.hpp"
#include "scenarios/testbeds/testbed.hpp"
#include "sip/hop.hpp"
#include "sip/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// Look into a message; `text` is the lookup's phrase, expanded. None where nothing is there. Subjects that
/// need more than the message (captured, phrase, contact, contacts) are the caller's.
std::optional<std::string> look(const lookup& where, std::string_view text, const sip::message& m,
                                const sip::hop& source);

/// How a lookup reads in a report: "header Expires", "value Event".
std::string describe(const lookup& where);
/// "==", "contains", ...
std::string_view sign(comparison op);

/// Whether `left` stands in this relation to `right`. Numbers compare as numbers; tokens (`caseless`) without
/// case.
bool holds(comparison op, const std::optional<std::string>& left, const std::vector<std::string>& right,
           bool caseless);

/// Whether what is looked up are tokens, which have no case (RFC 3261 section 7.3.1).
bool is_caseless(const lookup& where);
/// What the body says, whatever its encodings: each leaf decoded to UTF-8, and the text of each XML document once more
/// without markup, references resolved.
std::string readable_body(const sip::message& m);

/// The XML document in a message's body: the body itself, or the root part of a multipart. Empty where there
/// is none.
std::string document_of(const sip::message& m);
/// What is wrong with the digest credentials of a request for this account. Empty where they are right.
std::string false_credentials(const sip::message& m, const account& who);
/// What makes the body invalid: by its schema, or by not being what its type says. Empty where it is valid.
std::string invalidity(const sip::message& m);

/// The nodes that a path selects in a document, as text: /a/b, //b, b[2], b[@id], b[@id="x"], @attribute, text().
/// Names are local names, any prefix is passed over. None where the text is no such path or the document no
/// XML.
std::optional<std::vector<std::string>> select_nodes(std::string_view document, std::string_view path);

} // namespace simplespec::scenarios
