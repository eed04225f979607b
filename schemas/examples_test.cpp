// Every XML document that the RFCs print as an example, held against the schemas. The files are named rfcNNNN-n.FORMAT.xml,
// n counting in the order of the text.
#include "schemas/validator.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace simplespec::schemas {
namespace {

namespace fs = std::filesystem;

/// Examples that depart from the schema of their own RFC: a text that the first finding has, and why.
struct erratum {
    const char* says;
    const char* reason;
};

const std::map<std::string, erratum>& errata() {
    static const std::map<std::string, erratum> table = {
        {"rfc4235-2.dialog-info.xml", {"notify-state", "an attribute of a draft, where the RFC has state"}},
        {"rfc4235-3.dialog-info.xml", {"Character content", "an ellipsis stands for what is in the dialog"}},
        {"rfc4235-4.dialog-info.xml", {"'entity' is required", "the entity was forgotten, its value run into schemaLocation's"}},
        {"rfc4235-14.dialog-info.xml", {"'reason'", "the attribute of a draft that became event"}},
        {"rfc4235-15.dialog-info.xml", {"'reason'", "reason of a draft, and receiver for recipient"}},
        {"rfc4235-16.dialog-info.xml", {"'receiver'", "receiver for recipient"}},
        {"rfc4235-17.dialog-info.xml", {"tag mismatch", "a target that is empty is closed twice"}},
        {"rfc4235-18.dialog-info.xml", {"'receiver'", "receiver for recipient, and reason of a draft"}},
        {"rfc4479-1.pidf.xml", {"'entity' is required", "the entity was forgotten"}},
        {"rfc4480-1.pidf.xml", {"Character content", "a sphere by a word of its own, where the schema wants elements"}},
        {"rfc4482-1.pidf.xml", {"tag mismatch", "display-name is closed as card"}},
        {"rfc4662-2.rlmi.xml", {"attributes construct", "a quotation mark too many"}},
        {"rfc4826-3.rls-services.xml", {"root element", "a fragment without its namespace"}},
        {"rfc4826-4.rls-services.xml", {"root element", "a fragment without its namespaces"}},
    };
    return table;
}

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

TEST(examples, of_the_rfcs_are_valid_but_for_known_errata) {
    std::size_t seen = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(SIMPLESPEC_SOURCE_DIR) / "schemas/examples")) {
        const auto name = entry.path().filename().string();
        const auto from = name.find('.') + 1;
        const auto format = format_of_media_type("application/" + name.substr(from, name.rfind('.') - from) + "+xml");
        ASSERT_TRUE(format) << name;
        const auto found = validator::built_in().validate(*format, read(entry.path()));
        ++seen;
        const auto known = errata().find(name);
        if (known == errata().end()) {
            for (const auto& f : found) ADD_FAILURE() << name << ": " << f.what;
            continue;
        }
        ASSERT_FALSE(found.empty()) << name << " was thought to have " << known->second.reason;
        EXPECT_NE(found[0].what.find(known->second.says), std::string::npos) << name << ": " << found[0].what;
    }
    EXPECT_GE(seen, 60U);
}

} // namespace
} // namespace simplespec::schemas
