#include "cli/shard.hpp"

#include <gtest/gtest.h>

#include <map>

namespace simplespec::cli {
namespace {

struct shard_row {
    const char* name;
    std::map<std::string, std::string> environment;
    const char* is;    ///< "" where it fails
    const char* wrong; ///< part of the sentence
};

TEST(shard_of_array, is_what_the_engine_says) {
    const shard_row rows[] = {
        {"Slurm, from 1",
         {{"SLURM_ARRAY_TASK_ID", "2"}, {"SLURM_ARRAY_TASK_COUNT", "4"}, {"SLURM_ARRAY_TASK_MIN", "1"}},
         "2/4",
         ""},
        {"Slurm, from 0",
         {{"SLURM_ARRAY_TASK_ID", "0"}, {"SLURM_ARRAY_TASK_COUNT", "4"}, {"SLURM_ARRAY_TASK_MIN", "0"}},
         "1/4",
         ""},
        {"Slurm, every third",
         {{"SLURM_ARRAY_TASK_ID", "7"},
          {"SLURM_ARRAY_TASK_COUNT", "3"},
          {"SLURM_ARRAY_TASK_MIN", "1"},
          {"SLURM_ARRAY_TASK_STEP", "3"}},
         "3/3",
         ""},
        {"Kubernetes", {{"JOB_COMPLETION_INDEX", "3"}, {"JOB_COMPLETIONS", "4"}}, "4/4", ""},
        {"no engine", {}, "", "neither SLURM_ARRAY_TASK_ID"},
        {"no count", {{"SLURM_ARRAY_TASK_ID", "2"}}, "", "SLURM_ARRAY_TASK_COUNT is not set"},
        {"no number",
         {{"SLURM_ARRAY_TASK_ID", "x"}, {"SLURM_ARRAY_TASK_COUNT", "4"}},
         "",
         "SLURM_ARRAY_TASK_ID is `x`"},
        {"no step",
         {{"SLURM_ARRAY_TASK_ID", "2"}, {"SLURM_ARRAY_TASK_COUNT", "4"}, {"SLURM_ARRAY_TASK_STEP", "0"}},
         "2/4",
         ""},
    };
    for (const auto& r : rows) {
        const auto got = shard_of("array", [&](const char* name) -> std::optional<std::string> {
            const auto found = r.environment.find(name);
            return found == r.environment.end() ? std::nullopt : std::optional(found->second);
        });
        EXPECT_EQ(got.value_or(""), r.is) << r.name;
        if (!got) {
            EXPECT_NE(got.error().find(r.wrong), std::string::npos) << r.name << ": " << got.error();
        }
    }
    EXPECT_EQ(shard_of("2/4", [](const char*) { return std::nullopt; }).value(), "2/4");
}

} // namespace
} // namespace simplespec::cli
