#pragma once
// What takes part in the benchmarks: one small interface for each stage, which ours and each peer implements.
#include "bench/contact_table.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::bench {

/// What a user agent needs of the head of a NOTIFY. Views stay valid until the reader that filled them reads
/// again.
struct head_fields {
    std::string_view method, uri_user, uri_host;
    std::string_view branch; ///< of the topmost Via
    std::string_view from_user, from_tag, to_user, to_tag;
    std::string_view call_id;
    std::uint32_t cseq = 0;
    std::string_view contact_host;
    std::string_view event, state; ///< without parameters
    std::uint32_t expires = 0;     ///< of Subscription-State
    std::uint32_t max_forwards = 0;
    std::string_view boundary; ///< of Content-Type, without quotes; empty where there is none
    std::uint32_t content_length = 0;

    bool operator==(const head_fields&) const = default;
};

/// A reader of SIP heads.
class head_reader {
  public:
    virtual ~head_reader() = default;
    /// False: it could not be read.
    virtual bool read(std::string_view octets, head_fields& into) = 0;
    /// Of the message that was read last: the value of Content-Type, and the body.
    virtual std::string_view content_type() const = 0;
    virtual std::string_view body() const = 0;
};

/// A part of a multipart. Views stay valid until the splitter that filled them splits again, or the body
/// goes.
struct body_part {
    std::string_view type;       ///< "application/pidf+xml"; parameters may follow
    std::string_view content_id; ///< without angle brackets
    std::string_view body;
};

class body_splitter {
  public:
    virtual ~body_splitter() = default;
    /// `content_type` is the value of the header field, `boundary` what its parameter says.
    virtual bool split(std::string_view content_type, std::string_view boundary, std::string_view body,
                       std::vector<body_part>& into) = 0;
};

/// What the contact list shows of a presence document.
struct presence_fields {
    std::string entity{}, contact{}, note{};
    presence::availability state = presence::availability::unknown;

    void clear();
    bool operator==(const presence_fields&) const = default;
};

/// What binds a resource of a list to its part.
struct resource_fields {
    std::string uri{}, name{}, cid{}, state{};

    bool operator==(const resource_fields&) const = default;
};

/// Resources that keep their memory from one document to the next.
class resource_table {
  public:
    void clear() { used_ = 0; }
    resource_fields& add();
    std::size_t size() const { return used_; }
    const resource_fields& operator[](std::size_t i) const { return rows_[i]; }

  private:
    std::vector<resource_fields> rows_;
    std::size_t used_ = 0;
};

/// A reader of presence documents and of RLMI.
class document_reader {
  public:
    virtual ~document_reader() = default;
    virtual bool read_presence(std::string_view text, presence_fields& into) = 0;
    virtual bool read_list(std::string_view text, resource_table& into) = 0;
};

/// The whole way: octets of a message in, contact list out.
class list_reader {
  public:
    virtual ~list_reader() = default;
    virtual bool read(std::string_view octets) = 0;
    /// The subscription ends and another one begins: versions start anew.
    virtual void renew() {}
    /// The list as it is after the last message; not timed.
    virtual contact_table answer() const = 0;
};

/// A printer of NOTIFYs. It is made for the values of one subscription; what changes comes with each message.
class notify_printer {
  public:
    virtual ~notify_printer() = default;
    /// The octets; valid until the next call. Empty: it could not be printed.
    virtual std::string_view print(std::uint32_t cseq, std::uint32_t expires, std::string_view body) = 0;
};

/// Who takes part.
struct roster {
    template <class T>
    struct entrant {
        std::string name;
        std::function<std::unique_ptr<T>()> make;
    };

    std::vector<entrant<head_reader>> heads{};
    std::vector<entrant<body_splitter>> splitters{};
    std::vector<entrant<document_reader>> documents{};
    std::vector<entrant<list_reader>> lists{};
    std::vector<entrant<notify_printer>> printers{};
};

/// All that were there when this program was built: ours first.
roster everybody();

} // namespace simplespec::bench
