#include "cli/reservation.hpp"

#include "net/child.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace simplespec::cli {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class reservations : public ::testing::Test {
  protected:
    net::scratch_folder folder;
};

TEST_F(reservations, one_at_a_time_and_the_error_says_who_has_it) {
    auto first = reservation::take(folder.path(), "desk", 0s);
    ASSERT_TRUE(first);
    const auto second = reservation::take(folder.path(), "desk", 60ms);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().what, rigs::trouble::reserved);
    EXPECT_THAT(second.error().text, HasSubstr(this_owner() + ", process " + std::to_string(getpid())));
    EXPECT_TRUE(reservation::take(folder.path(), "other desk", 0s));
    first = reservation::take(folder.path(), "another", 0s);
    EXPECT_TRUE(reservation::take(folder.path(), "desk", 0s)) << "it was given back";
    EXPECT_FALSE(holder_of(folder.path(), "desk"));
}

TEST_F(reservations, one_whose_owner_died_is_free) {
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const auto child = fork();
    if (child == 0) {
        const auto held = reservation::take(folder.path(), "desk", 0s);
        const char said = held ? 'y' : 'n';
        if (write(ready[1], &said, 1) != 1) _exit(1);
        pause();
        _exit(0);
    }
    char said = 0;
    ASSERT_EQ(read(ready[0], &said, 1), 1);
    EXPECT_EQ(said, 'y');
    EXPECT_EQ(holder_of(folder.path(), "desk").value_or(rig_holder{}).pid, child);
    EXPECT_FALSE(reservation::take(folder.path(), "desk", 0s));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(ready[0]);
    close(ready[1]);
    EXPECT_FALSE(holder_of(folder.path(), "desk"));
    EXPECT_TRUE(reservation::take(folder.path(), "desk", 0s));
}

TEST_F(reservations, what_is_put_aside_keeps_others_out_and_not_its_owner) {
    ASSERT_TRUE(put_aside(folder.path(), "desk", 1h));
    ASSERT_TRUE(holder_of(folder.path(), "desk"));
    EXPECT_EQ(holder_of(folder.path(), "desk")->pid, 0);
    EXPECT_TRUE(reservation::take(folder.path(), "desk", 0s));
    EXPECT_TRUE(holder_of(folder.path(), "desk")) << "the run left it as it was";
    ASSERT_TRUE(give_back(folder.path(), "desk", false));
    EXPECT_FALSE(holder_of(folder.path(), "desk"));

    // Somebody else's, and then one whose time is over.
    const auto set_aside_by_others = [&](const std::string& until) {
        std::ofstream(folder.path() + "/desk.lock")
            << "owner=eve@elsewhere\npid=0\nsince=1\nuntil=" << until << "\n";
    };
    set_aside_by_others("99999999999");
    EXPECT_THAT(reservation::take(folder.path(), "desk", 0s).error().text, HasSubstr("eve@elsewhere"));
    EXPECT_FALSE(put_aside(folder.path(), "desk", 1h));
    EXPECT_FALSE(give_back(folder.path(), "desk", false));
    EXPECT_TRUE(give_back(folder.path(), "desk", true));
    set_aside_by_others("2");
    EXPECT_TRUE(reservation::take(folder.path(), "desk", 0s));
}

TEST_F(reservations, a_folder_that_cannot_be_written_is_said) {
    const auto tried = reservation::take("/proc/nothing", "desk", 0s);
    ASSERT_FALSE(tried);
    EXPECT_THAT(tried.error().text, HasSubstr("/proc/nothing/desk.lock"));
    EXPECT_FALSE(tried.error().remedy.empty());
}

} // namespace
} // namespace simplespec::cli
