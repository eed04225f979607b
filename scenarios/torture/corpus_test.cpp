// Every message of the corpus through the whole chain, strict and tolerant, against its expected reading.
#include "scenarios/torture/corpus.hpp"

#include "scenarios/torture/chain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace simplespec::scenarios {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAreArray;

const fs::path folder = fs::path(SIMPLESPEC_SOURCE_DIR) / "scenarios/torture/corpus";

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file;
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

const std::vector<trap>& corpus() {
    static const auto all = [] {
        auto read = read_corpus_index(content_of(folder / "index.toml"));
        if (!read) throw std::runtime_error(read.error());
        return std::move(*read);
    }();
    return all;
}

// The first message: what a datagram holds, or what the framer cuts out of a stream.
std::string first_message(const trap& t) {
    auto octets = content_of(folder / t.file);
    if (t.via == sip::transport::udp) return octets;
    auto messages = cut_stream(octets, octets.size());
    return messages.empty() ? octets : std::move(messages.front());
}

TEST(corpus, index_and_folder_agree) {
    std::set<std::string> indexed, found;
    for (const auto& t : corpus()) EXPECT_TRUE(indexed.insert(t.file).second) << t.file << " stands twice";
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".sip")
            found.insert(fs::relative(entry.path(), folder).generic_string());
    EXPECT_EQ(indexed, found);
    EXPECT_GE(indexed.size(), 140U);
    for (const auto& t : corpus()) {
        EXPECT_FALSE(t.about.empty()) << t.file;
        EXPECT_TRUE(t.clause.starts_with("RFC ") || t.clause.starts_with("XML "))
            << t.file << ": " << t.clause;
        EXPECT_FALSE(t.valid && !t.errors.empty()) << t.file << " is valid and breaks a requirement";
        for (const auto& id : t.errors) {
            const auto* row = catalogue::built_in().find(id);
            EXPECT_TRUE(row != nullptr && row->can_fail()) << t.file << ": " << id;
        }
    }
}

TEST(corpus, is_read_tolerantly_as_expected) {
    for (const auto& t : corpus()) {
        SCOPED_TRACE(t.file + ": " + t.about);
        const auto octets = first_message(t);
        const auto read = read_through(octets, false);
        EXPECT_EQ(read.readable, !t.start.empty());
        EXPECT_EQ(read.start_line, t.start);
        for (const auto& [name, values] : t.headers)
            EXPECT_THAT(header_values(octets, name), ElementsAreArray(values)) << name;
        EXPECT_THAT(read.parts, ElementsAreArray(t.parts));
        EXPECT_THAT(read.contacts, ElementsAreArray(t.contacts));
    }
}

TEST(corpus, is_read_strictly_as_expected) {
    for (const auto& t : corpus()) {
        SCOPED_TRACE(t.file + ": " + t.about);
        const auto read = read_through(first_message(t), true);
        EXPECT_THAT(read.contacts, ElementsAreArray(t.strict));
        if (t.valid) {
            EXPECT_THAT(t.strict, ElementsAreArray(t.contacts)) << "a valid document reads the same strictly";
        }
    }
}

TEST(corpus, is_judged_as_expected) {
    for (const auto& t : corpus()) {
        SCOPED_TRACE(t.file + ": " + t.about);
        const auto said = judge_alone(catalogue::built_in(), first_message(t), t.via);
        const std::set<std::string> errors(t.errors.begin(), t.errors.end());
        const std::set<std::string> warnings(t.warnings.begin(), t.warnings.end());
        EXPECT_EQ(said.errors, errors) << fmt::format("{}", fmt::join(said.sentences, "\n"));
        EXPECT_EQ(said.warnings, warnings) << fmt::format("{}", fmt::join(said.sentences, "\n"));
    }
}

// However the octets arrive, the framer cuts out the same messages.
TEST(corpus, is_cut_out_of_a_stream) {
    for (const auto& t : corpus()) {
        if (t.via == sip::transport::udp) continue;
        SCOPED_TRACE(t.file + ": " + t.about);
        const auto octets = content_of(folder / t.file);
        const auto whole = cut_stream(octets, octets.size());
        EXPECT_EQ(whole.size(), t.messages);
        for (const std::size_t step : {1U, 2U, 3U, 7U, 1000U})
            EXPECT_EQ(cut_stream(octets, step), whole) << step;
    }
}

// Cut off anywhere, or with any octet changed, nothing crashes and nothing takes long.
TEST(corpus, survives_its_own_fragments) {
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& t : corpus()) {
        const auto octets = content_of(folder / t.file);
        const auto stride = octets.size() / 12 + 1;
        for (std::size_t at = 1; at < octets.size(); at += stride) {
            (void)read_through(octets.substr(0, at), false);
            auto changed = octets;
            changed[at] = static_cast<char>(changed[at] ^ 0x40);
            (void)read_through(changed, at % 2 == 0);
            (void)judge_alone(catalogue::built_in(), changed, t.via);
            (void)cut_stream(changed, 64);
        }
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

} // namespace
} // namespace simplespec::scenarios
