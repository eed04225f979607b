#pragma once
// Does a document conform to the schema of its format?
#include "schemas/format.hpp"
#include "sip/finding.hpp"

#include <memory>
#include <string_view>

namespace simplespec::schemas {

/// How large a document may be, and how much is said about it. Nesting deeper than 256 elements is always refused.
struct validation_limits {
    std::size_t octets = 1U << 20U;
    std::size_t findings = 32;
};

/// All schemas, compiled once. Validation may run on any number of threads at a time. Nothing outside the octets is ever
/// read: no network, no file, no document type, no schemaLocation of the document's own.
class validator {
public:
    /// Compiles the schemas that are built into the program. Throws std::runtime_error if they do not compile.
    validator();
    ~validator();
    validator(const validator&) = delete;
    validator& operator=(const validator&) = delete;

    /// The one that the whole program shares, made at its first use.
    static const validator& built_in();

    /// What departs from the schema, in document order; empty for a valid document. Offsets are those of the element's
    /// start tag, and `what` ends in its line. The rule is that of the format ("schema-pidf"), or "xml-not-well-formed",
    /// "xml-document-type", "xml-too-large".
    sip::findings validate(format f, std::string_view octets, const validation_limits& limits = {}) const;

private:
    struct compiled;
    std::unique_ptr<compiled> schemas_;
};

} // namespace simplespec::schemas
