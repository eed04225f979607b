#pragma once
// One actor: a user agent that does by itself what every user agent does, and leaves the rest to the
// scenario.
#include "scenarios/language/scenario.hpp"
#include "scenarios/runner/ledger.hpp"
#include "scenarios/testbeds/testbed.hpp"
#include "sip/dialog.hpp"
#include "sip/digest_client.hpp"
#include "sip/transaction/layer.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace simplespec::scenarios {

/// A message that came to an actor and that a line may want.
struct inbox_entry {
    std::size_t number = 0; ///< in the ledger
    sip::message what;
    sip::reception received;
    std::optional<sip::server_key> key; ///< of a request: answer it with this
    std::string dialog;                 ///< name of the dialog that it belongs to; empty: none has a name
    bool wanted = false;                ///< a line took it
    bool answered = false;
    /// The wrong answer that it got on purpose: the right one may follow on the same way, past the transaction.
    std::optional<sip::transmission> wrongly{};
};

/// What a scenario sends, composed but for Via.
struct outgoing {
    sip::composer request;
    sip::hop to;
    std::string method;
    std::string opens;  ///< name of the dialog that it opens
    std::string dialog; ///< name of the dialog that it is sent in
    bool deviates = false;
    bool digest = true; ///< answer challenges
    bool twice = false;
    /// Changes to the finished octets; where set, the message goes out by hand: with our Via, once.
    std::function<std::string(std::string)> edit{};
};

/// A dialog of an actor, from the request that opens it on.
struct actor_dialog {
    std::string name;
    sip::message request; ///< ours that opened it; of a server the peer's
    std::string call_id, local_tag;
    std::optional<sip::dialog> open{};
    bool over = false;
};

class actor {
  public:
    actor(const actor_line& line, account who, const sip::hop& local, std::string advertised,
          const sip::hop& target, sip::entropy random, ledger& book);

    const std::string& name() const { return line_.name; }
    const actor_line& line() const { return line_; }
    const account& who() const { return who_; }
    const sip::hop& local() const { return local_; }
    const sip::hop& target() const { return target_; }
    std::string contact() const; ///< URI of its Contact
    std::string sent_by() const;
    sip::entropy& random() { return random_; }

    /// A request out of any dialog: Max-Forwards, From, To, Call-ID, CSeq; Contact where the method has a use
    /// for one.
    sip::composer request(std::string_view method, std::string_view uri);
    void send(outgoing what);
    /// Answer a request of the inbox.
    /// `as_sent`: its octets with the liberties that were taken.
    void answer(inbox_entry& request, const sip::message& response, const std::string& as_sent, const std::string& opens,
                bool deviates);
    /// Of a server: the dialog that this request opens once it is accepted, so that a NOTIFY may go before its response.
    void open(const inbox_entry& request, const std::string& name);
    /// Of a server: requests of these methods are the scenario's to answer. The others it answers itself.
    void mention(std::set<std::string> methods) { mentioned_ = std::move(methods); }
    /// Its tag in To, the same for all answers to one Call-ID.
    std::string tag_for(const sip::message& request);
    std::uint32_t next_cseq() { return ++cseq_; }

    void on_reception(const rigs::arrival& in);
    void on_undeliverable(const sip::transmission& lost);
    void on_timer();
    std::optional<sip::time_point> deadline() const { return layer_.deadline(); }

    actor_dialog* find_dialog(const std::string& name);
    /// For credentials that the scenario changes: signs with this password instead.
    void sign_with(sip::composer& request, const std::string& user, const std::string& password);

    /// Undo what it left at the target: publications, subscriptions, bindings. Answers how many requests it
    /// sent.
    std::size_t clean_up();
    std::size_t pending() const { return pending_.size(); }

    std::vector<inbox_entry> inbox;
    bool manual_notify = false;
    bool manual_digest = false;
    bool unreachable = false; ///< what it sent last could not be delivered

  private:
    struct pending_request {
        outgoing what;
        sip::message sent;
        int tries = 0;
    };
    struct publication {
        std::string uri, event, etag;
    };

    void carry_out(sip::layer_effects effects, bool deviates);
    void start(pending_request waiting);
    void start_by_hand(pending_request waiting);
    bool brings_via(const sip::composer& request) const;
    void concluded(pending_request waiting, const sip::message& response, const sip::reception& received);
    void prove(const sip::message& response);
    void on_notify(const sip::request_arrived& in);
    void of(const sip::request_arrived& in);
    void of(const sip::response_arrived& in);
    void of(const sip::stray_response& in);
    void remember(const pending_request& waiting);
    void follow(const sip::message& request, const sip::message& response);
    void keep_accounts(const sip::message& request, const sip::message& response);
    void push(const sip::message& m, const sip::reception& received, std::optional<sip::server_key> key,
              std::string dialog);
    actor_dialog* dialog_of(const sip::message& request);
    bool try_again(pending_request& waiting, const sip::message& challenge);
    void respond(const sip::request_arrived& to, int status);
    void serve(const sip::request_arrived& in);

    actor_line line_;
    account who_;
    sip::hop local_, target_;
    std::string advertised_;
    sip::entropy random_;
    ledger& book_;
    sip::transaction_layer layer_;
    sip::digest_client credentials_;
    std::map<sip::client_key, pending_request> pending_;
    std::map<std::string, pending_request> by_hand_; ///< by branch
    std::set<std::string> concluded_; ///< branches of those that were answered
    std::map<std::string, std::string> tags_;        ///< by Call-ID
    std::vector<actor_dialog> dialogs_;
    std::set<std::string> mentioned_;
    std::set<std::string> wrong_; ///< responses that are wrong on purpose, however often they go out
    std::vector<publication> publications_;
    std::optional<std::string> registrar_;  ///< Request-URI of a REGISTER that bound something
    std::optional<sip::message> challenge_; ///< the last one
    std::size_t at_ = 0;                    ///< number of the message that is being handled
    std::uint32_t cseq_ = 0;
};

} // namespace simplespec::scenarios
