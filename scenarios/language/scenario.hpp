#pragma once
// A scenario as a value: what stands in a .scn file, statement by statement. README.md shows the notation.
#include "handset/key.hpp"
#include "handset/screen.hpp"
#include "scenarios/result/problem.hpp"
#include "sip/hop.hpp"
#include "sip/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace simplespec::scenarios {

/// A text in which {name} stands for a value known when its line runs. Fragments alternate as written.
struct phrase {
    struct fragment {
        bool name = false; ///< true: `text` is what stood between the braces
        std::string text;
        place at;
    };
    std::vector<fragment> fragments;
    place at;

    bool empty() const { return fragments.empty(); }
};

/// A length of time: written out, or the name of a window of the testbed.
struct span_of_time {
    sip::duration length{};
    std::string window; ///< "reply"; empty: `length` counts
    place at;
};

enum class actor_kind : std::uint8_t {
    user,
    user_under_test, ///< told what to do by `do` lines
    phone,           ///< pressed and looked at by a rig; its server is the server actor, or the target where there is none
    server,
};

struct actor_line {
    std::string name;
    actor_kind kind = actor_kind::user;
    sip::transport via = sip::transport::udp;
    std::string account;   ///< which one; empty: any free one
    std::string owns;      ///< the list whose owner it is
    std::string member;    ///< a list that it is on
    std::string watchers;  ///< what it decides about its watchers; empty: it allows them
    bool stranger = false; ///< has no account: an address-of-record that the target does not know
    place at;
};

struct header_row {
    std::string name;
    phrase value;
    place at;
};

/// Part of a structured body: `tuple t1 basic=open note="Lunch" { ... }`.
struct body_item {
    std::string kind;
    phrase name;
    std::vector<std::pair<std::string, phrase>> attributes;
    std::vector<body_item> items;
    place at;
};

struct body_block {
    std::string type; ///< "pidf", "contacts", "resource-lists"; or a media type, then `raw` counts
    std::vector<std::pair<std::string, phrase>> attributes;
    std::vector<body_item> items;
    std::optional<phrase> raw;
    place at;
};

/// Something that a correct stack would not do, or that the actor leaves to the scenario for this message.
struct liberty {
    enum class kind : std::uint8_t {
        raw,         ///< one more header row, as it stands
        omit,        ///< leave this field out
        dup_row,     ///< write this field twice
        dup_message, ///< send the message twice; no deviation
        mutate,      ///< replace `text` by `with` in the finished octets
        deviates,    ///< the lines above are wrong on purpose; `text` says how
        credentials, ///< answer the last challenge, with the parts in `attributes` changed
    };
    kind what;
    phrase text;
    phrase with;
    std::vector<std::pair<std::string, phrase>> attributes;
    place at;
};

/// `alice > PUBLISH {alice.aor}` or `pbx > 412`, with the lines below it.
struct send_line {
    std::string actor;
    std::string method; ///< empty for a response
    phrase uri;
    int status = 0;
    phrase reason;
    std::string dialog;  ///< `in NAME`: within this dialog
    std::string opens;   ///< `as NAME`: the dialog that it opens, or the transaction's name
    std::string answers; ///< of a response, `to METHOD`: which request; empty: the last one wanted
    std::vector<header_row> rows;
    std::optional<body_block> body;
    std::vector<liberty> liberties;
    place at;
    std::string text;

    /// True where the scenario breaks rules with this message.
    bool deviates() const;
};

/// Where a value comes from.
struct lookup {
    enum class subject : std::uint8_t {
        phrase,   ///< `text` itself
        captured, ///< an earlier capture, by `name`
        header,   ///< a field's value, whole; with `parameter`, that parameter's
        value,    ///< what stands before the first parameter
        uri,      ///< the URI in a field
        count,    ///< rows of a field
        status,
        method,
        reason,
        request_uri,
        body,      ///< the octets
        type,      ///< media type of the body, without parameters
        size,      ///< octets of the body
        xpath,     ///< text of the first node that `text` selects in the body
        nodes,     ///< how many nodes `text` selects
        contact,   ///< of the contact list: `parameter` (state, name, note, activities, address) of the URI in `text`
        contacts,  ///< how many contacts the list has
        source,    ///< where the message came from, hostport
        transport, ///< UDP, TCP, TLS
        credentials, ///< of a client's request: its Authorization or Proxy-Authorization
    };
    subject what = subject::phrase;
    std::string name;
    std::string parameter;
    phrase text;
    place at;
};

enum class comparison : std::uint8_t {
    equal,
    not_equal,
    less,
    at_most,
    more,
    at_least,
    in,
    contains,
    lacks,
    exists,
    absent,
    valid,
};

