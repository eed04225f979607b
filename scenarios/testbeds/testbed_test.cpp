#include "scenarios/testbeds/testbed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::optional<std::string> secrets(std::string_view name) {
    if (name == "ALICE_SECRET") return "wonderland";
    return std::nullopt;
}

constexpr std::string_view whole = R"([dut]
name = "our PBX"
roles = ["esc", "notifier"]
address = "192.0.2.1:5070"
transports = ["udp"]
domain = "example.com"

[local]
bind = "192.0.2.2"
port = 5080

[accounts.alice]
password = "env:ALICE_SECRET"
display = "Alice"
[accounts.bob]
user = "1002"
auth_user = "bob"
watchers = "pending"

[lists.friends]
uri = "sip:friends@example.com"
owner = "alice"
members = ["bob", "sip:x@example.com"]

[features]
winfo = "no: not built in"
tcp = "yes"
fetch = "probe"

[timing]
scale = 2
max_wait = "5s"
[timing.windows]
reply = "500ms"
slow = "1m"

[ambient]
unwanted = "ignore"

[hooks]
start = "./start"
do = "./drive"

[rig.desk]
kind = "snom"
host = "192.0.2.7"
secure = "yes"
user = "admin"
password = "env:ALICE_SECRET"
account = "alice"
model = "snom370"
languages = ["eng", "deu"]
keys = { P1 = "F_PRESENCE" }

[rig.bare]
kind = "fingers"
fingers = "/dev/ttyUSB0"
dialect = "grbl"
baud = 9600
settings = { contact_list = "on" }
motion = { travel = 7.5, homing = "20s" }
positions = { OK = [12.5, 40], P2 = 3 }
camera = "/dev/video0"
corners = [[10, 12], [300, 14], [298, 160.5], [9, 158]]
lamps = { P2 = [400, 30] }
)";

TEST(testbed, is_read_whole) {
    const auto bed = read_testbed("t.toml", whole, secrets);
    ASSERT_TRUE(bed) << describe(bed.error());
    EXPECT_EQ(bed->dut.host, "192.0.2.1");
    EXPECT_EQ(bed->dut.port, 5070);
    EXPECT_THAT(bed->dut.transports, ElementsAre(sip::transport::udp));
    EXPECT_EQ(bed->local.port, 5080);
    EXPECT_EQ(bed->find_account("alice")->password, "wonderland");
    EXPECT_EQ(bed->find_account("bob")->aor(), "sip:1002@example.com");
    EXPECT_EQ(bed->find_account("bob")->auth_user, "bob");
    EXPECT_EQ(bed->find_account("carol"), nullptr);
    EXPECT_THAT(bed->lists.at("friends").members, ElementsAre("bob", "sip:x@example.com"));
    EXPECT_EQ(bed->of_feature("winfo").state, support::no);
    EXPECT_EQ(bed->of_feature("winfo").reason, "not built in");
    EXPECT_EQ(bed->of_feature("tcp").state, support::yes);
    EXPECT_EQ(bed->of_feature("rls").state, support::no); // no role of this target
    EXPECT_EQ(bed->of_feature("esc").state, support::probe);
    EXPECT_EQ(bed->window("reply"), std::chrono::milliseconds(500));
    EXPECT_EQ(bed->window("slow"), std::chrono::minutes(1));
    EXPECT_EQ(bed->window("do"), std::chrono::seconds(60));
    EXPECT_EQ(bed->window("nope"), std::nullopt);
    EXPECT_EQ(bed->find_account("bob")->watchers, "pending");
    EXPECT_EQ(bed->timing.max_wait, std::chrono::seconds(5));
    EXPECT_EQ(bed->unwanted, ambient::ignore);
    EXPECT_EQ(bed->hooks.act, "./drive");
    const auto& desk = bed->rigs.at("desk");
    EXPECT_EQ(desk.kind + " " + desk.host + " " + desk.user + " " + desk.password + " " + desk.account + " " + desk.model,
              "snom 192.0.2.7 admin wonderland alice snom370");
    EXPECT_TRUE(desk.secure);
    EXPECT_THAT(desk.languages, ElementsAre("eng", "deu"));
    EXPECT_EQ(desk.keys.at("P1"), "F_PRESENCE");
    const auto& bare = bed->rigs.at("bare");
    EXPECT_EQ(bare.board, rigs::finger_board::grbl);
    EXPECT_EQ(bare.baud, 9600);
    EXPECT_EQ(bare.settings.at("contact_list"), "on");
    EXPECT_EQ(bare.moves.travel, 7.5);
    EXPECT_EQ(bare.moves.homing, std::chrono::seconds(20));
    EXPECT_EQ(bare.moves.width, 200);
    EXPECT_EQ(bare.positions.at(*handset::read_key("OK")).y, 40);
    EXPECT_EQ(bare.positions.at(*handset::read_key("P2")).x, 3);
    EXPECT_EQ(bare.corners[2].y, 160.5);
    EXPECT_EQ(bare.lamps.at(*handset::read_key("P2")).x, 400);
    EXPECT_NE(bed->of_feature("phone").state, support::no);
}

