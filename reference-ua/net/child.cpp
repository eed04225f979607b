#include "net/child.hpp"

#include "net/interrupt.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace simplespec::net {
namespace {

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
    std::vector<std::string> out;
    for (char** e = environ; *e != nullptr; ++e) {
        const std::string entry = *e;
        if (!added.contains(entry.substr(0, entry.find('=')))) out.push_back(entry);
    }
    for (const auto& [name, value] : added) out.push_back(fmt::format("{}={}", name, value));
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (auto& t : texts) out.push_back(t.data());
    out.push_back(nullptr);
    return out;
}

/// posix_spawn and not fork: other threads may be running.
int spawn_shell(const child_settings& settings, int output, pid_t& pid) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, 1);
    posix_spawn_file_actions_adddup2(&files, output, 2);
    if (!settings.folder.empty()) posix_spawn_file_actions_addchdir_np(&files, settings.folder.c_str());
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, fresh;
    sigemptyset(&none);
    sigemptyset(&fresh);
    for (const int s : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) sigaddset(&fresh, s);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &fresh);
    posix_spawnattr_setflags(&attributes, static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
                                                             POSIX_SPAWN_SETSIGDEF));
    std::vector<std::string> words{"/bin/sh", "-c", settings.command};
    auto variables = environment_with(settings.environment);
    const int bad = posix_spawn(&pid, "/bin/sh", &files, &attributes, pointers(words).data(), pointers(variables).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return bad;
}

} // namespace

std::expected<child, std::string> child::start(const child_settings& settings) {
    const int output = memfd_create("output", MFD_CLOEXEC);
    if (output < 0) return std::unexpected(fmt::format("no file for its output: {}", std::strerror(errno)));
    // Appending, so that the program and its own children do not write over each other.
    fcntl(output, F_SETFL, O_APPEND);
    // Whom it leaves behind becomes our child, not init's, so that stop() can wait for all of them.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t pid = -1;
    if (const int bad = spawn_shell(settings, output, pid); bad != 0) {
        close(output);
        return std::unexpected(fmt::format("cannot start '{}' in '{}': {}", settings.command, settings.folder,
                                           std::strerror(bad)));
    }
    takes_along(pid);
    return child(pid, output);
}

child::child(child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), output_(std::exchange(other.output_, -1)),
      code_(std::exchange(other.code_, std::nullopt)) {}

child& child::operator=(child&& other) noexcept {
    std::swap(pid_, other.pid_);
    std::swap(output_, other.output_);
    std::swap(code_, other.code_);
    return *this;
}

child::~child() {
    if (pid_ > 0) stop(std::chrono::seconds(2));
    if (output_ >= 0) close(output_);
}

std::optional<int> child::ended() {
    if (code_ || pid_ <= 0) return code_;
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) != pid_) return {};
    leaves_alone(pid_);
    code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return code_;
}

std::optional<int> child::wait(sip::duration limit) {
    using namespace std::chrono_literals;
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!ended() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(2ms);
    return code_;
}

void child::stop(sip::duration patience) {
    using namespace std::chrono_literals;
    if (pid_ <= 0 || ended()) return;
    // Not reaped until the end, so that the number stays ours while signals are sent to it.
    const auto over = [&] {
        siginfo_t about{};
        return waitid(P_PID, static_cast<id_t>(pid_), &about, WEXITED | WNOHANG | WNOWAIT) != 0 || about.si_pid == pid_;
    };
    const auto until = std::chrono::steady_clock::now() + patience;
    kill(pid_, SIGTERM);
    while (!over() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(2ms);
    kill(-pid_, SIGKILL); // the session that it leads: itself and what it left behind
    wait(5s);
    // Those who were killed with it are ours to reap, and hold their ports until they are gone.
    for (int i = 0; i < 500; ++i) {
        const auto reaped = waitpid(-pid_, nullptr, WNOHANG);
        if (reaped < 0) break;
        if (reaped == 0) std::this_thread::sleep_for(2ms);
    }
}

std::string child::output(std::size_t at_most) const {
    struct stat about {};
    if (output_ < 0 || fstat(output_, &about) != 0) return {};
    const auto size = static_cast<std::size_t>(about.st_size);
    std::string text(std::min(size, at_most), '\0');
    const auto got = pread(output_, text.data(), text.size(), static_cast<off_t>(size - text.size()));
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

std::expected<std::string, std::string> run_command(const child_settings& settings, sip::duration limit) {
    auto process = child::start(settings);
    if (!process) return std::unexpected(process.error());
    const auto code = process->wait(limit);
    auto said = process->output();
    if (!code) {
        process->stop(std::chrono::seconds(1));
        const auto seconds = std::chrono::duration<double>(limit).count();
        return std::unexpected(fmt::format("'{}' did not end within {:g} s\n{}", settings.command, seconds, said));
    }
    if (*code != 0)
        return std::unexpected(fmt::format("'{}' failed with exit code {}\n{}", settings.command, *code, said));
    return said;
}

void pause(sip::duration length) { std::this_thread::sleep_for(length); }

scratch_folder::scratch_folder() {
    auto name = (std::filesystem::temp_directory_path() / "simplespec-").string() + std::string(6, 'X');
    if (mkdtemp(name.data()) == nullptr)
        throw std::filesystem::filesystem_error("no scratch folder", name, std::error_code(errno, std::generic_category()));
    path_ = name;
}

scratch_folder::~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace simplespec::net
