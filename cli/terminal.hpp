#pragma once
// Standard output, and a live line at its end where it is a terminal.
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

namespace simplespec::cli {

/// Whether standard output is a terminal that wants colours (NO_COLOR is honoured).
bool colourful();

/// Prints whole blocks in the order they come, and keeps one line of progress below them on a terminal; none in a pipe.
/// Calls may come from several threads.
class progress {
public:
    explicit progress(std::size_t total);
    ~progress();
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    /// One more is done; `block` is what to print for it, with its line end; may be empty.
    void done(std::string_view block, std::string_view name, bool unexpected);

private:
    void draw(std::string_view name) const;
    void clear() const;

    std::mutex mutex_;
    std::size_t total_;
    std::size_t count_ = 0;
    std::size_t unexpected_ = 0;
    bool live_;
};

} // namespace simplespec::cli
