#pragma once
// Nodes on a network in virtual time, where one chosen message meets a fault. For tests.
#include "sip/node.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace simplespec::agent::testing {

enum class fault : std::uint8_t { none, lost, doubled, late };

/// Every message takes 10 ms. The `which`-th message of all, if it is a datagram, is lost, comes twice, or
/// comes 300 ms later, so that others overtake it; streams lose nothing.
class network {
public:
    explicit network(int which = -1, fault what = fault::none) : which_(which), what_(what) {}

    sip::instant now{sip::time_point(std::chrono::hours(1)),
                     sip::wall_time(std::chrono::sys_days(std::chrono::year(2026) / 3 / 1))};
    int carried = 0;
    std::vector<std::string> start_lines{}; ///< of all that was sent, in order

    void host(const sip::hop& at, sip::node& node) { nodes_.emplace(at.host, &node); }

    void send(const std::vector<sip::transmission>& all) {
        using namespace std::chrono_literals;
        for (const auto& one : all) {
            const bool struck = carried++ == which_ && !sip::reliable(one.to.via);
            start_lines.push_back(one.octets.substr(0, one.octets.find("\r\n")));
            if (struck && what_ == fault::lost) continue;
            flying_.emplace(now.steady + (struck && what_ == fault::late ? 300ms : 10ms), one);
            if (struck && what_ == fault::doubled) flying_.emplace(now.steady + 15ms, one);
        }
    }

    /// Let this much time pass. False: something loops without letting time pass.
    bool pass(sip::duration d) {
        const auto until = now.steady + d;
        for (int steps = 0; steps < 100000; ++steps) {
            const auto [timer, sleeper] = next_timer();
            const bool arrival = !flying_.empty() && (!timer || flying_.begin()->first < *timer);
            const auto next = arrival ? std::optional(flying_.begin()->first) : timer;
            if (!next || *next > until) {
                now = now + (until - now.steady);
                return true;
            }
            if (*next > now.steady) now = now + (*next - now.steady);
            arrival ? deliver() : send(sleeper->on_timer(now));
        }
        return false;
    }

private:
    std::pair<std::optional<sip::time_point>, sip::node*> next_timer() const {
        std::pair<std::optional<sip::time_point>, sip::node*> first;
        for (const auto& [host, node] : nodes_)
            if (const auto due = node->deadline(); due && (!first.first || *due < *first.first))
                first = {due, node};
        return first;
    }
    void deliver() {
        const auto one = flying_.begin()->second;
        flying_.erase(flying_.begin());
        const auto node = nodes_.find(one.to.host);
        if (node != nodes_.end()) send(node->second->on_reception(now, {one.from, one.to, one.octets}));
    }

    std::map<std::string, sip::node*> nodes_;
    std::multimap<sip::time_point, sip::transmission> flying_;
    int which_;
    fault what_;
};

} // namespace simplespec::agent::testing
