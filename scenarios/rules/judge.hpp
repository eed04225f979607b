#pragma once
// The judge: every message against every clause that applies. Follows traffic alone, so that a capture is
// judged exactly like a live run.
#include "scenarios/observer/observed.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/result.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace simplespec::scenarios {

struct judge_settings {
    /// Whether the party at this address is under test; findings are kept for messages that it sent (or
    /// should have sent). Empty: everybody is.
    std::function<bool(const sip::hop&)> under_test;
    /// False where only one direction was seen or frames are known to be lost: absence is then never a
    /// finding.
    bool complete = true;
};

/// A finding with its place; `record.message` is the index that on_message was given.
struct judgement {
    finding_record record;
    sip::hop party; ///< who is to blame
};

class judge {
  public:
    judge(const catalogue& requirements, judge_settings settings);
    ~judge();
    judge(judge&&) noexcept;
    judge& operator=(judge&&) noexcept;

    /// The next message, in the order seen. `seen.index` numbers it; `seen.deviates` says that we broke it on
    /// purpose: rules that assume a valid request are then off for its transaction and what depends on it.
    void on_message(const observed& seen);
    /// Time has passed without a message: deadlines that the observer keeps may be due.
    void on_time(sip::instant now);
    /// A gap in what was observed: from here absence proves nothing for what was open.
    void on_gap(sip::instant now);
    /// The observation ends: what is still open is not observed, never a finding.
    void at_end(sip::instant now);

    /// The findings since the last call, in order.
    std::vector<judgement> take();
    /// How often each requirement was exercised: a rule citing it had a message to judge.
    const std::map<std::string, std::size_t>& exercised() const;

  private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace simplespec::scenarios
