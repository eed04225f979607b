#pragma once
// Follows any traffic: which message belongs to which transaction, subscription and publication, and what is
// due.
#include "scenarios/observer/occasion.hpp"

#include <memory>
#include <vector>

namespace simplespec::scenarios {

/// How much is remembered; the oldest is forgotten first, and becomes unknown.
struct observer_limits {
    std::size_t transactions = 8192;
    std::size_t subscriptions = 4096;
    std::size_t publications = 4096;
    std::size_t tags = 4096; ///< of one publication
};

/// T1 of RFC 3261 section 17.1.1.1, and how long a transaction may take.
inline constexpr sip::duration t1 = std::chrono::milliseconds(500);
inline constexpr sip::duration timeout = 64 * t1;

class observer {
  public:
    explicit observer(observer_limits limits = {});
    ~observer();
    observer(observer&&) noexcept;
    observer& operator=(observer&&) noexcept;

    /// What is known as this message is met, before it changes anything.
    occasion meet(const observed& seen);
    /// The message has been judged; now it changes what is known. The subscription that it is found to belong
    /// to.
    std::shared_ptr<subscription> take(const occasion& met);
    /// What is missing at this moment, each once.
    std::vector<occasion> missing(sip::instant now);
    /// Something may have been missed: nothing that is open now is ever reported missing.
    void on_gap();

  private:
    struct memory;
    std::unique_ptr<memory> memory_;
};

} // namespace simplespec::scenarios
