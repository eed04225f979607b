#pragma once
// A scenario's exchange made repeatable: what chance or the target chose (branches, addresses, tags, nonces)
// becomes a blank that whoever repeats it fills in.
#include "scenarios/result/result.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace simplespec::reports {

/// A stretch of a message to be sent.
struct piece {
    enum class kind : std::uint8_t {
        text,           ///< as it stands
        transport,      ///< "UDP", "TCP"
        local_address,  ///< the repeater's hostport
        branch,         ///< a branch of its own
        call_id,        ///< a Call-ID of its own, one for each `number`
        content_length, ///< of a message whose length was right; `text` is that length
        credentials,    ///< the whole row that answers the challenge; `text` is the username
        taken,          ///< the value `number` that an earlier message of the target brought
        echoed,         ///< the rows of this name (`text`) of the request that is answered
    };
    kind is = kind::text;
    std::string text;
    std::size_t number = 0;
};

/// A value that a later message needs, and where it stands in what was received.
struct taking {
    enum class what : std::uint8_t { to_tag, from_tag, entity_tag, contact };
    what is = what::to_tag;
    std::size_t number = 0;
};

struct replay_step {
    bool sent = false; ///< by us; otherwise the target should send it
    std::string actor;
    std::string method; ///< of a request
    int status = 0;     ///< of a response
    std::size_t message = 0;
    std::int64_t pause_ms = 0; ///< before it, where the scenario let time pass
    std::vector<piece> pieces; ///< of what is sent
    std::vector<taking> takes; ///< from what is received
    bool challenges = false;   ///< the next request answers its challenge
};

/// What the scenario asked of the last step and did not get.
struct replay_check {
    enum class kind : std::uint8_t {
        none,          ///< the scenario deviated nowhere
        statuses,      ///< one of `statuses` should have come
        arrival,       ///< a `method` should have come
        silence,       ///< no `method` should have come
        header_there,  ///< `header` should have been there
        header_absent, ///< or not
        header_holds,  ///< with `text` in it
        header_lacks,  ///< or without
        by_eye,        ///< nothing that a simple replayer could see: compare `expected` with what comes
    };
    kind is = kind::none;
    std::vector<int> statuses;
    std::string method, header, text;
    std::string requirement, expected, actual;
};

struct replay {
    std::string id, title;
    std::string target;    ///< hostport
    std::string transport; ///< of the first message sent
    std::vector<replay_step> steps;
    replay_check check;
    std::vector<std::string> users; ///< whose credentials are needed, in the order of their first use
    std::size_t calls = 0;          ///< dialogs and transactions with Call-IDs of their own
    std::size_t values = 0;         ///< values taken
};

/// Whatever one scenario of a run sent and received up to its first deviation. Fails with a sentence where it
/// sent nothing.
std::expected<replay, std::string> make_replay(const scenarios::scenario_result& scenario);

} // namespace simplespec::reports
