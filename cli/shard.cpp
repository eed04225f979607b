#include "cli/shard.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace simplespec::cli {

std::expected<std::string, std::string>
shard_of(const std::string& given,
         const std::function<std::optional<std::string>(const char*)>& environment) {
    if (given != "array") return given;
    std::string wrong;
    const auto number = [&](const char* name, std::optional<std::int64_t> otherwise = {}) -> std::int64_t {
        const auto text = environment(name);
        std::int64_t out = 0;
        if (!text && otherwise) return *otherwise;
        if (text) {
            const auto read = std::from_chars(text->data(), text->data() + text->size(), out);
            if (read.ec == std::errc() && read.ptr == text->data() + text->size()) return out;
        }
        if (wrong.empty()) wrong = fmt::format("{} is {}", name, text ? "`" + *text + "`" : "not set");
        return 0;
    };
    std::int64_t part = 0, of = 0;
    if (environment("SLURM_ARRAY_TASK_ID")) {
        of = number("SLURM_ARRAY_TASK_COUNT");
        const auto step = number("SLURM_ARRAY_TASK_STEP", 1);
        part =
            (number("SLURM_ARRAY_TASK_ID") - number("SLURM_ARRAY_TASK_MIN", 1)) / (step == 0 ? 1 : step) + 1;
    } else if (environment("JOB_COMPLETION_INDEX")) {
        of = number("JOB_COMPLETIONS");
        part = number("JOB_COMPLETION_INDEX") + 1;
    } else {
        wrong = "neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set";
    }
    if (!wrong.empty()) return std::unexpected("--shard array: " + wrong);
    return fmt::format("{}/{}", part, of);
}

} // namespace simplespec::cli
