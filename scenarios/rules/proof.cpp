#include "scenarios/rules/proof.hpp"

namespace simplespec::scenarios {

std::span<const sip::embedded_file> proof_files();

std::vector<proof> read_proofs(std::string_view text) {
    std::vector<proof> out;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto gap = line.find(' ');
        if (line.starts_with('#') || gap == std::string_view::npos) continue;
        out.push_back({std::string(line.substr(0, gap)), std::string(line.substr(gap + 1))});
    }
    return out;
}

const std::vector<proof>& proofs() {
    static const auto all = read_proofs(proof_files().front().text);
    return all;
}

} // namespace simplespec::scenarios
