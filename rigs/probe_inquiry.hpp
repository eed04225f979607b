#pragma once
// What a target is asked before anybody judges it: who are you, what can you do, whom do you let in. It leaves nothing
// behind: bindings are only asked for, subscriptions are fetches, and what was published is removed.
#include "sip/digest_client.hpp"
#include "sip/entropy.hpp"
#include "sip/node.hpp"
#include "sip/transaction/layer.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// A user of the target. Without a password no challenge is answered.
struct known_user {
    std::string user;
    std::string password;
    std::string auth_user{}; ///< for digest; `user` where empty
};

struct inquiry_settings {
    sip::hop target; ///< asked by UDP and by TCP
    sip::hop local;  ///< an attached address
    std::string domain;
    std::vector<known_user> users; ///< the first one publishes and subscribes
    std::vector<std::string> lists; ///< URIs that may be contact lists
    sip::duration patience = std::chrono::seconds(4); ///< for one answer, before it counts as none
};

/// The questions, in the order in which they are asked. `registration` is asked for each user, `list` for each list, by one
/// user after the other until it is a list to one of them.
enum class question : std::uint8_t {
    options_udp, options_tcp, registration_bare, registration, publication, removal, presence, winfo, list
};
std::string_view name(question q);

/// What came of one question.
struct inquiry_answer {
    question what{};
    std::string about;      ///< the user or list that it was about; may be empty
    std::string asker;      ///< the user who asked; may be empty
    int status = 0;         ///< of the last response; 0: none came
    std::string said;       ///< its start line; or why there was none
    bool notified = false;  ///< a NOTIFY came for it
    bool lists = false;     ///< the subscription was accepted as one to a list (RFC 4662 section 5.2)
    sip::duration took{};   ///< until the response

    bool accepted() const { return status >= 200 && status < 300; }
};

/// All that was learnt.
struct inquiry_findings {
    std::vector<inquiry_answer> answers;
    std::string agent;                  ///< Server, or User-Agent
    std::set<std::string> allow;        ///< methods
    std::set<std::string> allow_events; ///< packages
    std::set<std::string> supported;    ///< option-tags
    std::set<std::string> algorithms;   ///< of its challenges
    std::set<std::string> realms;
    std::optional<std::chrono::seconds> clock_skew; ///< its Date less ours, where it sends one
    bool left_publication = false;      ///< the removal was not confirmed
    bool names_least_interval = false;  ///< it answered 423 to one second
    bool tags_notifications = false;    ///< a NOTIFY of its had a SIP-ETag (RFC 5839 section 6.1)

    /// The first answer to this question; null where it was not asked.
    const inquiry_answer* find(question q, std::string_view about = {}) const;
    bool accepted(question q) const;
    bool reachable() const { return answered(question::options_udp) || answered(question::options_tcp); }
    bool answered(question q) const { return find(q) != nullptr && find(q)->status != 0; }
};

/// Asks one question after the other. Hosted by any wire: begin(), then as every node, until over().
class inquiry final : public sip::node {
public:
    inquiry(inquiry_settings settings, sip::entropy random);

    inquiry(const inquiry&) = delete;
    inquiry& operator=(const inquiry&) = delete;

    std::vector<sip::transmission> begin(sip::instant now);
    /// Why what is handed to on_undeliverable() next came back.
    void note_reason(std::string why) { undelivered_ = std::move(why); }
    bool over() const { return step_ >= plan_.size(); }
    const inquiry_findings& learnt() const { return learnt_; }

    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& received) override;
    std::vector<sip::transmission> on_undeliverable(sip::instant now, const sip::transmission& lost) override;
    std::vector<sip::transmission> on_timer(sip::instant now) override;
    std::optional<sip::time_point> deadline() const override;

private:
    struct planned {
        question what{};
        std::size_t user = 0;
        std::string uri{};
    };

    sip::composer composed(const planned& step);
    void body_of(sip::composer& request, const planned& step) const;
    bool pointless(const planned& step) const;
    sip::hop target_for(const planned& step) const;
    void ask(sip::instant now);
    void send(sip::instant now);
    void carry_out(sip::instant now, sip::layer_effects effects);
    void on_response(sip::instant now, const sip::message& response);
    void on_request(sip::instant now, const sip::request_arrived& in);
    void conclude(sip::instant now);
    void fail(sip::instant now, std::string why);
    void learn(sip::instant now, const sip::message& response);
    inquiry_answer& current() { return learnt_.answers.back(); }

    inquiry_settings settings_;
    sip::entropy random_;
    sip::transaction_layer layer_;
    std::vector<sip::digest_client> credentials_; // by user
    std::vector<planned> plan_;
    inquiry_findings learnt_;
    std::vector<sip::transmission> out_;

    std::size_t step_ = 0;
    std::optional<sip::composer> request_; // of this step, before credentials
    std::optional<sip::client_key> pending_;
    sip::time_point asked_{}, until_{};
    std::string call_id_, from_tag_, undelivered_;
    std::string entity_tag_;       // of what we published
    std::uint32_t cseq_ = 0;
    std::uint64_t interval_ = 1;   // of our publication, in seconds: most servers name a least one then
    int challenged_ = 0;           // of this step
    bool waits_for_notify_ = false;
};

} // namespace simplespec::rigs
