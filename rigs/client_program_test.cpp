#include "rigs/client_program.hpp"

#include "net/child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using testing::HasSubstr;

struct phone {
    phone(std::string start, std::string act)
        : program({.folder = ".", .start = std::move(start), .act = std::move(act), .bind = "127.0.0.1"}) {
        program.set_up({sip::transport::tcp, "127.0.0.1", 5070}, {{"SIMPLESPEC_USER", "alice"}});
    }
    client_program program;
};

TEST(client_programs, leave_their_owner_the_time_that_a_command_takes) {
    sip::duration passed{};
    const auto meanwhile = [&](sip::duration length) { net::pause(length), passed += length; };
    phone p("exec sleep 100", "sleep 0.2");
    ASSERT_TRUE(p.program.act("register", meanwhile));
    EXPECT_GT(passed, sip::duration::zero()) << "while it is begun";
    const auto before = passed;
    ASSERT_TRUE(p.program.act("change to Busy", meanwhile));
    EXPECT_GT(passed, before) << "while it is driven";
    EXPECT_EQ(p.program.ended(), std::nullopt);
}

TEST(client_programs, are_started_by_the_first_sentence_and_driven_by_the_next) {
    phone p("echo $SIMPLESPEC_DO $SIMPLESPEC_USER $SIMPLESPEC_HOST:$SIMPLESPEC_PORT $SIMPLESPEC_TRANSPORT > $SIMPLESPEC_FOLDER/log; "
            "exec sleep 100",
            "test \"$(cat $SIMPLESPEC_FOLDER/log)\" = 'publish Lunch alice 127.0.0.1:5070 tcp' && test \"$SIMPLESPEC_DO\" = 'change to Busy'");
    ASSERT_TRUE(p.program.act("publish Lunch"));
    EXPECT_EQ(p.program.ended(), std::nullopt);
    const auto done = p.program.act("change to Busy");
    EXPECT_TRUE(done) << done.error().why;
}

TEST(client_programs, say_what_they_cannot) {
    phone never("exit 77", "");
    const auto no = never.program.act("watch the list sip:friends@example.com");
    ASSERT_FALSE(no);
    EXPECT_TRUE(no.error().cannot);
    phone broken("echo no such file >&2; exit 3", "");
    const auto failed = broken.program.act("register");
    ASSERT_FALSE(failed);
    EXPECT_FALSE(failed.error().cannot);
    EXPECT_THAT(failed.error().why, HasSubstr("no such file"));
}

TEST(client_programs, that_crash_are_told_with_what_they_wrote) {
    phone p("echo parsing; sleep 0.2; kill -SEGV $$", "");
    ASSERT_TRUE(p.program.act("register"));
    std::optional<std::string> end;
    for (int i = 0; i < 200 && !end; ++i) {
        end = p.program.ended();
        net::pause(std::chrono::milliseconds(10));
    }
    ASSERT_TRUE(end);
    EXPECT_THAT(*end, HasSubstr("signal 11"));
    EXPECT_THAT(*end, HasSubstr("parsing"));
}

TEST(client_programs, may_end_once_they_are_switched_off) {
    phone p("mkfifo $SIMPLESPEC_FOLDER/keys; read -r key < $SIMPLESPEC_FOLDER/keys; exit 0", "echo q > $SIMPLESPEC_FOLDER/keys");
    ASSERT_TRUE(p.program.act("register"));
    ASSERT_TRUE(p.program.act("switch off"));
    for (int i = 0; i < 20; ++i) net::pause(std::chrono::milliseconds(5));
    EXPECT_EQ(p.program.ended(), std::nullopt);
}

} // namespace
} // namespace simplespec::rigs
