// Every exit code that is documented, as a user of the program gets it, and which of them wins.
#include "cli/program.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <regex>

namespace simplespec::cli {
namespace {

using namespace cli::testing;
using ::testing::HasSubstr;

const std::string good = "rfc3903/6/refresh-gets-a-new-entity-tag";
// Every server answers 200, and RFC 3903 section 6 does not let it answer 412.
const std::string failing = own_scenario("failing", "alice within {reply} { < 412          RFC3903-6-11 }\n");
const std::string unsure = own_scenario("unsure", "alice within {reply} { < 423 }\n");
const std::string passing = own_scenario("passing", "alice within {reply} { < 200 }\n");
const std::string waiting = own_scenario("waiting", "alice within {reply} { < 200 }\nalice never { < NOTIFY } for 60s\n");
// Our own mistake, not marked as one that is meant.
const std::string faulty = "scenario mine/faulty\n  title \"A try\"\n  needs esc\n\nactor alice = user (udp)\n\n"
                           "alice > PUBLISH {alice.aor}\n    Event: presence\n    Expires: soon\n"
                           "    body pidf { tuple t1 basic=open }\nalice within {reply} { < 400 or 200 }\n";

std::string entry(const std::string& scenario, const std::string& reason) {
    return fmt::format("[[known]]\nscenario = \"{}\"\nreason = \"{}\"\n", scenario, reason);
}

struct code_row {
    const char* name;
    std::string command;
    int code;
    std::string says; ///< somewhere in what it writes
};

void PrintTo(const code_row& row, std::ostream* out) { *out << row.command; }

class exit_code : public ::testing::TestWithParam<code_row> {};

TEST_P(exit_code, is_as_documented) {
    const desk at;
    std::filesystem::create_directory(at.path("mine"));
    at.write("mine/passing.scn", passing);
    at.write("failing.scn", failing);
    at.write("unsure.scn", unsure);
    at.write("faulty.scn", faulty);
    at.write("broken.scn", "scenario mine/broken\n  title \"x\"\n\nactor alice = usr\n");
    at.write("broken.toml", "[dut]\nadress = \"127.0.0.1\"\n");
    at.write("nobody.toml", testbed(free_port()));
    at.write("stale.toml", entry(good, "expected-200-got-500"));
    at.write("known.toml", entry("mine/failing", "expected-412-got-200"));
    at.write("known-unsure.toml", entry("mine/unsure", "expected-423-got-200"));
    at.write("hooked.toml", testbed(free_port(), "[hooks]\nstart = \"echo there is no such server >&2; exit 9\"\n"));
    at.write("garbage.json", "{");
    const auto got = at.run(GetParam().command);
    EXPECT_EQ(got.code, GetParam().code) << got.said;
    EXPECT_THAT(got.said, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    table, exit_code,
    ::testing::Values(
        code_row{"passed", "simplespec run " + good, 0, "1 PASS 0 FAIL"},
        code_row{"folder_of_ones_own", "simplespec run mine", 0, "PASS   mine/passing"},
        code_row{"folder_with_a_slash", "simplespec run mine/", 0, "PASS   mine/passing"},
        code_row{"folder_by_path", "simplespec run ./mine " + good, 0, "2 PASS 0 FAIL"},
        code_row{"checked", "simplespec check mine", 0, "1 of 1 scenario files are right"},
        code_row{"known_failure", "simplespec run failing.scn --baseline known.toml", 0, "mine/failing"},
        code_row{"known_doubt", "simplespec run unsure.scn mine --baseline known-unsure.toml", 0, "mine/unsure"},
        code_row{"failed", "simplespec run failing.scn", 1, "expected-412-got-200"},
        code_row{"option", "simplespec run --nope", 2, "--nope"},
        code_row{"option_value", "simplespec run --wire rope", 2, "--wire"},
        code_row{"command", "simplespec rnu", 2, "rnu"},
        code_row{"scenario_text", "simplespec run broken.scn", 2, "broken.scn:4:"},
        code_row{"scenario_text_checked", "simplespec check broken.scn", 2, "broken.scn:4:"},
        code_row{"scenario_absent", "simplespec run nope.scn", 2, "nope.scn: no such file or folder"},
        code_row{"testbed_text", "simplespec run -t broken.toml", 2, "broken.toml:2:1: unknown key `adress`"},
        code_row{"testbed_suggestion", "simplespec run -t broken.toml", 2, "did you mean: address"},
        code_row{"testbed_absent", "simplespec run -t nope.toml", 2, "nope.toml: No such file"},
        code_row{"baseline_text", "simplespec run --baseline broken.toml", 2, "broken.toml:1:"},
        code_row{"result_text", "simplespec run failed:garbage.json", 2, "garbage.json"},
        code_row{"result_unwritable", "simplespec run " + good + " --json no/such/folder/run.json", 2, "no/such/folder"},
        code_row{"usage_before_selection", "simplespec run rfc9999/nope -t broken.toml", 2, "adress"},
        code_row{"target_absent", "simplespec run -t nobody.toml", 3, "connection refused"},
        code_row{"target_absent_fix", "simplespec run -t nobody.toml", 3, "is [dut] address right"},
        code_row{"target_does_not_start", "simplespec run -t hooked.toml", 3, "there is no such server"},
        code_row{"init_without_target", "simplespec init sip:127.0.0.1:1 --user a", 3, "does not answer OPTIONS"},
        code_row{"doctor_without_target", "simplespec doctor -t nobody.toml", 3, "connection refused"},
        code_row{"doctor_without_testbed", "simplespec doctor -t broken.toml", 2, "adress"},
        code_row{"unknown_selection", "simplespec run rfc9999/nope", 4, "rfc9999/nope"},
        code_row{"selection_suggestion", "simplespec run rfc3903/6/refresh-gets-a-new-entity-tga", 4, good},
        code_row{"empty_selection", "simplespec run rfc3903 not:rfc3903", 4, "leave no scenario"},
        code_row{"unknown_in_list", "simplespec list tag:nope", 4, "nope"},
        code_row{"no_verdict", "simplespec run unsure.scn", 4, "INCONC mine/unsure"},
        code_row{"stale", "simplespec run " + good + " --baseline stale.toml", 5, good},
        code_row{"inconclusive", "simplespec run unsure.scn mine", 6, "INCONC mine/unsure"},
        code_row{"our_own_error", "simplespec run faulty.scn", 70, "ERROR  mine/faulty"},
        code_row{"captures", "simplespec run " + good + " --pcap caps; simplespec lint caps/" + good + ".pcap", 0, "200 OK"},
        code_row{"captures_unwritable", "simplespec run " + good + " --pcap garbage.json", 2, "garbage.json/rfc3903"},
        code_row{"repro_as_capture",
                 "simplespec run failing.scn --json r.json; simplespec repro mine/failing r.json --as pcap -o r.pcap && simplespec lint r.pcap",
                 0, "PUBLISH"},
        code_row{"repro_of_nothing", "simplespec run failing.scn --json r.json; simplespec repro mine/nothing r.json --as pcap", 4,
                 "has no scenario mine/nothing"},
        code_row{"compared_alike", "simplespec run mine --json a.json; simplespec run mine --seed 2 --json b.json; simplespec compare a.json b.json",
                 0, "behaviour: 0 changes"},
        code_row{"compared_worse",
                 "simplespec run rfc3903 --json a.json; simplespec run rfc3903 --defect refresh-keeps-entity-tag --json b.json; "
                 "simplespec compare a.json b.json",
                 7, "PASS -> FAIL"},
        code_row{"compared_better",
                 "simplespec run rfc3903 --json a.json; simplespec run rfc3903 --defect refresh-keeps-entity-tag --json b.json; "
                 "simplespec compare b.json a.json --json",
                 0, "\"regression\":false"},
        code_row{"compared_with_garbage", "simplespec run mine --json a.json; simplespec compare a.json garbage.json", 2,
                 "garbage.json: line 1, column 2: not JSON"},
        code_row{"compared_with_nothing", "simplespec compare nope.json nope.json", 2, "nope.json: No such file"},
        code_row{"compared_with_the_future", "echo '{\"schema\":2}' > a.json; simplespec compare a.json a.json", 2, "2 is unknown"},
        code_row{"explained", "simplespec explain " + good, 0, "RFC3903-6-26  RFC 3903 section 6, MUST"},
        code_row{"explained_file", "simplespec explain failing.scn", 0, "RFC3903-6-11  RFC 3903 section 6, MUST"},
        code_row{"explained_requirement", "simplespec explain RFC3903-6-26", 0, "defect refresh-keeps-entity-tag"},
        code_row{"explained_failure", "simplespec run failing.scn --json r.json; simplespec explain mine/failing --run r.json", 0,
                 ">  1 | SIP/2.0 200 OK"},
        code_row{"explained_failure_of_a_file", "simplespec run failing.scn --json r.json; simplespec explain failing.scn --run r.json", 0,
                 "simplespec repro mine/failing r.json --as sh"},
        code_row{"explained_broken_requirement",
                 "simplespec run rfc3903 --defect refresh-keeps-entity-tag --json r.json; simplespec explain RFC3903-6-26 --run r.json", 0,
                 "FAIL  entity-tag-kept"},
        code_row{"explained_nothing", "simplespec explain rfc3903/6/refresh-gets-a-new-entity-tga", 4, "is it " + good},
        code_row{"explained_too_much", "simplespec explain rfc3903", 4, "one at a time"},
        code_row{"explained_without_it", "simplespec run failing.scn --json r.json; simplespec explain " + good + " --run r.json", 4,
                 "r.json has no scenario"},
        code_row{"explained_with_garbage", "simplespec explain " + good + " --run garbage.json", 2, "garbage.json: line 1, column 2"},
        code_row{"explained_absent_file", "simplespec explain nope.scn", 2, "nope.scn"},
        code_row{"shard", "simplespec run rfc3903 --shard 2/9", 0, "0 FAIL"},
        code_row{"shard_out_of_range", "simplespec run --shard 3/2", 2, "expected I/N"},
        code_row{"shard_empty", "simplespec run mine --shard 2/2", 4, "is empty"},
        code_row{"part_of_a_name", "simplespec run rfc3903/6/refresh-gets", 4, "did you mean rfc3903/6/refresh-gets*?"},
        code_row{"retries_excuse_nothing", "simplespec run failing.scn --retries 2", 1, "failed 3 of 3"},
        code_row{"failure_before_stale", "simplespec run failing.scn " + good + " --baseline stale.toml", 1, "FAIL"},
        code_row{"failure_before_doubt", "simplespec run failing.scn unsure.scn", 1, "INCONC"},
        code_row{"stale_before_doubt", "simplespec run unsure.scn " + good + " --baseline stale.toml", 5, "INCONC"},
        code_row{"own_error_before_failure", "simplespec run failing.scn faulty.scn", 70, "FAIL"}),
    [](const auto& row) { return std::string(row.param.name); });

std::size_t number(const std::string& text, const std::string& pattern) {
    std::smatch found;
    if (!std::regex_search(text, found, std::regex(pattern))) return SIZE_MAX;
    return std::stoul(found[1].str());
}

TEST(counts, are_the_same_in_text_json_and_junit) {
    const desk at;
    at.write("failing.scn", failing);
    at.write("unsure.scn", unsure);
    const auto got = at.run("simplespec run rfc3903 failing.scn unsure.scn --json run.json --junit run.xml");
    const auto run = boost::json::parse(at.read("run.json")).as_object();
    const auto& counted = run.at("summary").at("scenarios").as_object();
    const auto in_json = [&](const char* verdict) { return counted.at(verdict).to_number<std::size_t>(); };
    std::map<std::string, std::size_t> listed;
    for (const auto& s : run.at("scenarios").as_array()) ++listed[std::string(s.at("verdict").as_string())];
    for (const char* verdict : {"PASS", "FAIL"}) {
        EXPECT_EQ(in_json(verdict), listed[verdict]);
        EXPECT_EQ(in_json(verdict), number(got.said, fmt::format("scenarios:.* ([0-9]+) {}", verdict))) << got.said;
    }
    EXPECT_EQ(in_json("FAIL"), 1U);
    EXPECT_EQ(in_json("INCONC"), number(got.said, "scenarios:.* ([0-9]+) INCONC"));
    const auto xml = at.read("run.xml");
    const auto in_xml = [&](const std::string& attribute) {
        const std::regex suites(fmt::format("<testsuite name=\"scenarios\"[^>]* {}=\"([0-9]+)\"", attribute));
        std::size_t sum = 0;
        for (std::sregex_iterator it(xml.begin(), xml.end(), suites), end; it != end; ++it) sum += std::stoul((*it)[1]);
        return sum;
    };
    EXPECT_EQ(in_xml("tests"), number(got.said, "([0-9]+) scenarios:"));
    EXPECT_EQ(in_xml("failures"), in_json("FAIL"));
    EXPECT_EQ(in_xml("errors"), in_json("INCONC"));
}

/// The reference server as a target of its own, at a port that is its own.
struct served {
    served() : port(free_port()), server(at.start(fmt::format("simplespec serve --port {}", port))) {
        EXPECT_TRUE(desk::says(server, "serving")) << server.output();
        at.write("pbx.toml", testbed(port, "[features]\ngzip = \"no: nobody built it in\"\n"));
    }
    desk at;
    std::uint16_t port;
    net::child server;
};

TEST(shards, make_one_run_again) {
    const desk at;
    ASSERT_EQ(at.run("simplespec run rfc3903 --json whole.json").code, 0);
    ASSERT_EQ(at.run("simplespec run rfc3903 --shard 1/2 --json 1.json").code, 0);
    const auto lone = at.run("simplespec report merge 1.json");
    EXPECT_EQ(lone.code, 2);
    EXPECT_THAT(lone.said, HasSubstr("shard 2/2 is missing"));
    ASSERT_EQ(at.run("simplespec run rfc3903 --shard 2/2 --json 2.json").code, 0);
    const auto merged = at.run("simplespec report merge 2.json 1.json --json merged.json --junit merged.xml");
    EXPECT_EQ(merged.code, 0) << merged.said;
    auto whole = boost::json::parse(at.read("whole.json")).as_object();
    auto joined = boost::json::parse(at.read("merged.json")).as_object();
    EXPECT_EQ(whole.at("summary"), joined.at("summary"));
    EXPECT_EQ(whole.at("scenarios"), joined.at("scenarios"));
    EXPECT_EQ(whole.at("requirements").as_array().size(), joined.at("requirements").as_array().size());
    EXPECT_THAT(at.read("merged.xml"), HasSubstr("<testsuite name=\"scenarios\""));
}

TEST(known_failures, are_added_checked_and_pruned) {
    const desk at;
    at.write("failing.scn", failing);
    at.write("passing.scn", passing);
    at.run("simplespec run failing.scn passing.scn --json run.json");
    at.write("known.toml", "# ours\n" + entry("mine/passing", "expected-200-got-500"));
    EXPECT_EQ(at.run("simplespec baseline check known.toml run.json").code, 1);
    const auto added = at.run("simplespec baseline accept run.json -o known.toml --issue https://example.com/1 --until 2999-12-31");
    EXPECT_EQ(added.code, 0) << added.said;
    EXPECT_THAT(added.said, HasSubstr("1 new entries"));
    EXPECT_THAT(at.read("known.toml"), HasSubstr("# ours\n"));
    EXPECT_THAT(at.read("known.toml"), HasSubstr("https://example.com/1"));
    const auto checked = at.run("simplespec baseline check known.toml run.json");
    EXPECT_EQ(checked.code, 5) << checked.said;
    EXPECT_THAT(checked.said, HasSubstr("stale    mine/passing expected-200-got-500"));
    EXPECT_THAT(checked.said, HasSubstr("2 entries: 1 still fail, 1 stale, 0 expired, 0 not part of this run; 0 failures"));
    EXPECT_EQ(at.run("simplespec baseline prune known.toml run.json").code, 0);
    EXPECT_THAT(at.read("known.toml"), ::testing::Not(HasSubstr("mine/passing")));
    EXPECT_EQ(at.run("simplespec baseline check known.toml run.json").code, 0);
    EXPECT_EQ(at.run("simplespec run failing.scn passing.scn --baseline known.toml").code, 0);
    EXPECT_EQ(at.run("simplespec baseline accept run.json --until soon").code, 2);
}

TEST(served_target, passes_and_fails_as_the_built_in_one) {
    const served it;
    it.at.write("failing.scn", failing);
    it.at.write("absent.scn", own_scenario("absent", "alice within {reply} { < 200 }\n", "  needs gzip\n"));
    EXPECT_EQ(it.at.run("simplespec run -t pbx.toml " + good).code, 0);
    EXPECT_EQ(it.at.run("simplespec run -t pbx.toml failing.scn").code, 1);
    const auto nothing = it.at.run("simplespec run -t pbx.toml absent.scn");
    EXPECT_EQ(nothing.code, 4) << nothing.said;
    const auto twice = it.at.run(fmt::format("simplespec serve --port {}", it.port));
    EXPECT_EQ(twice.code, 3);
    EXPECT_THAT(twice.said, HasSubstr(std::to_string(it.port)));
}

TEST(served_target, is_asked_for_its_testbed) {
    const served it;
    const auto asked = it.at.run(fmt::format("simplespec init sip:127.0.0.1:{} --user alice --user bob -o new.toml", it.port));
    EXPECT_EQ(asked.code, 0) << asked.said;
    const auto judged = it.at.run("simplespec run -t new.toml " + good);
    EXPECT_EQ(judged.code, 0) << judged.said << it.at.read("new.toml");
}

TEST(served_target, is_examined) {
    const served it;
    const auto agrees = it.at.run("simplespec doctor -t pbx.toml");
    EXPECT_EQ(agrees.code, 0) << agrees.said;
    EXPECT_THAT(agrees.said, HasSubstr("fine  esc             PUBLISH: SIP/2.0 200 OK"));
    EXPECT_THAT(agrees.said, HasSubstr("scenarios of the suite apply"));
    it.at.write("few.toml", testbed(it.port, "[features]\nconditional = \"no: nobody built it in\"\n"));
    EXPECT_THAT(it.at.run("simplespec doctor -t few.toml").said, HasSubstr("do not: no-conditional: nobody built it in"));
    it.at.write("claims.toml", testbed(it.port, "[features]\nsha-512-256 = \"yes\"\n"));
    const auto wrong = it.at.run("simplespec doctor -t claims.toml --json");
    EXPECT_EQ(wrong.code, 1) << wrong.said;
    EXPECT_EQ(boost::json::parse(wrong.said).at("healthy"), false);
}

// `serve -t TESTBED --defect NAME`: a server that is broken on purpose judges its client, and answers for its own faults itself.
ended judged_handset(const std::string& handset_options, ended* of_the_server = nullptr) {
    const desk at;
    const auto port = free_port();
    at.write("handset.toml", "[dut]\nroles = [\"epa\", \"watcher\"]\ndomain = \"127.0.0.1\"\n[accounts.alice]\n[accounts.bob]\n");
    at.write("pbx.toml", testbed(port));
    auto server = at.start(fmt::format("simplespec serve -t handset.toml --port {} --defect unknown-extension-ignored "
                                       "--defect expires-row-doubled",
                                       port));
    EXPECT_TRUE(desk::says(server, "serving")) << server.output();
    const auto handset = at.run(fmt::format("simplespec ua 127.0.0.1:{} --user alice --state Lunch --watch bob --for 1 {}", port,
                                            handset_options));
    EXPECT_EQ(handset.code, 0) << handset.said;
    if (of_the_server != nullptr) *of_the_server = at.run("simplespec run -t pbx.toml rfc3261/8.2.2.3/unknown-extension-is-refused");
    kill(server.pid(), SIGINT);
    const auto code = server.wait(20s);
    return {code.value_or(-1), server.output(1U << 20U)};
}

TEST(served_client, is_not_charged_with_the_defects_of_its_server) {
    ended server;
    const auto got = judged_handset("", &server);
    EXPECT_EQ(server.code, 1) << "the defect shows\n" << server.said;
    EXPECT_THAT(server.said, HasSubstr("expected-420-got-200"));
    EXPECT_EQ(got.code, 0) << got.said;
    EXPECT_THAT(got.said, HasSubstr("0 requirement errors, 0 warnings"));
}

TEST(served_client, is_charged_with_its_own) {
    const auto got = judged_handset("--defect rport-with-a-value");
    EXPECT_EQ(got.code, 1) << got.said;
    EXPECT_THAT(got.said, HasSubstr("RFC3581-3-2"));
    EXPECT_THAT(got.said, HasSubstr("1 requirement errors"));
}

TEST(interrupted_run, keeps_what_it_has) {
    const served it;
    it.at.write("a.scn", failing);
    it.at.write("b.scn", waiting);
    auto run = it.at.start("simplespec run -t pbx.toml a.scn b.scn --jobs 1 --json run.json --junit run.xml");
    ASSERT_TRUE(desk::says(run, "mine/failing")) << run.output();
    net::pause(300ms);
    kill(run.pid(), SIGINT);
    EXPECT_EQ(run.wait(10s), 130) << run.output();
    const auto kept = boost::json::parse(it.at.read("run.json")).as_object();
    EXPECT_EQ(kept.at("scenarios").at(0).at("verdict"), "FAIL");
    EXPECT_EQ(kept.at("scenarios").at(1).at("verdict"), "SKIP");
    EXPECT_EQ(kept.at("summary").at("exit_code"), 130);
    EXPECT_THAT(it.at.read("run.xml"), HasSubstr("mine/failing"));
}

// A window that an interrupt cuts short accuses nobody.
TEST(interrupted_run, judges_nothing_that_it_did_not_wait_for) {
    const served it;
    it.at.write("b.scn", own_scenario("cut", "alice within {reply} { < 200 }\nalice within 60s { < NOTIFY   RFC6665-4.2.2-1 }\n"));
    auto run = it.at.start("simplespec run -t pbx.toml b.scn --json run.json");
    ASSERT_TRUE(desk::says(run, "wire remote")) << run.output();
    net::pause(500ms);
    kill(run.pid(), SIGTERM);
    EXPECT_EQ(run.wait(10s), 130) << run.output();
    EXPECT_THAT(it.at.read("run.json"), ::testing::Not(HasSubstr("\"verdict\":\"FAIL\"")));
}

struct signals_row {
    const char* name;
    std::vector<int> signals;
};

void PrintTo(const signals_row& row, std::ostream* out) { *out << row.name; }

class hooked_target : public ::testing::TestWithParam<signals_row> {};

// A target that its testbed starts, and that shuts its ears to everything but SIGKILL.
TEST_P(hooked_target, does_not_outlive_the_run) {
    const desk at;
    at.write("b.scn", waiting);
    at.write("start", "trap '' TERM INT HUP\nsleep 1000 &\necho $! > $HERE/second.pid\necho $$ > $HERE/first.pid\n"
                      "simplespec serve --port $SIMPLESPEC_PORT\nwhile :; do sleep 1; done\n");
    at.write("pbx.toml", testbed(free_port(), "[hooks]\nstart = \"sh ./start\"\n"));
    auto run = at.start("export HERE=$PWD; exec simplespec run -t pbx.toml b.scn");
    ASSERT_TRUE(desk::says(run, "wire remote")) << run.output();
    net::pause(300ms);
    const int first = std::stoi(at.read("first.pid")), second = std::stoi(at.read("second.pid"));
    ASSERT_EQ(kill(first, 0), 0);
    for (const int s : GetParam().signals) {
        kill(run.pid(), s);
        net::pause(100ms);
    }
    EXPECT_EQ(run.wait(20s), 130) << run.output();
    // Those who were killed are orphans of ours now, until somebody reaps them.
    const auto gone = [](int pid) {
        for (int i = 0; i < 200; ++i, net::pause(10ms)) {
            std::ifstream about(fmt::format("/proc/{}/stat", pid));
            std::string text((std::istreambuf_iterator<char>(about)), {});
            if (text.empty() || text.find(") Z ") != std::string::npos) return true;
        }
        return false;
    };
    EXPECT_TRUE(gone(first));
    EXPECT_TRUE(gone(second));
}

INSTANTIATE_TEST_SUITE_P(table, hooked_target,
                         ::testing::Values(signals_row{"terminated", {SIGTERM}}, signals_row{"hung_up", {SIGHUP}},
                                           signals_row{"interrupted_twice", {SIGINT, SIGINT}},
                                           signals_row{"interrupted_then_terminated", {SIGINT, SIGTERM}}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(kamailio_testbed, says_what_to_install) {
    const desk at;
    // Its own hook, on a machine where the program is nowhere.
    const auto source = std::string(SIMPLESPEC_SOURCE_DIR) + "/scenarios/testbeds/kamailio/";
    std::filesystem::copy_file(source + "testbed.toml", at.path("testbed.toml"));
    std::ifstream in(source + "start");
    std::string hook((std::istreambuf_iterator<char>(in)), {});
    for (std::size_t at_name; (at_name = hook.find("/usr/sbin/kamailio")) != std::string::npos;)
        hook.replace(at_name, 18, "/nowhere/kamailio");
    at.write("start", hook);
    std::filesystem::permissions(at.path("start"), std::filesystem::perms::owner_all);
    auto text = at.read("testbed.toml");
    text.replace(text.find("5570"), 4, std::to_string(free_port()));
    at.write("testbed.toml", text);
    const auto got = at.run("PATH=${PATH%%:*}:/usr/bin:/bin; exec simplespec run -t testbed.toml");
    EXPECT_EQ(got.code, 3) << got.said;
    EXPECT_THAT(got.said, HasSubstr("kamailio is not installed: apt-get install kamailio"));
}

TEST(help, has_an_example_that_works_when_pasted) {
    const desk at;
    std::filesystem::create_directory_symlink(std::string(SIMPLESPEC_SOURCE_DIR) + "/scenarios", at.path("scenarios"));
    const auto all = at.run("simplespec --help").said;
    const auto listed_in = [](const std::string& help) {
        std::vector<std::string> out;
        const std::regex row(R"(\n  ([a-z]+) +[A-Z])");
        const auto from = help.find("Subcommands:");
        const auto listed = from == std::string::npos ? std::string() : help.substr(from);
        for (std::sregex_iterator it(listed.begin(), listed.end(), row), end; it != end; ++it) out.push_back((*it)[1]);
        return out;
    };
    std::vector<std::string> commands;
    for (const auto& command : listed_in(all)) {
        const auto parts = listed_in(at.run("simplespec " + command + " --help").said);
        if (parts.empty()) commands.push_back(command);
        for (const auto& part : parts) commands.push_back(command + " " + part);
    }
    ASSERT_GE(commands.size(), 9U) << all;
    for (const auto& command : commands) {
        const auto help = at.run("simplespec " + command + " --help").said;
        const auto from = help.find("Example: ");
        ASSERT_NE(from, std::string::npos) << command << " has no example:\n" << help;
        auto example = help.substr(from + 9, help.find('\n', from) - from - 9);
        // The numbers that an example names may be taken here, and nobody waits a minute.
        if (const auto port = std::to_string(free_port()); true)
            example = std::regex_replace(std::regex_replace(example, std::regex("5070"), port), std::regex("--for 60"), "--for 1");
        const auto got = at.run(example);
        EXPECT_TRUE(got.code == 0 || (command == "lint" && got.code == 1)) << example << "\nexit " << got.code << "\n" << got.said;
    }
}

} // namespace
} // namespace simplespec::cli
