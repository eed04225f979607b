#include "presence/partial.hpp"

#include "presence/fields.hpp"
#include "sip/cursor.hpp"

namespace simplespec::presence {

reading<partial_document> read_partial(std::string_view text, const read_options& options) {
    auto tree = xml::read(text, options, {"RFC5262-3-1", {}});
    reading<partial_document> out{std::nullopt, std::move(tree.departures)};
    if (!tree.value) return out;
    auto& root = *tree.value;
    if (root.ns != pidf_diff_ns || (root.name != "pidf-full" && root.name != "pidf-diff")) {
        out.departures.push_back({"partial-root", "RFC5262-3-3", root.offset,
                                  "The root is neither pidf-full nor pidf-diff.", "pidf-full or pidf-diff",
                                  root.name.substr(0, 64)});
        return out;
    }
    partial_document value;
    value.full = root.name == "pidf-full";
    value.entity = attribute_of(root, "entity");
    if (const auto* version = root.find("version")) {
        sip::cursor at(*version);
        if (const auto n = at.number(0xffff'ffff, "unsignedInt"); n && at.at_end())
            value.version = static_cast<std::uint32_t>(*n);
        else
            out.departures.push_back({"partial-version",
                                      "RFC5262-3-2",
                                      root.offset,
                                      "The version is no number.",
                                      {},
                                      version->substr(0, 64)});
    }
    value.root = std::move(root);
    out.value = std::move(value);
    return out;
}

std::string write_full(const presence_document& document, std::uint32_t version) {
    auto root = write_presence(document);
    root.ns = pidf_diff_ns;
    root.name = "pidf-full";
    xml::put(root, "version", std::to_string(version));
    return xml::write(root);
}

namespace {

struct breach {
    std::string_view rule, requirement;
};

// What a patch breaks that cannot be applied.
breach breach_of(std::string_view condition) {
    if (condition == "unlocated-node") return {"partial-patch", "RFC5261-4.1-1"};
    if (condition == "invalid-namespace-prefix") return {"partial-patch-prefix", "RFC5261-4.2.1-1"};
    if (condition == "invalid-whitespace-directive") return {"partial-patch-white-space", "RFC5261-4.5-2"};
    return {"partial-patch-directive", "RFC5261-5-1"};
}

} // namespace

void partial_view::on_other_type() {
    tree_ = {};
    document_.reset();
}

// RFC 5263 section 4.5: what is not newer is discarded, full or not; a full document may skip numbers, a difference must
// be the next one and needs a copy to apply to.
partial_view::outcome partial_view::on_document(const partial_document& document, sip::findings& departures) {
    if (document.version && version_ && *document.version <= *version_) return outcome::discarded;
    if (document.full) {
        tree_ = document.root;
        if (document.version) version_ = document.version;
        document_ = read_presence(tree_, departures);
        return outcome::applied;
    }
    if (!document_) return outcome::gap;
    if (document.version && version_ && *document.version - *version_ != 1) return outcome::gap;
    auto patched = apply_patch(tree_, document.root);
    if (!patched) {
        const auto broken = breach_of(patched.error().condition);
        departures.push_back(
            {broken.rule,
             broken.requirement,
             patched.error().offset,
             "The difference cannot be applied: " + std::string(patched.error().condition) + ".",
             {},
             patched.error().selector});
        return outcome::broken;
    }
    tree_ = std::move(*patched);
    if (document.version) version_ = document.version;
    sip::findings of_the_copy; // its offsets are of no one text
    document_ = read_presence(tree_, of_the_copy);
    return outcome::applied;
}

} // namespace simplespec::presence