struct mistake_row {
    std::string_view name;
    std::string text;
    std::string_view says;
};

class testbed_mistake : public testing::TestWithParam<mistake_row> {};

TEST_P(testbed_mistake, is_told_with_its_place) {
    const auto bed = read_testbed("t.toml", GetParam().text, secrets);
    ASSERT_FALSE(bed);
    EXPECT_THAT(describe(bed.error()), HasSubstr(GetParam().says));
}

const std::string dut = "[dut]\naddress = \"192.0.2.1\"\n";

INSTANTIATE_TEST_SUITE_P(
    table, testbed_mistake,
    testing::Values(
        mistake_row{"no_toml", "[dut\n", "t.toml:1:5:"},
        mistake_row{"no_target", "", "[dut] has no `address`"},
        mistake_row{"unknown_key", "[dut]\nadress = \"x\"\n",
                    "t.toml:2:1: unknown key `adress` in [dut]\n    adress = \"x\"\n    ^\n"},
        mistake_row{"suggestion", "[dut]\nadress = \"x\"\n", "did you mean: address"},
        mistake_row{"unknown_table", dut + "[timming]\n", "did you mean: timing"},
        mistake_row{"port", "[dut]\naddress = \"192.0.2.1:99999\"\n",
                    "t.toml:2:11: `192.0.2.1:99999` is no address"},
        mistake_row{"role", dut + "roles = [\"notifer\"]\n", "did you mean: notifier"},
        mistake_row{"transport", dut + "transports = [\"sctp\"]\n", "`sctp` is no transport"},
        mistake_row{"secret_written", dut + "[accounts.a]\npassword = \"hello\"\n",
                    "a testbed holds no secrets"},
        mistake_row{"secret_missing", dut + "[accounts.a]\npassword = \"env:NOPE\"\n",
                    "the environment has no NOPE"},
        mistake_row{"account_key", dut + "[accounts.a]\npasswd = \"env:NOPE\"\n", "did you mean: password"},
        mistake_row{"rig_kind", dut + "[rig.a]\nkind = \"snon\"\nhost = \"x\"\n", "did you mean: snom"},
        mistake_row{"rig_host", dut + "[rig.a]\nkind = \"snom\"\n", "[rig.a] has no `host`"},
        mistake_row{"rig_corners", dut + "[rig.a]\nkind = \"fingers\"\ncorners = [[1, 2]]\n", "t.toml:5:11: `corners` are the four"},
        mistake_row{"rig_dialect", dut + "[rig.a]\nkind = \"fingers\"\ndialect = \"marlyn\"\n", "no finger board speaks `marlyn`"},
        mistake_row{"rig_key", dut + "[rig.a]\nkind = \"fingers\"\npositions = { Home = [1, 2] }\n", "`Home` is no key"},
        mistake_row{"rig_key_unnamed", dut + "[rig.a]\nkind = \"cisco\"\nhost = \"x\"\nkeys = { Cancel = 3 }\n", "`Cancel` has no name"},
        mistake_row{"rig_secure", dut + "[rig.a]\nkind = \"poly\"\nhost = \"x\"\nsecure = \"on\"\n", "`on` says neither yes nor no"},
        mistake_row{"rig_width", dut + "[rig.a]\nkind = \"yealink\"\nhost = \"x\"\nwidth = 480\n", "one of `width` and `height`"},
        mistake_row{"decision", dut + "[accounts.a]\nwatchers = \"pend\"\n", "t.toml:4:12: `pend` is no decision"},
        mistake_row{"owner", dut + "[accounts.alice]\n[lists.f]\nuri = \"sip:f@x\"\nowner = \"alcie\"\n",
                    "did you mean: alice"},
        mistake_row{"list_uri", dut + "[lists.f]\nmembers = []\n", "[lists.f] has no `uri`"},
        mistake_row{"feature", dut + "[features]\nregistar = \"yes\"\n", "did you mean: registrar"},
        mistake_row{"feature_value", dut + "[features]\ntcp = \"no\"\n", "t.toml:4:7: `tcp` says neither"},
        mistake_row{"duration", dut + "[timing]\nmax_wait = 5\n", "`max_wait` must be a length of time"},
        mistake_row{"type", dut + "name = 5\n", "t.toml:3:8: `name` must be a text"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(testbed, the_built_in_one_has_accounts_and_a_list) {
    const auto bed = embedded_testbed();
    EXPECT_EQ(bed.accounts.size(), 7U);
    EXPECT_EQ(bed.find_account("alice")->watchers, "allow");
    EXPECT_EQ(bed.find_account("wanda")->watchers, "pending");
    EXPECT_EQ(bed.find_account("alice")->aor(), "sip:alice@example.com");
    EXPECT_EQ(bed.lists.at("friends").owner, "carol");
}

} // namespace
} // namespace simplespec::scenarios
