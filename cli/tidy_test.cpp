// Holds the tree to the house rules: include direction, no outside below net/, cited clauses and requirements that exist,
// sizes.
#include "scenarios/requirements/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace simplespec {
namespace {

namespace fs = std::filesystem;

struct source {
    std::string path; // below the root, with slashes
    std::string text;
    std::vector<std::string> lines;
};

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

const std::vector<source>& sources() {
    static const auto all = [] {
        std::vector<source> out;
        const fs::path root = SIMPLESPEC_SOURCE_DIR;
        for (const auto* top : {"reference-ua", "schemas", "rigs", "scenarios", "reports", "fuzz", "bench", "cli"})
            for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
                const auto extension = entry.path().extension();
                if (extension != ".hpp" && extension != ".cpp") continue;
                source one{fs::relative(entry.path(), root).generic_string(), read(entry.path()), {}};
                std::istringstream lines(one.text);
                for (std::string line; std::getline(lines, line);) one.lines.push_back(line);
                out.push_back(std::move(one));
            }
        return out;
    }();
    return all;
}

bool is_test(const source& s) { return s.path.ends_with("_test.cpp"); }

// The stage that a path belongs to, and the stages that each stage may include: DESIGN's order, spelled out.
const std::map<std::string, std::set<std::string>>& allowed() {
    static const auto table = [] {
        std::map<std::string, std::set<std::string>> out;
        const auto add = [&](const std::string& stage, std::set<std::string> uses) {
            uses.insert(stage);
            out[stage] = std::move(uses);
        };
        const std::set<std::string> ua = {"sip", "mime", "events", "presence", "contacts", "handset", "agent"};
        add("sip", {});
        add("mime", {"sip"});
        add("events", {"sip", "mime"});
        add("presence", {"sip", "mime"});
        add("contacts", {"sip", "mime", "presence"});
        add("handset", {"sip", "presence", "contacts"});
        add("agent", ua);
        add("net", {"sip"});
        add("schemas", {"sip"});
        std::set<std::string> uses = ua;
        uses.insert({"net", "schemas"});
        add("rigs", uses);
        uses.insert("rigs");
        uses.erase("net"); // scenarios and reports see wires, rigs and hooks, never a socket
        for (const auto* stage : {"requirements", "captures", "observer", "result", "rules", "testbeds", "language", "runner", "torture"}) {
            add(std::string("scenarios/") + stage, uses);
            uses.insert(std::string("scenarios/") + stage);
        }
        add("reports", uses);
        uses.insert({"reports", "net"});
        for (const auto* top : {"fuzz", "bench", "cli"}) add(top, uses);
        return out;
    }();
    return table;
}

std::string stage_of(const std::string& path) {
    const auto part = [&](std::size_t from) { return path.substr(from, path.find('/', from) - from); };
    if (path.starts_with("reference-ua/")) return part(13);
    if (path.starts_with("scenarios/")) return "scenarios/" + part(10);
    return part(0);
}

