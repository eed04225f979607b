#pragma once
// A dialog (RFC 3261 section 12), as subscriptions use it (RFC 6665 section 4.4.1).
#include "sip/composer.hpp"
#include "sip/hop.hpp"
#include "sip/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

/// Call-ID and the two tags, as one side sees them. A missing tag is empty (RFC 2543 peers).
struct dialog_id {
    std::string call_id;
    std::string local_tag;
    std::string remote_tag;

    bool operator==(const dialog_id&) const = default;
    auto operator<=>(const dialog_id&) const = default;
};

/// The dialog that a request arriving here names: its To tag is ours, its From tag the peer's.
parsed<dialog_id> dialog_of_arrived(const message& request);
/// The dialog that a response to our request names: its From tag is ours, its To tag the peer's.
parsed<dialog_id> dialog_of_response(const message& response);

enum class in_dialog : std::uint8_t {
    in_order,
    out_of_order, ///< CSeq lower than before: answer 500 (RFC 3261 section 12.2.2)
    unreadable,   ///< no CSeq or Contact that can be read: answer 400
};

class dialog {
public:
    /// As the UAS of a request that we answer 2xx with `local_tag` in the To.
    static parsed<dialog> answering(const message& request, std::string_view local_tag);
    /// As the UAC of a request of ours that got this 2xx.
    static parsed<dialog> answered(const message& request, const message& response);
    /// As the UAC of a SUBSCRIBE of ours for which this NOTIFY came (RFC 6665 section 4.4.1): the dialog
    /// exists whether or not the 2xx is here already. The route set is the NOTIFY's Record-Route in the order
    /// received.
    static parsed<dialog> notified(const message& request, const message& notify);

    const dialog_id& id() const { return id_; }
    const std::string& remote_target() const { return remote_target_; }
    const std::vector<std::string>& route_set() const { return route_set_; }
    std::uint32_t local_cseq() const { return local_cseq_; }
    const std::optional<std::uint32_t>& remote_cseq() const { return remote_cseq_; }
    /// Addresses for From and To, with their tags.
    const std::string& local() const { return local_; }
    const std::string& remote() const { return remote_; }

    /// A request of the peer within this dialog: checks and takes its CSeq. Changes nothing unless in order.
    in_dialog on_request(const message& request);
    /// A request that refreshes the target was accepted, or a 2xx to ours came: its Contact is the new remote
    /// target.
    void refresh_target(const message& from_peer);

    /// The next request within this dialog: Request-URI and Route by RFC 3261 section 12.2.1.1, From, To,
    /// Call-ID, CSeq one higher, Max-Forwards 70. The caller adds Contact, Event and what else the method
    /// needs.
    composer request(std::string_view method);
    /// The URI whose address the next request goes to: the first of the route set, else the remote target.
    std::string next_hop() const;

private:
    dialog() = default;

    dialog_id id_;
    std::string local_, remote_;
    std::string remote_target_;
    std::vector<std::string> route_set_; // each value as received: <uri>;parameters
    std::uint32_t local_cseq_ = 0;
    std::optional<std::uint32_t> remote_cseq_;
};

/// Where a URI says to send, as far as no name must be resolved: a numeric host, its port or 5060, its
/// transport parameter or `fallback`. None for names and for schemes other than sip.
std::optional<hop> numeric_hop(std::string_view uri, transport fallback = transport::udp);

} // namespace simplespec::sip
