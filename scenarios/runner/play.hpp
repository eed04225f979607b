#pragma once
// One scenario being played: its lines in order, and the verdict that comes of them.
#include "contacts/contact_list.hpp"
#include "scenarios/runner/actor.hpp"
#include "scenarios/runner/runner.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace simplespec::rigs {
struct rig_error;
}

namespace simplespec::scenarios {

/// Who the actors of a scenario are, in their order.
struct cast {
    std::vector<account> accounts;
    std::string missing; ///< why the testbed cannot fill a part; empty: it can
};

class play {
  public:
    play(const scenario& s, const testbed& bed, const run_settings& settings, const catalogue& requirements,
         scene on);
    ~play();

    scenario_result run(const cast& who);
    const std::map<std::string, std::size_t>& exercised() const { return book_.exercised; }
    const std::string& agent() const { return book_.agent; }
    /// Accounts whose state could not be cleaned up.
    const std::vector<std::string>& left_behind() const { return left_behind_; }

  private:
    // play.cpp
    bool enter(const cast& who);
    void set_up_client();
    std::optional<std::string> client_ended();
    void pump(sip::time_point until);
    template <class Done>
    bool pump_until(sip::time_point until, Done done);
    void let_pass(sip::time_point until);
    void of(const send_line& line);
    void of(const window_line& line);
    void of(const display_line& line);
    void of(const then_line& line);
    void of(const settle_line& line);
    void of(const advance_line& line);
    void of(const do_line& line);
    void of(const manual_line& line);
    void of(const rig_line& line);
    void of(const check_line& line);
    void finish();
    void judge_end_of_client();
    void clean_up();
    actor& who(const std::string& name);
    bool interrupted() const { return settings_.interrupted && settings_.interrupted(); }

    // play_rig.cpp
    bool enter_phones();
    void operate(rigs::attendant& phone, const rig_line& line);
    void look_at(rigs::attendant& phone, const rig_line& line);
    void keep_notes(const std::string& phone);
    void rig_fails(const rig_line& line, const rigs::rig_error& why);

    // play_send.cpp
    sip::composer composed(actor& a, const send_line& line);
    void rows_of(sip::composer& into, const send_line& line);
    using edit = std::function<std::string(std::string)>;
    edit edit_of(const send_line& line);
    void liberties_of(actor& a, outgoing& out, const send_line& line);
    void respond(actor& a, const send_line& line);
    sip::hop route_of(actor& a, const actor_dialog& dialog) const;
    sip::hop way_to(const actor& a, std::string_view uri) const;
    std::string expand(const phrase& p);
    std::string stands_for(const std::string& name);
    bool awaits_challenge(const std::string& actor) const;

    // play_window.cpp
    struct match {
        std::size_t entry = SIZE_MAX;
    };
    bool fits(const actor& a, const inbox_entry& e, const expectation& want);
    bool take_what_came(actor& a, const window_line& line, std::vector<match>& got);
    const inbox_entry* contradiction(actor& a, const window_line& line, const std::vector<match>& got) const;
    void miss(actor& a, const window_line& line, const std::vector<match>& got);
    void never(actor& a, const window_line& line);
    bool check(actor* a, const inbox_entry* e, const check_line& line);
    bool is_shown(const check_line& line);
    bool all_shown(const display_line& line);
    std::optional<std::string> value_of(actor* a, const inbox_entry* e, const lookup& where);
    void follow_contacts(const std::string& actor, const inbox_entry& e);

    // verdict.cpp
    sip::duration length_of(const span_of_time& span) const;
    struct shortfall {
        place at;
        std::string text;
        std::vector<std::string> requirements;
        std::string reason, expected, actual;
        std::size_t message = SIZE_MAX;
    };
    void fall_short(const shortfall& how);
    bool left_unanswered(const actor& a) const;
    bool excuse(int status, const shortfall& how, const std::string& start_line);
    void end_as(verdict v, const std::string& reason);

    const scenario& s_;
    const testbed& bed_;
    const run_settings& settings_;
    const catalogue& requirements_;
    scene scene_;
    ledger book_;
    scenario_result result_;
    std::vector<std::unique_ptr<actor>> actors_;
    std::map<std::string, std::string> captures_;
    std::map<std::string, std::size_t> marks_; ///< by actor: where its windows begin
    std::map<std::string, contacts::contact_list> lists_;
    std::map<std::string, std::shared_ptr<rigs::attendant>> phones_; ///< by actor
    std::map<std::string, std::size_t> noted_; ///< of each, how much of what was done and seen is in the result
    sip::time_point started_{};
    sip::time_point since_{};     ///< the last thing that the scenario did
    sip::time_point last_seen_{}; ///< the last message that came to anybody
    sip::entropy random_;
    bool over_ = false;
    bool cleaning_ = false; ///< nothing is judged any more; an interrupt does not end it
    std::size_t line_ = 0; ///< statement that is being played
    std::vector<std::string> left_behind_;
};

} // namespace simplespec::scenarios