TEST(tidy, includes_run_one_way) {
    const std::regex include(R"re(^#include "([^"]+)")re");
    for (const auto& s : sources()) {
        const auto stage = allowed().find(stage_of(s.path));
        ASSERT_NE(stage, allowed().end()) << s.path << " belongs to no stage";
        for (const auto& line : s.lines) {
            std::smatch m;
            if (!std::regex_search(line, m, include)) continue;
            const auto target = m[1].str();
            EXPECT_NE(target.find('/'), std::string::npos) << s.path << ": name the stage in " << line;
            EXPECT_TRUE(stage->second.contains(stage_of(target))) << s.path << " looks back or sideways: " << line;
        }
    }
}

// The outside, by the words that reach it.
TEST(tidy, only_net_and_cli_touch_the_outside) {
    const std::regex outside(R"((steady_clock|system_clock)::now|std::thread|std::jthread|sleep_for|std::random_device|)"
                             R"(\bsocket\(|boost/asio|<fstream>|<iostream>|\bgetenv\(|std::time\(|\bfopen\()");
    const auto free = [](const source& s) {
        return is_test(s) || s.path.starts_with("reference-ua/net/") || s.path.starts_with("cli/") ||
               s.path.starts_with("bench/") || s.path.starts_with("fuzz/");
    };
    for (const auto& s : sources()) {
        if (free(s)) continue;
        for (const auto& line : s.lines) EXPECT_FALSE(std::regex_search(line, outside)) << s.path << ": " << line;
    }
}

TEST(tidy, libxml2_is_touched_in_two_places) {
    for (const auto& s : sources()) {
        if (s.text.find("\n#include <libxml/") == std::string::npos) continue;
        EXPECT_TRUE(s.path.starts_with("reference-ua/presence/xml") || s.path.starts_with("schemas/") ||
                    s.path.starts_with("fuzz/") || s.path.starts_with("bench/"))
            << s.path;
    }
}

TEST(tidy, cited_requirements_exist) {
    const std::regex id(R"re("(RFC[0-9]+-[0-9A-Z.]+-[0-9A-Z]+)")re");
    for (const auto& s : sources()) {
        if (s.path.ends_with("catalogue_test.cpp")) continue;
        for (std::sregex_iterator it(s.text.begin(), s.text.end(), id), end; it != end; ++it)
            EXPECT_NE(scenarios::catalogue::built_in().find((*it)[1].str()), nullptr)
                << s.path << " cites " << (*it)[1] << ", which is not in the catalogue";
    }
}

TEST(tidy, cited_sections_exist) {
    std::map<std::string, std::set<std::string>> sections;
    std::istringstream table(read(fs::path(SIMPLESPEC_SOURCE_DIR) / "scenarios/requirements/sections.txt"));
    for (std::string line; std::getline(table, line);) {
        const auto colon = line.find(':');
        std::istringstream numbers(line.substr(colon + 1));
        for (std::string number; numbers >> number;) sections[line.substr(0, colon)].insert(number);
    }
    ASSERT_GE(sections.size(), 50U);
    const std::regex citation(R"((RFC [0-9]+) section ([0-9A-Z]+(?:\.[0-9]+)*))");
    for (const auto& s : sources()) {
        if (s.path.ends_with("catalogue_test.cpp")) continue;
        for (std::sregex_iterator it(s.text.begin(), s.text.end(), citation), end; it != end; ++it) {
            const auto rfc = sections.find((*it)[1].str());
            ASSERT_NE(rfc, sections.end()) << s.path << " cites " << (*it)[0] << ": unknown RFC";
            EXPECT_TRUE(rfc->second.contains((*it)[2].str())) << s.path << " cites " << (*it)[0] << ": no such section";
        }
    }
}

TEST(tidy, files_and_lines_stay_small) {
    for (const auto& s : sources()) {
        if (is_test(s)) continue; // tables of rows may be long and wide
        EXPECT_LE(s.lines.size(), 500U) << s.path << ": one idea a file";
        for (std::size_t i = 0; i < s.lines.size(); ++i)
            if (s.lines[i].find("R\"") == std::string::npos) {
                EXPECT_LE(s.lines[i].size(), 130U) << s.path << ":" << i + 1;
            }
    }
}

TEST(tidy, nothing_is_left_unfinished) {
    const std::regex unfinished(R"(\b(TODO|FIXME|XXX|GTEST_SKIP\(\)))");
    for (const auto& s : sources()) {
        if (s.path == "cli/tidy_test.cpp") continue;
        for (const auto& line : s.lines) {
            const bool peers = line.find("SIMPLESPEC_PEERS") != std::string::npos;
            EXPECT_TRUE(peers || !std::regex_search(line, unfinished)) << s.path << ": " << line;
        }
    }
}

} // namespace
} // namespace simplespec
