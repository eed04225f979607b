#pragma once
// List NOTIFYs as servers send them, made from a seed: what the benchmarks read.
#include "bench/contact_table.hpp"
#include "mime/multipart.hpp"
#include "sip/entropy.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::bench {

/// Whose NOTIFYs. `kamailio`: parts carry the documents as phones published them, line ends and all.
/// `reference`: documents as our own presence server writes them.
enum class server : std::uint8_t { kamailio, reference };
/// Content-IDs made anew for each NOTIFY, as both servers do, or one for each contact for good.
enum class content_ids : std::uint8_t { fresh, stable };
/// `tolerant`: with the departures of a server in the field: an empty parameter, a state without quotes that
/// is the name of a constant, parts without Content-ID that only the document's entity leads to.
enum class spelling : std::uint8_t { valid, tolerant };

struct corpus_settings {
    std::size_t contacts = 50;
    server from = server::kamailio;
    content_ids ids = content_ids::fresh;
    spelling spelt = spelling::valid;
    std::uint64_t seed = 1;
};

/// One contact as the server knows it.
struct member {
    std::string uri;
    std::string name;
    bool open = true;
    std::string note{}; ///< empty for none
};

/// One list subscription, from the server's side.
class list_corpus {
  public:
    explicit list_corpus(corpus_settings settings);

    /// The next NOTIFY: full state.
    std::string full();
    /// The next NOTIFY: partial state, of each contact that changed since the last one (none is fine).
    std::string partial();
    /// A contact changes: what was open is closed, and another note stands there.
    void change(std::size_t which);

    const std::vector<member>& members() const { return members_; }
    /// What a watcher shows who has read all NOTIFYs so far.
    contact_table expected() const;

    /// The parts of the last NOTIFY; the first is the RLMI document.
    const std::vector<mime::outgoing_part>& parts() const { return parts_; }

  private:
    std::string notify(bool full);
    std::string document(std::size_t which) const;
    std::string list_document(const std::vector<std::string>& cids, bool full,
                              const std::vector<bool>& named) const;

    corpus_settings settings_;
    sip::entropy random_;
    std::vector<member> members_;
    std::vector<std::string> stable_;
    std::vector<bool> changed_;
    std::vector<mime::outgoing_part> parts_;
    std::uint32_t version_ = 0;
    std::uint32_t cseq_ = 1;
};

/// Messages without a list: a PUBLISH as a phone sends it, and a NOTIFY of one presence document, of about 1
/// kB; with who is in them.
struct single_message {
    std::string octets;
    member who;
};
single_message publish();
single_message single_notify();
/// The head of a list NOTIFY with all fields that a user agent needs and no body, for readers of heads alone.
std::string notify_head();

} // namespace simplespec::bench
