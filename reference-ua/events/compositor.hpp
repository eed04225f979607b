#pragma once
// The event state compositor's side of PUBLISH (RFC 3903 section 6). Composition of the documents is not done
// here.
#include "events/content.hpp"
#include "events/effect.hpp"
#include "sip/entropy.hpp"
#include "sip/instant.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace simplespec::events {

struct compositor_settings {
    std::vector<std::string> packages{"presence"}; ///< what Event may name; others are answered 489
    std::vector<std::string> formats; ///< media types that may be published, else 415. Empty: any
    std::chrono::seconds default_expires{3600};
    std::chrono::seconds min_expires{60}; ///< below it 423, except 0
    std::chrono::seconds max_expires{7200};
    std::size_t max_octets = 256U << 10U; ///< of one body; beyond 413
    std::size_t max_publications = 64;    ///< of one resource and package; beyond 503
    std::size_t max_total = 1U << 16U;    ///< of all; beyond 503
};

/// One live publication.
struct publication {
    std::string etag;
    content body;
    std::uint64_t sequence =
        0;                  ///< grows with every publication and modification, over all: the order of arrival
    sip::instant published; ///< when its body last changed
    sip::time_point expires;
};

/// Holds what was published, by resource and event package. Every success hands out an entity-tag that was
/// never used before (RFC 3903 section 6, step 6).
class compositor {
public:
    /// The live publications of a resource and package are other ones now.
    struct state_changed {
        std::string resource;
        std::string package;
    };
    using effect = std::variant<respond, state_changed>;
    using effects = std::vector<effect>;

    compositor(compositor_settings settings, sip::entropy& random);
    ~compositor();
    compositor(compositor&&) noexcept;
    compositor& operator=(compositor&&) noexcept;

    /// A PUBLISH for `resource`, the name under which its owner keeps the Request-URI. Whether the resource
    /// exists, and whether this sender may publish for it, was settled before.
    effects on_publish(sip::instant now, std::string_view resource, sip::server_key key,
                       const sip::message& request);

    effects on_timer(sip::instant now);
    std::optional<sip::time_point> deadline() const;

    /// The live publications, oldest first.
    std::vector<publication> current(std::string_view resource, std::string_view package) const;
    std::size_t count() const;

private:
    struct data;
    std::unique_ptr<data> data_;
};

} // namespace simplespec::events
