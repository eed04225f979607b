#pragma once
// The XML formats of presence, by the names under which a message announces them.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace simplespec::schemas {

enum class format : std::uint8_t {
    pidf, pidf_diff, rlmi, resource_lists, rls_services, watcherinfo, dialog_info, patch_ops_error
};

/// What identifies a format, and the requirement that its documents conform.
struct format_row {
    format id;
    std::string_view media_type;  ///< "application/pidf+xml"
    std::string_view xmlns;       ///< namespace of the root element
    std::string_view root;        ///< name of the root element; pidf-diff documents have a second one, "pidf-full"
    std::string_view rule;        ///< code of a finding against the schema, "schema-pidf"
    std::string_view requirement; ///< catalogue id
};

/// All formats, in the order of the enumeration.
std::span<const format_row> formats();
const format_row& row_of(format f);
/// By media type without parameters, case-insensitive; none for types that have no schema here.
std::optional<format> format_of_media_type(std::string_view media_type);
/// By the namespace of the root element.
std::optional<format> format_of_namespace(std::string_view xmlns);

} // namespace simplespec::schemas
