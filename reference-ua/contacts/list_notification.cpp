#include "contacts/list_notification.hpp"

#include "contacts/presentity_key.hpp"
#include "mime/multipart.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

namespace simplespec::contacts {
namespace {

constexpr std::string_view rlmi_type = "application/rlmi+xml";

/// Offsets in a part made offsets in the body, where the part's octets stand there as they are.
void take_over(sip::findings from, const mime::entity& part, sip::findings& to) {
    const bool as_sent = part.body.size() == part.size;
    for (auto& f : from) {
        f.offset = part.offset + (as_sent ? f.offset : 0);
        to.push_back(std::move(f));
    }
}

presence::read_options options_for(const mime::entity& part, presence::read_options options) {
    if (const auto charset = part.type.find("charset")) options.charset = *charset;
    return options;
}

/// What a signature covers (RFC 4662 section 7.3): the first part of a multipart/signed. Depth is bounded by the reader.
const mime::entity& without_signature(const mime::entity& part) {
    const auto* at = &part;
    while (at->type.is("multipart/signed") && !at->parts.empty()) at = &at->parts.front();
    return *at;
}

/// One multipart/related read into a notification.
struct joiner {
    const presence::read_options& options;
    sip::findings& departures;
    bool cut_short; ///< a part may be missing because not all was read

    std::optional<list_notification> read(const mime::entity& whole) {
        const auto& related = without_signature(whole);
        const auto* root = mime::root_part(related);
        if (root == nullptr || !root->type.is(rlmi_type)) {
            departures.push_back({"list-root-type", "RFC4662-5.1-1", root == nullptr ? 0 : root->offset,
                                  "The root of the body is not an RLMI document.", std::string(rlmi_type),
                                  root == nullptr ? std::string("nothing") : root->type.essence()});
            root = nullptr;
            for (const auto& part : related.parts)
                if (root == nullptr && part.type.is(rlmi_type)) root = &part;
            if (root == nullptr) return std::nullopt;
        }
        auto list = read_rlmi(root->body, options_for(*root, options));
        take_over(std::move(list.departures), *root, departures);
        if (!list.value) return std::nullopt;
        list_notification out{std::move(*list.value), {}, {}};
        std::unordered_set<const mime::entity*> used{root};
        bind_by_cid(related, *root, out, used);
        bind_by_entity(related, out, used);
        return out;
    }

    // RFC 4662 section 5.5: a cid names a part at the top level of the multipart that has this list as its root.
    void bind_by_cid(const mime::entity& related, const mime::entity& root, list_notification& out,
                     std::unordered_set<const mime::entity*>& used) {
        const mime::cid_index index(related);
        for (const auto& r : out.list.resources) {
            bound_resource row{r, {}};
            for (const auto& i : r.instances) {
                bound_instance one{i};
                const auto* part = i.cid.empty() ? nullptr : index.find(i.cid, &departures);
                if (part == &root) part = nullptr;
                if (part != nullptr) {
                    if (used.insert(part).second)
                        fill(one, *part);
                    else // read once only, or a small body could ask for any amount of work
                        departures.push_back({"rlmi-cid-shared", "RFC4662-5.5-9", root.offset + r.offset,
                                              fmt::format("The part that is given for {} is another's already.", r.uri)});
                } else if (!i.cid.empty()) {
                    departures.push_back({"rlmi-cid-dangling", "RFC4662-5.5-7", root.offset + r.offset,
                                          fmt::format("No part has the Content-ID that is given for {}.", r.uri),
                                          fmt::format("a part with Content-ID <{}>", i.cid), "none",
                                          cut_short ? sip::certainty::suspected : sip::certainty::proven});
                }
                row.instances.push_back(std::move(one));
            }
            out.resources.push_back(std::move(row));
        }
    }

    void fill(bound_instance& one, const mime::entity& bound) {
        const auto& part = without_signature(bound);
        if (part.is_multipart()) {
            if (auto nested = read(part)) {
                one.nested = std::make_shared<const list_notification>(std::move(*nested));
                one.bound = binding::cid;
            }
            return;
        }
        auto document = presence::read_presence_body(part.type.essence(), part.body, options_for(part, options));
        take_over(std::move(document.departures), part, departures);
        if (document.value) one.bound = binding::cid;
        one.document = std::move(document.value);
    }

    /// Parts that no cid leads to go to the resource that they speak of, where its own cid led nowhere.
    void bind_by_entity(const mime::entity& related, list_notification& out,
                        const std::unordered_set<const mime::entity*>& used) {
        std::unordered_map<std::string, bound_resource*> waiting;
        for (auto& r : out.resources) waiting.try_emplace(entity_key(r.meta.uri), &r);
        for (const auto& part : related.parts) {
            if (used.contains(&part)) continue;
            departures.push_back({"list-part-unreferenced", "RFC4662-5.5-9", part.offset,
                                  "No instance of the list refers to this part."});
            const auto& content = without_signature(part);
            if (content.is_multipart()) continue;
            auto document = presence::read_presence_body(content.type.essence(), content.body, options_for(content, options));
            take_over(std::move(document.departures), content, departures);
            if (!document.value) continue;
            bound_instance* home = nullptr;
            if (const auto it = waiting.find(entity_key(document.value->entity)); it != waiting.end()) {
                for (auto& i : it->second->instances)
                    if (home == nullptr && i.bound == binding::none) home = &i;
                if (home == nullptr) waiting.erase(it); // looked through once, not once for each part
            }
            if (home == nullptr) {
                out.unbound.push_back(std::move(*document.value));
                continue;
            }
            home->bound = binding::entity;
            home->document = std::move(document.value);
        }
    }
};

} // namespace

presence::reading<list_notification> read_list_notification(std::string_view content_type,
                                                            std::string_view transfer_encoding, std::string_view body,
                                                            const presence::read_options& options) {
    auto whole = mime::read_entity(content_type, transfer_encoding, body);
    presence::reading<list_notification> out{std::nullopt, std::move(whole.departures)};
    bool cut_short = false;
    for (const auto& f : out.departures) cut_short |= f.rule == "multipart-limit" || f.rule == "multipart-unclosed";
    joiner j{options, out.departures, cut_short};
    out.value = j.read(whole.value);
    return out;
}

} // namespace simplespec::contacts
