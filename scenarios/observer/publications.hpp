#pragma once
// The publications of the traffic: which entity-tags were assigned, and which still hold (RFC 3903 section
// 6).
#include "scenarios/observer/occasion.hpp"
#include "scenarios/observer/recollection.hpp"

namespace simplespec::scenarios {

class publications {
  public:
    publications(std::size_t limit, std::size_t tags) : known_(limit), tags_(tags) {}

    /// The presentity and package that a PUBLISH names; null where nothing was seen of them.
    std::shared_ptr<publication> of_request(const sip::message& publish, const outline& o) const;
    /// What is known of an entity-tag.
    static std::optional<entity_tag> look_up(const publication* known, std::string_view tag);

    /// The first final response to a PUBLISH of a known request.
    void take_answer(const occasion& met);

  private:
    recollection<publication> known_;
    std::size_t tags_;
};

} // namespace simplespec::scenarios
