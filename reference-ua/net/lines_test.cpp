#include "net/lines.hpp"

#include "net/clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <fcntl.h>
#include <unistd.h>

#include <vector>

namespace simplespec::net {
namespace {

using testing::ElementsAre;

struct both_ends {
    both_ends() { EXPECT_EQ(pipe(ends), 0); }
    ~both_ends() {
        close(ends[0]);
        if (ends[1] >= 0) close(ends[1]);
    }
    void write(const std::string& text) const {
        EXPECT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    int ends[2] = {-1, -1};
};

struct listener {
    void listen_to(int descriptor, std::size_t until) {
        const lines in(loop, descriptor, [this](std::string line) { heard.push_back(std::move(line)); });
        const clock clock;
        loop.run(clock.now().steady + std::chrono::seconds(2), [&] { return heard.size() >= until; });
    }
    run_loop loop;
    std::vector<std::string> heard;
};

TEST(lines, are_whole_and_in_order) {
    const both_ends p;
    p.write("Lunch\r\nOn the ph");
    listener one;
    one.listen_to(p.ends[0], 1);
    EXPECT_THAT(one.heard, ElementsAre("Lunch"));
    const both_ends q;
    q.write("Busy\n\nOffline\nno end");
    listener two;
    two.listen_to(q.ends[0], 3);
    EXPECT_THAT(two.heard, ElementsAre("Busy", "", "Offline"));
}

TEST(lines, leave_the_descriptor_as_it_was) {
    const both_ends p;
    p.write("x\n");
    const int before = fcntl(p.ends[0], F_GETFL);
    listener one;
    one.listen_to(p.ends[0], 1);
    EXPECT_EQ(fcntl(p.ends[0], F_GETFL), before);
    p.write("y\n");
    listener again;
    again.listen_to(p.ends[0], 1);
    EXPECT_THAT(again.heard, ElementsAre("y"));
}

TEST(lines, end_quietly) {
    both_ends p;
    close(p.ends[1]);
    p.ends[1] = -1;
    run_loop loop;
    const lines closed(loop, p.ends[0], [](const std::string&) { FAIL(); });
    const int nothing = open("/dev/null", O_RDONLY);
    const lines no_pipe(loop, nothing, [](const std::string&) { FAIL(); });
    const lines none(loop, -1, [](const std::string&) { FAIL(); });
    for (int i = 0; i < 3; ++i) loop.handle_one(std::chrono::milliseconds(10));
    close(nothing);
}

} // namespace
} // namespace simplespec::net
