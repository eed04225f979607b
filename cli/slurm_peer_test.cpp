// A lab that hands its phone to one job at a time: Slurm on loopback, in a folder of its own. Runs only where
// SIMPLESPEC_PEERS is yes.
#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <thread>

namespace simplespec::cli {
namespace {

using namespace cli::testing;
using ::testing::HasSubstr;

// Key, controller and one node, stopped when this goes.
class lab {
  public:
    explicit lab(const desk& at) : at_(at) {
        std::array<char, 256> name{};
        gethostname(name.data(), name.size() - 1);
        std::string host = name.data();
        host = host.substr(0, host.find('.'));
        const auto here = at.path("");
        for (const auto* folder : {"state", "spool"}) std::filesystem::create_directory(here + folder);
        at.write("slurm.conf", fmt::format(R"(ClusterName=desk
SlurmctldHost={0}(127.0.0.1)
SlurmctldPort={2}
SlurmdPort={3}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={1}munge.socket
CryptoType=crypto/munge
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/builtin
ReturnToService=2
StateSaveLocation={1}state
SlurmdSpoolDir={1}spool
SlurmctldPidFile={1}slurmctld.pid
SlurmdPidFile={1}slurmd.pid
Licenses=snom370:1
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
NodeName={0} NodeAddr=127.0.0.1 CPUs={4} State=UNKNOWN
PartitionName=lab Nodes={0} Default=YES State=UP MaxTime=5
)",
                                           host, here, free_port(), free_port(),
                                           std::max(1U, std::thread::hardware_concurrency())));
        at.run("chmod 755 . && dd if=/dev/urandom of=munge.key bs=1 count=1024 && chmod 400 munge.key");
        parts_.push_back(at.start(
            fmt::format("exec munged --force --foreground --key-file={0}munge.key --socket={0}munge.socket "
                        "--pid-file={0}munged.pid --log-file={0}munged.log --seed-file={0}munge.seed",
                        here)));
        at.run("for i in $(seq 50); do test -S munge.socket && exit 0; sleep 0.1; done");
        parts_.push_back(at.start(with_conf("exec slurmctld -D")));
        parts_.push_back(at.start(with_conf("exec slurmd -D")));
    }
    ~lab() {
        for (; !parts_.empty(); parts_.pop_back()) parts_.back().stop(5s);
    }
    lab(const lab&) = delete;
    lab& operator=(const lab&) = delete;

    std::string with_conf(const std::string& command) const {
        return fmt::format("export SLURM_CONF={}; {}", at_.path("slurm.conf"), command);
    }
    bool is_up() const {
        return at_.run(with_conf("for i in $(seq 100); do sinfo -h -o %t | grep -q idle && exit 0; sleep "
                                 "0.2; done; exit 1"))
                   .code == 0;
    }

  private:
    const desk& at_;
    std::vector<net::child> parts_;
};

double number_in(const std::string& text, const std::string& after) {
    const auto at = text.find(after);
    return at == std::string::npos ? 0 : std::stod(text.substr(at + after.size()));
}

TEST(slurm, hands_one_phone_to_one_shard_at_a_time) {
    const char* peers = std::getenv("SIMPLESPEC_PEERS");
    if (peers == nullptr || std::string_view(peers) != "yes") GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes";
    const desk at;
    const lab engine(at);
    ASSERT_TRUE(engine.is_up());
    // The phone that all of them want: it is there, and one job at a time presses it.
    auto phone = at.start(
        fmt::format("simplespec ua 127.0.0.1:{} --user joe --for 120 --phone snom370 --web 0", free_port()));
    ASSERT_TRUE(desk::says(phone, "display: ")) << phone.output();
    const auto said = phone.output();
    const auto place = said.substr(said.find("http://127.0.0.1:") + 17);
    at.write("job.sh",
             fmt::format("#!/bin/sh\ncd {0} || exit 9\necho begins $(date +%s.%N)\n"
                         "\"{1}\" rig press snom:127.0.0.1:{2} S1 || exit 8\n"
                         "\"{1}\" run rfc3903 --shard array --json $SLURM_ARRAY_TASK_ID.json || exit 7\n"
                         "echo ends $(date +%s.%N)\n",
                         at.path(""), SIMPLESPEC_PROGRAM, std::stoi(place)));
    // `sbatch --wait` looks at ever longer intervals.
    const auto done =
        at.run(engine.with_conf(fmt::format(
                   "sbatch -L snom370 --array=1-4 -o {0}out.%a {0}job.sh && for i in $(seq 300); do "
                   "test $(cat {0}out.* 2>/dev/null | grep -c '^ends ') = 4 && exit 0; sleep 0.2; done; exit 1",
                   at.path(""))),
               90s);
    std::vector<std::pair<double, double>> times;
    std::string all;
    for (int i = 1; i <= 4; ++i) {
        const auto out = at.read(fmt::format("out.{}", i));
        all += out;
        times.emplace_back(number_in(out, "begins "), number_in(out, "ends "));
    }
    ASSERT_EQ(done.code, 0) << done.said << all;
    std::ranges::sort(times);
    for (std::size_t i = 1; i < times.size(); ++i) EXPECT_LE(times[i - 1].second, times[i].first) << all;

    const auto whole = at.run("simplespec run rfc3903 --json whole.json");
    const auto merged = at.run("simplespec report merge 1.json 2.json 3.json 4.json --json merged.json");
    EXPECT_EQ(merged.code, 0) << merged.said;
    const auto scenarios_of = [&](const std::string& file) {
        return at.run("grep -o '\"id\":\"rfc3903/[^\"]*\",\"title\"' " + file + " | sort").said;
    };
    EXPECT_EQ(scenarios_of("merged.json"), scenarios_of("whole.json"));
    EXPECT_THAT(scenarios_of("merged.json"), HasSubstr("rfc3903/"));
    phone.stop(5s);
}

} // namespace
} // namespace simplespec::cli
