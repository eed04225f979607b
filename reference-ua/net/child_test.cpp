#include "net/child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace simplespec::net {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(child, gives_its_output_and_its_exit_code) {
    auto c = child::start({"echo out; echo err >&2; exit 3", ""});
    ASSERT_TRUE(c);
    EXPECT_EQ(c->wait(10s), 3);
    EXPECT_EQ(c->output(), "out\nerr\n");
    EXPECT_EQ(c->output(4), "err\n");
}

TEST(child, runs_in_its_folder_with_its_environment) {
    const scratch_folder folder;
    EXPECT_EQ(run_command({"pwd; echo $NAME", folder.path(), {{"NAME", "a b"}}}, 10s), folder.path() + "\na b\n");
}

TEST(child, is_ended_by_a_signal) {
    auto c = child::start({"exec sleep 1000", ""});
    ASSERT_TRUE(c);
    EXPECT_FALSE(c->ended());
    c->stop(10s);
    EXPECT_EQ(c->ended(), 128 + SIGTERM);
}

TEST(child, is_killed_where_it_does_not_listen) {
    auto c = child::start({"trap '' TERM; echo ready; while :; do sleep 0.05; done", ""});
    ASSERT_TRUE(c);
    while (c->output().empty()) c->wait(5ms);
    c->stop(100ms);
    EXPECT_EQ(c->ended(), 128 + SIGKILL);
}

TEST(child, leaves_nobody_behind) {
    auto c = child::start({"sleep 1000 & echo $!; wait", ""});
    ASSERT_TRUE(c);
    while (c->output().find('\n') == std::string::npos) c->wait(5ms);
    const int grandchild = std::stoi(c->output());
    EXPECT_EQ(kill(grandchild, 0), 0);
    c->stop(10s);
    EXPECT_NE(kill(grandchild, 0), 0);
}

TEST(run_command, says_what_went_wrong) {
    EXPECT_THAT(run_command({"echo no database >&2; exit 7", ""}, 10s).error(),
                HasSubstr("failed with exit code 7\nno database"));
    EXPECT_THAT(run_command({"exec sleep 1000", ""}, 50ms).error(), HasSubstr("'exec sleep 1000' did not end within 0.05 s"));
    EXPECT_THAT(run_command({"true", "/no/such/folder"}, 10s).error(), HasSubstr("No such file or directory"));
    EXPECT_THAT(run_command({"no-such-program", ""}, 10s).error(), HasSubstr("exit code 127"));
}

TEST(scratch_folder, goes_with_its_contents) {
    std::string path;
    {
        const scratch_folder folder;
        path = folder.path();
        std::ofstream(path + "/file") << "x";
        EXPECT_TRUE(std::filesystem::exists(path + "/file"));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

} // namespace
} // namespace simplespec::net
