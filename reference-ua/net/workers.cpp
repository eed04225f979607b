#include "net/workers.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <list>
#include <mutex>
#include <set>
#include <thread>

namespace simplespec::net {
namespace {

class pool {
public:
    explicit pool(const std::vector<job>& jobs) {
        for (const auto& j : jobs) waiting_.push_back(&j);
    }

    void work() {
        std::unique_lock lock(mutex_);
        while (!waiting_.empty()) {
            const auto next = std::ranges::find_if(waiting_, [this](const job* j) { return free(*j); });
            if (next == waiting_.end()) {
                released_.wait(lock);
                continue;
            }
            const job& mine = **next;
            waiting_.erase(next);
            held_.insert(mine.holds.begin(), mine.holds.end());
            lock.unlock();
            const auto thrown = run(mine);
            lock.lock();
            if (thrown && !thrown_) thrown_ = thrown;
            for (const auto& h : mine.holds) held_.erase(h);
            released_.notify_all();
        }
    }

    void rethrow() const {
        if (thrown_) std::rethrow_exception(thrown_);
    }

private:
    bool free(const job& j) const {
        return std::ranges::none_of(j.holds, [this](const auto& h) { return held_.contains(h); });
    }

    static std::exception_ptr run(const job& j) {
        try {
            j.work();
        } catch (...) {
            return std::current_exception();
        }
        return {};
    }

    std::mutex mutex_;
    std::condition_variable released_;
    std::list<const job*> waiting_;
    std::set<std::string> held_;
    std::exception_ptr thrown_;
};

} // namespace

void do_all(const std::vector<job>& jobs, std::size_t threads) {
    pool work(jobs);
    {
        // This thread is one of them.
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < std::min(threads, jobs.size()); ++i) others.emplace_back([&work] { work.work(); });
        work.work();
    }
    work.rethrow();
}

std::size_t processors() { return std::max(1U, std::thread::hardware_concurrency()); }

} // namespace simplespec::net
