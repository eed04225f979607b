#pragma once
// The settings of a snom phone under the vendor's names: those that the phone's behaviour hangs on, and the
// rest, which are kept and shown.
#include "handset/settings.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace simplespec::rigs {

/// "8.7.5.35" is 8007, "10.1.101.11" is 10001; 0 where it is none.
int snom_generation(std::string_view firmware);

class snom_settings {
  public:
    /// As such a phone comes out of its box; firmware from 10 on takes no commands in queries until it is
    /// told to.
    snom_settings(std::string_view firmware, bool three_colours);

    /// Set one by the vendor's name. What concerns the person's phone changes `person`. False where it is
    /// read-only, or the phone has no such name, or no room; such a phone says nothing of it and keeps what
    /// it had.
    bool set(std::string_view name, std::string_view value, handset::settings& person);
    /// The value of one of those that are no setting of the person's; empty where there is none.
    std::string_view get(std::string_view name) const;
    /// Provisioned so, perm="R": HTTP does not change it.
    void lock(std::string_view name) { read_only_.emplace(name); }

    /// All of them, passwords as stars.
    std::map<std::string, std::string> listed(const handset::settings& person) const;

  private:
    int generation_;
    std::map<std::string, std::string, std::less<>> own_;
    std::set<std::string, std::less<>> read_only_;
    std::map<std::string, std::string, std::less<>>
        keys_as_written_; // assignments that this phone makes nothing of
};

} // namespace simplespec::rigs
