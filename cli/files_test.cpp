#include "cli/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace simplespec::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class files : public testing::Test {
protected:
    files() : folder_(fs::path(testing::TempDir()) / ("files_test_" + std::to_string(::getpid()))) {
        fs::create_directories(folder_ / "sub");
    }
    ~files() override { fs::remove_all(folder_); }
    std::string at(const std::string& name) const { return (folder_ / name).generic_string(); }

    fs::path folder_;
};

TEST_F(files, come_back_as_they_were_written) {
    const std::string octets("a\0b\r\n", 5);
    ASSERT_TRUE(write_file(at("x"), octets));
    EXPECT_EQ(read_file(at("x")), octets);
    ASSERT_TRUE(write_file(at("x"), "shorter"));
    EXPECT_EQ(read_file(at("x")), "shorter");
    EXPECT_FALSE(fs::exists(at("x.part")));
}

TEST_F(files, say_why_they_cannot_be_read_or_written) {
    EXPECT_THAT(read_file(at("none")).error(), HasSubstr("No such file"));
    EXPECT_THAT(read_file(at("sub")).error(), HasSubstr("is a folder"));
    EXPECT_THAT(write_file(at("none/x"), "").error(), HasSubstr("No such file"));
}

TEST_F(files, are_found_below_a_folder_in_order) {
    for (const auto* name : {"b.scn", "sub/a.scn", "c.txt"}) ASSERT_TRUE(write_file(at(name), ""));
    EXPECT_THAT(*files_below(at(""), ".scn"), ElementsAre(HasSubstr("b.scn"), HasSubstr("sub/a.scn")));
    EXPECT_THAT(*files_below(at("c.txt"), ".scn"), ElementsAre(at("c.txt")));
    EXPECT_THAT(files_below(at("none"), ".scn").error(), HasSubstr("no such file"));
    EXPECT_THAT(files_below(at("sub"), ".xyz").error(), HasSubstr("holds no .xyz file"));
}

} // namespace
} // namespace simplespec::cli