/// `assert LOOKUP OP TEXT`, `capture NAME = LOOKUP` or `where LOOKUP OP TEXT`, and the requirements that it
/// judges.
struct check_line {
    enum class kind : std::uint8_t { assertion, capture, where };
    kind what = kind::assertion;
    std::string into; ///< of a capture
    lookup left;
    comparison op = comparison::exists;
    std::vector<phrase> right; ///< one; for `in` any number; none for exists, absent, valid
    std::vector<std::string> requirements;
    place at;
    std::string text;
};

/// `< 200 or 202` or `< NOTIFY in sub`, with the lines below it.
struct expectation {
    struct status_range {
        int from = 0, to = 0;
    };
    std::vector<status_range> statuses; ///< empty: a request
    std::string method; ///< of the request; or of the response's CSeq, where several are awaited
    std::string dialog; ///< `in NAME`
    std::string opens;  ///< `as NAME`
    std::vector<check_line> checks;
    std::vector<std::string> requirements;
    std::size_t rank = 0; ///< how many `then` stand before it in its window
    place at;
    std::string text;

    bool wants_response() const { return !statuses.empty(); }
};

/// `alice within {reply} { ... }`, or `alice never { ... } for 5s`.
struct window_line {
    std::string actor;
    bool never = false;
    span_of_time length;
    std::vector<expectation> wants;
    std::vector<std::string> requirements; ///< of a `never`, behind its length
    place at;
    std::string text;
};

/// `phone shows within {reply} { contact {alice.aor} state == available }`, or `phone still shows { ... } for {quiet}`:
/// what the display of a client under test reads.
struct display_line {
    std::string actor;
    bool still = false; ///< all the time, and not once within it
    span_of_time length;
    std::vector<check_line> lines; ///< all of them at the same moment
    place at;
    std::string text;
};

/// `alice then`: what comes next came after what was wanted so far.
struct then_line {
    std::string actor;
    place at;
};

/// `settle`: until no actor saw traffic for {quiet}.
struct settle_line {
    place at;
};

/// `advance +3600s`.
struct advance_line {
    sip::duration by{};
    place at;
    std::string text;
};

/// `do "set yourself to Lunch" within 60s`.
struct do_line {
    phrase sentence;
    std::optional<span_of_time> length;
    place at;
    std::string text;
};

/// `alice manual notify`, `alice manual digest`.
struct manual_line {
    std::string actor;
    std::string what; ///< "notify", "digest"
    place at;
};

/// What is done at a phone, or seen on it: keys pressed, its display read as picture, its lights. NA where no rig has one.
struct rig_line {
    enum class kind : std::uint8_t {
        press,   ///< `press joe P1 Down OK`
        hold,    ///< `hold joe OK for 2s`
        type,    ///< `type joe "123"`
        choose,  ///< `choose joe "Lunch"`: the entry of the open list that reads so, wherever it stands
        setting, ///< `setting joe contact_list "on"`
        reboot,  ///< `reboot joe`
        shows,   ///< `display joe shows "Marie Edwards" or "marie" with "Lunch" within 5s`
        lacks,   ///< `display joe lacks "Offline" within 5s`
        matches, ///< `display joe matches "lunch.png" within 5s`
        light,   ///< `led joe P3 green within 5s`
    };
    kind what = kind::press;
    std::string actor;
    std::vector<handset::key> keys; ///< one, but for `press`
    std::string setting;            ///< its name
    phrase words;                   ///< text, value, file of the picture
    phrase otherwise;               ///< as good as `words`; may be empty
    phrase beside;                  ///< on the same row as `words`; may be empty
    handset::light light{};
    span_of_time length;            ///< how long it may take; of `hold`: how long it is held
    std::vector<std::string> requirements;
    place at;
    std::string text;
};

using statement = std::variant<send_line, window_line, then_line, settle_line, advance_line, do_line,
                               manual_line, rig_line, check_line, display_line>;

struct scenario {
    std::string file; ///< for messages
    std::string id;   ///< "rfc3903/6/refresh-gets-a-new-entity-tag"
    std::string title;
    std::vector<std::string> needs;
    std::vector<std::string> tags;
    std::vector<actor_line> actors;
    std::vector<statement> statements;
    std::string source; ///< the text that it was read from

    /// The requirements that its lines judge, each once, in the order of the lines.
    std::vector<std::string> requirements() const;
    /// Whether the party under test is a client: an actor of it is `user under test`, or a phone whose server is an actor.
    bool of_client() const;
    /// Whether phones are pressed and looked at.
    bool of_phones() const;
};

} // namespace simplespec::scenarios
