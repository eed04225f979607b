#pragma once
// Takes the events of a streaming XML parser and fills what the contact list shows. For the peers; they tell
// names and namespaces apart, this knows the documents.
#include "bench/readers.hpp"

#include <string>
#include <string_view>

namespace simplespec::bench {

/// For a presence document or an RLMI document, whichever is being read.
class filler {
  public:
    void begin(presence_fields& into);
    void begin(resource_table& into);

    /// An element begins. Then its attributes without namespace; `ns` is empty for parsers that know none.
    void start(std::string_view ns, std::string_view local);
    void attribute(std::string_view name, std::string_view value);
    void text(std::string_view octets) {
        if (target_ != nullptr) target_->append(octets);
    }
    void end();
    /// Whether a root of the right name was there and all that began ended.
    bool complete() const { return rooted_ && depth_ == 0; }

  private:
    enum class at : std::uint8_t {
        other,
        presence,
        tuple,
        status,
        basic,
        contact,
        note,
        list,
        resource,
        name,
        instance
    };
    at next(std::string_view ns, std::string_view local) const;

    presence_fields* presence_ = nullptr;
    resource_table* resources_ = nullptr;
    resource_fields* resource_ = nullptr;
    std::string* target_ = nullptr; ///< where text goes
    std::string basic_;
    at path_[8] = {};
    std::size_t depth_ = 0;
    bool rooted_ = false;
};

/// "open" and "closed".
presence::availability availability_of(std::string_view basic);

inline constexpr std::string_view pidf_namespace = "urn:ietf:params:xml:ns:pidf";
inline constexpr std::string_view rlmi_namespace = "urn:ietf:params:xml:ns:rlmi";

} // namespace simplespec::bench
