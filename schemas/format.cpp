#include "schemas/format.hpp"

#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::schemas {
namespace {

constexpr format_row table[] = {
    {format::pidf, "application/pidf+xml", "urn:ietf:params:xml:ns:pidf", "presence", "schema-pidf", "RFC3863-4.4-2"},
    {format::pidf_diff, "application/pidf-diff+xml", "urn:ietf:params:xml:ns:pidf-diff", "pidf-diff",
     "schema-pidf-diff", "RFC5262-3-2"},
    {format::rlmi, "application/rlmi+xml", "urn:ietf:params:xml:ns:rlmi", "list", "schema-rlmi", "RFC4662-5.1-3"},
    {format::resource_lists, "application/resource-lists+xml", "urn:ietf:params:xml:ns:resource-lists",
     "resource-lists", "schema-resource-lists", "RFC4826-3.1-S1"},
    {format::rls_services, "application/rls-services+xml", "urn:ietf:params:xml:ns:rls-services", "rls-services",
     "schema-rls-services", "RFC4826-4.1-S1"},
    {format::watcherinfo, "application/watcherinfo+xml", "urn:ietf:params:xml:ns:watcherinfo", "watcherinfo",
     "schema-watcherinfo", "RFC3858-3-S1"},
    {format::dialog_info, "application/dialog-info+xml", "urn:ietf:params:xml:ns:dialog-info", "dialog-info",
     "schema-dialog-info", "RFC4235-4-S1"},
    {format::patch_ops_error, "application/patch-ops-error+xml", "urn:ietf:params:xml:ns:patch-ops-error",
     "patch-ops-error", "schema-patch-ops-error", ""},
};

} // namespace

std::span<const format_row> formats() { return table; }

const format_row& row_of(format f) { return table[static_cast<std::size_t>(f)]; }

std::optional<format> format_of_media_type(std::string_view media_type) {
    const auto* const it = std::ranges::find_if(table, [&](const auto& r) { return sip::iequal(r.media_type, media_type); });
    if (it == std::end(table)) return std::nullopt;
    return it->id;
}

std::optional<format> format_of_namespace(std::string_view xmlns) {
    const auto* const it = std::ranges::find_if(table, [&](const auto& r) { return r.xmlns == xmlns; });
    if (it == std::end(table)) return std::nullopt;
    return it->id;
}

} // namespace simplespec::schemas
