// A phone under a finger and a camera, as a rig: what it does, and what it says when something is missing.
#include "rigs/fingers/finger_rig.hpp"
#include "rigs/fingers/simulated_board.hpp"

#include <gmock/gmock.h>

namespace simplespec::rigs {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

handset::key k(std::string_view text) { return *handset::read_key(text); }

/// The board at the other end of a line, in time that goes by when somebody waits.
class wire_to final : public net::octet_line {
  public:
    explicit wire_to(simulated_board& board) : board_(board) {}
    std::expected<void, std::string> write(std::string_view octets) override {
        said_ += board_.on_octets(now_, octets);
        return {};
    }
    std::expected<std::string, std::string> read(sip::duration limit) override {
        if (said_.empty()) {
            const auto due = board_.deadline();
            now_ = due && *due < now_ + limit ? *due : now_ + limit;
            said_ = board_.on_timer(now_);
        }
        return std::exchange(said_, {});
    }
    sip::time_point now() const override { return now_; }

  private:
    simulated_board& board_;
    std::string said_;
    sip::time_point now_{};
};

rig_description described(finger_board board = finger_board::grbl) {
    rig_description out{.name = "desk", .kind = "fingers"};
    out.fingers = "/dev/ttyUSB0";
    out.board = board;
    out.camera = "/dev/video0";
    out.model = "snom370";
    out.positions = {{k("OK"), {3, 40}}};
    out.settings = {{"contact_list", "on"}};
    return out;
}

picture_source nothing() {
    return [] { return std::unexpected(rig_error{trouble::camera_away, "no camera", "plug it in"}); };
}

TEST(finger_rig, presses_what_the_description_places) {
    for (const auto kind : {finger_board::marlin, finger_board::grbl, finger_board::relay}) {
        simulated_board board(kind, {.keys = {{k("OK"), {3, 40}}}, .relays = {{3, k("OK")}}}, {});
        auto desk = finger_rig::make(
            described(kind), [&] { return std::make_unique<wire_to>(board); }, nothing(), {});
        ASSERT_TRUE(desk) << desk.error().text;
        ASSERT_TRUE((*desk)->press(k("OK")));
        ASSERT_TRUE((*desk)->hold(k("OK"), 900ms));
        const auto touched = board.touched();
        ASSERT_EQ(touched.size(), 2U);
        EXPECT_GE(touched[1].held, 900ms);
        EXPECT_EQ((*desk)->press(k("Cancel")).error().what, trouble::bad_description);
        EXPECT_EQ((*desk)->who()->make, "snom");
        EXPECT_EQ((*desk)->shot().error().what, trouble::camera_away);
    }
}

TEST(finger_rig, knows_the_settings_that_were_made_by_hand_and_no_others) {
    auto desk = finger_rig::make(described(), [] { return std::unexpected("unplugged"); }, nothing(), {});
    ASSERT_TRUE(desk);
    EXPECT_TRUE((*desk)->set({{"contact_list", "on"}}));
    EXPECT_EQ((*desk)->setting("contact_list"), "on");
    const auto other = (*desk)->set({{"contact_list", "off"}});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().what, trouble::cannot);
    EXPECT_THAT(other.error().remedy, HasSubstr("[rig.desk.settings]"));
    EXPECT_EQ((*desk)->setting("language").error().what, trouble::cannot);
    EXPECT_EQ((*desk)->reboot().error().what, trouble::cannot);
    EXPECT_EQ((*desk)->trace().error().what, trouble::cannot);
    const auto gone = (*desk)->press(k("OK"));
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().what, trouble::unreachable);
    EXPECT_THAT(gone.error().text, HasSubstr("unplugged"));
}

struct lacking_row {
    const char* name;
    void (*take)(rig_description& from);
    const char* remedy;
};

TEST(finger_rig, says_what_a_description_lacks) {
    const lacking_row rows[] = {
        {"board", [](rig_description& d) { d.fingers.clear(); }, "fingers = "},
        {"places", [](rig_description& d) { d.positions.clear(); }, "positions = "},
        {"camera", [](rig_description& d) { d.camera.clear(); }, "exec:COMMAND"},
        {"size", [](rig_description& d) { d.model = "unheard-of"; }, "`width` and `height`"},
    };
    for (const auto& r : rows) {
        auto what = described();
        r.take(what);
        const auto made = finger_rig::make(what, [] { return std::unexpected("unplugged"); }, nothing(), {});
        ASSERT_FALSE(made) << r.name;
        EXPECT_EQ(made.error().what, trouble::bad_description) << r.name;
        EXPECT_THAT(made.error().remedy, HasSubstr(r.remedy)) << r.name;
    }
}

} // namespace
} // namespace simplespec::rigs
