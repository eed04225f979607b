#pragma once
// The phone as a person uses it: keys in, a display and lights out, and what it wants done at the server. It knows no wire.
#include "contacts/contact_list.hpp"
#include "handset/own_states.hpp"
#include "handset/screen.hpp"
#include "handset/settings.hpp"
#include "sip/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace simplespec::handset {

/// What shall be done at the server; the caller does it, and tells how it stands with on_service().
struct publish {
    std::string document; ///< application/pidf+xml
};
struct withdraw {};
struct watch {
    std::string uri;
    bool list = false;
};
struct unwatch {
    std::string uri;
};
using effect = std::variant<publish, withdraw, watch, unwatch>;
using effects = std::vector<effect>;

/// How the server treats the phone.
enum class service : std::uint8_t {
    off,     ///< nothing was asked of it
    trying,  ///< no answer as yet
    present, ///< it answers
    away,    ///< it does not answer any more
    refused, ///< it answers, and says no
};

class handset {
public:
    /// `page`: rows that fit under the title.
    handset(settings s, std::size_t page);

    /// Switch on, or after a reboot: publishes if it is set to, and watches.
    effects start(sip::instant now);
    effects on_key(sip::instant now, key pressed, bool held = false);
    /// Settings from the web page. What changed takes effect at once.
    effects on_settings(sip::instant now, const settings& s);
    /// The contact list is another one now. The rows of an open list follow; the selection stays with its contact.
    void on_contacts(const contacts::contact_list& list);
    /// Of the contact list's subscription, or of the registration where there is no list.
    void on_service(service s);
    effects on_timer(sip::instant now);
    std::optional<sip::time_point> deadline() const;

    screen current() const;
    lights lit() const;
    const settings& set() const { return settings_; }
    /// The state that is published now, which the presence timeout may have changed; null where none is.
    const own_state* published() const { return published_; }
    /// The words that can stand on the display now, for whoever has to read it: names, states, titles.
    std::vector<std::string> vocabulary() const;

private:
    // handset.cpp
    effects choose(sip::instant now, const own_state& state);
    effects express(const own_state& state);
    effects use(const key_function& f);
    effects on_idle_key(key pressed);
    effects on_list_key(sip::instant now, key pressed, bool held);
    void open(screen_kind what);
    void select(std::size_t row);
    std::size_t row_count() const;
    void stir(sip::instant now);

    // screens.cpp
    screen idle() const;
    screen own_state_list() const;
    screen contact_rows() const;
    screen details() const;
    screen page_of(screen out, std::vector<screen_row> all) const;
    std::string label_of(const key_function& f) const;
    std::string word(std::string_view english) const;
    std::string remark_of(const contacts::contact& row) const;
    light light_of(const key_function& f) const;
    std::string owner() const;

    settings settings_;
    std::size_t page_;
    std::vector<contacts::contact> rows_;
    std::string list_name_;
    service service_ = service::off;
    const own_state* published_ = nullptr;
    screen_kind at_ = screen_kind::idle;
    std::size_t selected_ = 0, first_ = 0;
    std::string detailed_;      ///< URI of the contact whose details are open
    bool details_from_list_ = false;
    bool timed_out_ = false;    ///< the presence timeout changed what is published
    std::optional<sip::time_point> idle_since_;
};

} // namespace simplespec::handset
