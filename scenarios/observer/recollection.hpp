#pragma once
// A map that forgets its oldest entries beyond a limit.
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace simplespec::scenarios {

template <class T>
class recollection {
  public:
    /// At most `limit` entries, of at most `octets` together where a weight is given with them.
    explicit recollection(std::size_t limit, std::size_t octets = SIZE_MAX)
        : limit_(limit), octets_(octets) {}

    /// Null where it is not known (any more).
    std::shared_ptr<T> find(const std::string& key) const {
        const auto found = entries_.find(key);
        return found == entries_.end() ? nullptr : found->second;
    }
    void keep(const std::string& key, std::shared_ptr<T> value, std::size_t weight = 0) {
        order_.emplace_back(key, value, weight);
        held_ += weight;
        entries_[key] = std::move(value);
        while (order_.size() > 1 && (order_.size() > limit_ || held_ > octets_)) forget();
    }

private:
    struct entry {
        std::string key;
        std::weak_ptr<T> value;
        std::size_t weight = 0;
    };

    void forget() {
        const auto& oldest = order_.front();
        // A later entry may stand under the same key.
        if (const auto found = entries_.find(oldest.key);
            found != entries_.end() && found->second == oldest.value.lock())
            entries_.erase(found);
        held_ -= oldest.weight;
        order_.pop_front();
    }

    std::size_t limit_;
    std::size_t octets_;
    std::size_t held_ = 0;
    std::unordered_map<std::string, std::shared_ptr<T>> entries_;
    std::deque<entry> order_;
};

} // namespace simplespec::scenarios
