#pragma once
// A rig is exclusive: one run at a time presses its keys. On one machine that is a lock on a file, which goes
// with its owner whatever becomes of him; somebody may also put a rig aside for a while.
#include "rigs/rig.hpp"
#include "sip/instant.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>

namespace simplespec::cli {

/// Who has a rig.
struct rig_holder {
    std::string owner;    ///< user@machine
    std::int64_t pid = 0; ///< of the run; 0 where it was put aside by hand
    std::chrono::sys_seconds since{};
    std::chrono::sys_seconds until{}; ///< of what was put aside

    /// "alice@lab1, process 4711, for 12 s"
    std::string text(std::chrono::sys_seconds now) const;
};

/// The folder of this machine's locks.
std::string reservation_folder();
/// Who this is, as a holder's owner.
std::string this_owner();

/// Held until it goes out of scope.
class reservation {
  public:
    /// Waits for its holder, `patience` at most; then `reserved`, and the text says who has it and since
    /// when.
    static rigs::outcome<reservation> take(const std::string& folder, const std::string& rig,
                                           sip::duration patience);
    reservation(reservation&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    reservation& operator=(reservation&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~reservation();

  private:
    explicit reservation(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

/// None where it is free, or its owner is gone.
std::optional<rig_holder> holder_of(const std::string& folder, const std::string& rig);
/// Put it aside for `this_owner()`, whose runs may go on using it. `reserved` where it is somebody else's.
rigs::outcome<void> put_aside(const std::string& folder, const std::string& rig,
                              std::chrono::seconds how_long);
/// End that before its time. `reserved` where it is somebody else's and `by_force` is not given.
rigs::outcome<void> give_back(const std::string& folder, const std::string& rig, bool by_force);

} // namespace simplespec::cli
