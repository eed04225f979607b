// The plain main of a fuzz target: replays the files and folders that it is given, so that corpora are part
// of each ordinary test run and targets never rot. Each input runs whole, and cut short at 32 places.
#include "fuzz/fuzz_target.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_in(const fs::path& place) {
    if (!fs::is_directory(place)) return {place};
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(place))
        if (entry.is_regular_file()) out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    return out;
}

void run(const std::string& input, std::size_t size) {
    // A copy of its own size: a sanitizer sees a reader that goes past the end.
    const std::vector<std::uint8_t> octets(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(size));
    LLVMFuzzerTestOneInput(octets.data(), octets.size());
}

} // namespace

int main(int count, char** arguments) {
    std::size_t inputs = 0;
    for (int i = 1; i < count; ++i)
        for (const auto& file : files_in(arguments[i])) {
            std::ifstream in(file, std::ios::binary);
            const std::string input(std::istreambuf_iterator<char>(in), {});
            if (!in) {
                std::fprintf(stderr, "%s cannot be read\n", file.c_str());
                return 2;
            }
            std::fprintf(stderr, "%s\n", file.c_str()); // the last line before a crash names its input
            run(input, input.size());
            for (std::size_t cut = 0; cut < 32; ++cut) run(input, input.size() * cut / 32);
            ++inputs;
        }
    std::fprintf(stderr, "%zu inputs replayed\n", inputs);
    return inputs == 0 ? 2 : 0;
}
