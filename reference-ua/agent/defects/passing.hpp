#pragma once
// A message on its way into or out of an endpoint, and what it belongs to.
#include "sip/composer.hpp"
#include "sip/hop.hpp"
#include "sip/instant.hpp"
#include "sip/message.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simplespec::agent {

/// What a defect remembers from one message to the next: it chooses the names.
using defect_memory = std::map<std::string, std::string, std::less<>>;

/// One message that passes the border of an endpoint: looked at, altered, dropped, doubled.
class passing {
  public:
    passing(sip::message m, defect_memory& kept) : kept(&kept), message_(std::move(m)) {}

    // What it is, and what it belongs to.
    const sip::message* answers = nullptr;   ///< of a response: the request, where it is known
    const sip::message* subscribe = nullptr; ///< the latest SUBSCRIBE with its Call-ID
    const sip::message* before =
        nullptr; ///< of a request: the last one of its method and Call-ID, not itself
    std::size_t nth =
        0; ///< of a request: its number among those of its method and Call-ID; retransmissions keep it
    defect_memory* kept;
    sip::hop from; ///< the ends between which it goes; a defect may send it elsewhere
    sip::hop to;

    const sip::message& message() const { return message_; }
    /// A request of this method.
    bool is(std::string_view method) const;
    /// A response to this method with a status in [least, most].
    bool answer_to(std::string_view method, int least, int most) const;
    bool answer_to(std::string_view method, int status) const { return answer_to(method, status, status); }
    /// A 2xx.
    bool accepts(std::string_view method) const { return answer_to(method, 200, 299); }
    bool has(sip::header h) const { return message_.has(h); }
    std::string value(sip::header h) const { return std::string(message_.value(h)); }
    /// The number at the start of a value: a lifetime. 0 where there is none.
    long number(sip::header h) const;
    /// "active", "terminated": a value up to its first semicolon.
    std::string head(sip::header h) const;

    // What becomes of it. Content-Length stays true.
    void set(sip::header h, std::string_view value);
    /// Change the first row alone: the topmost Via.
    void set_top(sip::header h, std::string_view value);
    void add(sip::header h, std::string_view value);
    void add(std::string_view name, std::string_view value);
    void remove(sip::header h);
    /// In the value of the first row of this field.
    void replace(sip::header h, std::string_view text, std::string_view with);
    void start_line(std::string_view line);
    /// The response has another status, and nothing but what every response has.
    void status(int status);
    void body(std::string_view octets);
    /// In the body, wherever it stands.
    void replace_in_body(std::string_view text, std::string_view with);
    /// In the octets, once and as they stand: lengths may come to lie.
    void mangle(std::string_view text, std::string_view with);
    void drop() { copies_ = 0; }
    void twice() { copies_ = 2; }
    /// Another message goes out ahead of it.
    void precede(std::string octets) { ahead_.push_back(std::move(octets)); }
    /// Another message goes out behind it.
    void trail(std::string octets) { behind_.push_back(std::move(octets)); }

    /// What goes on in its place.
    std::vector<std::string> result() const;

  private:
    void edit(const std::function<void(sip::composer&)>& change);

    sip::message message_;
    std::string raw_; // when it was mangled
    std::vector<std::string> ahead_, behind_;
    int copies_ = 1;
};

/// `text` with every `what` replaced.
std::string replaced(std::string_view text, std::string_view what, std::string_view with);
/// What stands between two marks, from the first of them on; empty where either is absent.
std::string between(std::string_view text, std::string_view from, std::string_view to);

} // namespace simplespec::agent
