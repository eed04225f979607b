#include "schemas/store.hpp"

#include "sip/embedded.hpp"

#include <libxml/parser.h>
#include <libxml/xmlIO.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace simplespec::schemas {

std::span<const sip::embedded_file> schema_files();

namespace store {
namespace {

constexpr std::string_view scheme = "simplespec-schemas:///";

const sip::embedded_file* file_at(std::string_view address) {
    if (!address.starts_with(scheme)) return nullptr;
    for (const auto& file : schema_files())
        if (file.name == address.substr(scheme.size())) return &file;
    return nullptr;
}

// libxml2's four input callbacks. What they open is a view of the text that is still to be read.
int matches(const char* address) { return file_at(address) != nullptr ? 1 : 0; }

void* open(const char* address) {
    const auto* file = file_at(address);
    return file == nullptr ? nullptr : std::make_unique<std::string_view>(file->text).release();
}

int read(void* context, char* buffer, int length) {
    auto& rest = *static_cast<std::string_view*>(context);
    const auto count = std::min(rest.size(), static_cast<std::size_t>(length));
    std::memcpy(buffer, rest.data(), count);
    rest.remove_prefix(count);
    return static_cast<int>(count);
}

int close(void* context) {
    const std::unique_ptr<std::string_view> owned(static_cast<std::string_view*>(context));
    return 0;
}

/// The attribute targetNamespace of a schema; empty for those that are only included.
std::string_view target_namespace(std::string_view text) {
    constexpr std::string_view attribute = "targetNamespace=\"";
    const auto at = text.find(attribute);
    if (at == std::string_view::npos) return {};
    const auto from = at + attribute.size();
    return text.substr(from, text.find('"', from) - from);
}

} // namespace

const std::string& entry_document() {
    static const std::string document = [] {
        xmlInitParser();
        if (xmlRegisterInputCallbacks(matches, open, read, close) < 0)
            throw std::runtime_error("libxml2 takes no more input callbacks");
        std::string out = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">";
        for (const auto& file : schema_files()) {
            const auto xmlns = target_namespace(file.text);
            if (xmlns.empty()) continue;
            out.append("<xs:import namespace=\"").append(xmlns).append("\" schemaLocation=\"");
            out.append(scheme).append(file.name).append("\"/>");
        }
        return out + "</xs:schema>";
    }();
    return document;
}

} // namespace store
} // namespace simplespec::schemas
