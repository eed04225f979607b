#pragma once
// Everything that passes by in one scenario: written down for the reports, and shown to the judges.
#include "rigs/wire/wire.hpp"
#include "scenarios/result/result.hpp"
#include "scenarios/rules/judge.hpp"

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simplespec::scenarios {

/// What actors remark on: stable code and requirement.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 1> remarks = {
    {{"rspauth-wrong", "RFC2617-3.2.3-5"}}};

class ledger {
  public:
    ledger(std::shared_ptr<rigs::wire> wire, const catalogue& requirements);

    /// From here on this address is an actor's.
    void enter(const sip::hop& at, const std::string& actor);

    /// Send what an actor wants sent. Answers its number.
    std::size_t send(const sip::transmission& out, bool deviates);
    /// What came in. Answers its number.
    std::size_t arrived(const rigs::arrival& in);
    /// What an actor sees of a message of the target that no judge can: it knows secrets. One of `remarks`.
    void remark(std::size_t message, finding_record what);
    void time_passed() { theirs_.on_time(now()), ours_.on_time(now()); }
    sip::instant now() const { return wire_->now(); }
    rigs::wire& wire() { return *wire_; }

    /// The judging ends here: what follows (cleaning up) is written down but not judged.
    void close();

    std::vector<message_record> records;
    std::vector<finding_record> findings; ///< about the target, once closed
    std::vector<finding_record> own;      ///< errors in messages of ours, but for those that the target led to
    std::map<std::string, std::size_t> exercised;
    std::string agent; ///< Server or User-Agent of the target, as last seen

  private:
    bool is_ours(const sip::hop& at) const;
    std::string name_of(const sip::hop& at) const;
    bool drawn_alone(const finding_record& f) const;
    bool comes_from(const sip::message& ours, const sip::message& theirs, bool absent) const;
    bool provoked(const finding_record& f) const;
    std::size_t write_down(const sip::hop& from, const sip::hop& to, const std::string& octets,
                           sip::instant at, bool deviates);

    std::shared_ptr<rigs::wire> wire_;
    sip::instant start_;
    const catalogue* requirements_;
    std::vector<std::pair<sip::hop, sip::hop>> ways_; ///< from and to of each record
    std::map<std::pair<std::string, std::uint16_t>, std::string> actors_;
    std::set<std::size_t> seen_; ///< hashes of source and octets
    bool open_ = true;
    judge theirs_, ours_;
};

} // namespace simplespec::scenarios
