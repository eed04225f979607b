#include "cli/reservation.hpp"

#include "net/child.hpp"
#include "net/clock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <map>
#include <utility>

namespace simplespec::cli {

using namespace std::chrono_literals;
using rigs::outcome;
using rigs::rig_error;
using rigs::trouble;

namespace {

constexpr std::size_t longest_note = 1024;

std::chrono::sys_seconds now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string path_of(const std::string& folder, const std::string& rig) {
    std::string name;
    for (const unsigned char c : rig)
        name += std::isalnum(c) != 0 || c == '-' || c == '_' ? std::string(1, static_cast<char>(c))
                                                             : fmt::format("%{:02X}", c);
    return folder + "/" + name + ".lock";
}

std::unexpected<rig_error> no_lock(const std::string& path, int error) {
    return std::unexpected(rig_error{trouble::reserved,
                                     fmt::format("cannot lock {}: {}", path, std::strerror(error)),
                                     "see that this user may write there, or set TMPDIR"});
}

std::int64_t number_of(std::string_view text) {
    std::int64_t out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

// note = *( name "=" value LF )
std::optional<rig_holder> read_note(int descriptor) {
    std::array<char, longest_note> octets{};
    const auto size = pread(descriptor, octets.data(), octets.size(), 0);
    if (size <= 0) return std::nullopt;
    std::map<std::string, std::string, std::less<>> fields;
    std::string_view text(octets.data(), static_cast<std::size_t>(size));
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (const auto at = line.find('='); at != std::string_view::npos)
            fields.emplace(line.substr(0, at), line.substr(at + 1));
    }
    if (fields["owner"].empty()) return std::nullopt;
    return rig_holder{.owner = fields["owner"],
                      .pid = number_of(fields["pid"]),
                      .since = std::chrono::sys_seconds(std::chrono::seconds(number_of(fields["since"]))),
                      .until = std::chrono::sys_seconds(std::chrono::seconds(number_of(fields["until"])))};
}

void write_note(int descriptor, const std::optional<rig_holder>& who) {
    std::string note;
    if (who)
        note = fmt::format("owner={}\npid={}\nsince={}\nuntil={}\n", who->owner, who->pid,
                           who->since.time_since_epoch().count(), who->until.time_since_epoch().count());
    // A note that cannot be written is missed by nobody but a reader: the lock is what holds.
    if (ftruncate(descriptor, 0) == 0) [[maybe_unused]]
        const auto written = pwrite(descriptor, note.data(), note.size(), 0);
}

bool set_aside(const std::optional<rig_holder>& who) { return who && who->pid == 0 && who->until > now(); }

// The lock is nobody's but ours while the descriptor is open; -1 where it is not to be had.
int locked(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? descriptor : -1; }

struct opened {
    int descriptor = -1;
    std::optional<rig_holder> note{};
    bool ours = false; ///< locked
};

outcome<opened> open_lock(const std::string& folder, const std::string& rig) {
    // Everybody's, and files that everybody may lock: a lab machine has more than one user.
    if (mkdir(folder.c_str(), 0777) == 0) [[maybe_unused]]
        const auto done = chmod(folder.c_str(), 01777);
    const auto path = path_of(folder, rig);
    constexpr int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
    opened out{.descriptor = open(path.c_str(), flags)};
    if (out.descriptor < 0 && errno == ENOENT) {
        out.descriptor = open(path.c_str(), flags | O_CREAT | O_EXCL, 0666);
        if (out.descriptor >= 0) [[maybe_unused]]
            const auto done = fchmod(out.descriptor, 0666);
        else if (errno == EEXIST)
            out.descriptor = open(path.c_str(), flags);
    }
    if (out.descriptor < 0) return no_lock(path, errno);
    out.ours = locked(out.descriptor) >= 0;
    out.note = read_note(out.descriptor);
    return out;
}

std::unexpected<rig_error> held(const std::string& rig, const std::optional<rig_holder>& by) {
    return std::unexpected(rig_error{
        trouble::reserved, fmt::format("{} is held by {}", rig, by ? by->text(now()) : "somebody else"),
        "wait for it, or ask its owner to `rig release` it"});
}

} // namespace

std::string rig_holder::text(std::chrono::sys_seconds at) const {
    auto out = owner;
    if (pid != 0) out += fmt::format(", process {}", pid);
    out += fmt::format(", for {} s", (at - since).count());
    if (until > at) out += fmt::format(", {} s more", (until - at).count());
    return out;
}

std::string reservation_folder() {
    return std::filesystem::temp_directory_path().string() + "/simplespec-rigs";
}

std::string this_owner() {
    const auto* entry = getpwuid(getuid());
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return fmt::format("{}@{}", entry == nullptr ? std::to_string(getuid()) : entry->pw_name, host.data());
}

outcome<reservation> reservation::take(const std::string& folder, const std::string& rig,
                                       sip::duration patience) {
    const net::clock clock;
    const auto end = clock.now().steady + patience;
    while (true) {
        auto lock = open_lock(folder, rig);
        if (!lock) return std::unexpected(lock.error());
        const bool others = set_aside(lock->note) && lock->note->owner != this_owner();
        if (lock->ours && !others) {
            // What was put aside stays so when the run is over.
            if (!set_aside(lock->note))
                write_note(lock->descriptor, rig_holder{this_owner(), getpid(), now(), {}});
            return reservation(lock->descriptor);
        }
        close(lock->descriptor);
        if (clock.now().steady >= end) return held(rig, lock->note);
        net::pause(50ms);
    }
}

reservation::~reservation() {
    if (descriptor_ < 0) return;
    if (const auto note = read_note(descriptor_); note && note->pid != 0)
        write_note(descriptor_, std::nullopt);
    close(descriptor_);
}

std::optional<rig_holder> holder_of(const std::string& folder, const std::string& rig) {
    const auto lock = open_lock(folder, rig);
    if (!lock) return std::nullopt;
    close(lock->descriptor);
    // A note without its lock is of somebody who died.
    return !lock->ours || set_aside(lock->note) ? lock->note : std::nullopt;
}

outcome<void> put_aside(const std::string& folder, const std::string& rig, std::chrono::seconds how_long) {
    const auto lock = open_lock(folder, rig);
    if (!lock) return std::unexpected(lock.error());
    const bool others = !lock->ours || (set_aside(lock->note) && lock->note->owner != this_owner());
    if (!others) write_note(lock->descriptor, rig_holder{this_owner(), 0, now(), now() + how_long});
    close(lock->descriptor);
    if (others) return held(rig, lock->note);
    return {};
}

outcome<void> give_back(const std::string& folder, const std::string& rig, bool by_force) {
    const auto lock = open_lock(folder, rig);
    if (!lock) return std::unexpected(lock.error());
    const bool others =
        !lock->ours || (set_aside(lock->note) && lock->note->owner != this_owner() && !by_force);
    if (!others) write_note(lock->descriptor, std::nullopt);
    close(lock->descriptor);
    if (others) return held(rig, lock->note);
    return {};
}

} // namespace simplespec::cli
