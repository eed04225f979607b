#pragma once
// Reading one TOML table key by key: what is not asked for is unknown. For the readers of testbeds.
#include "scenarios/result/problem.hpp"
#include "sip/instant.hpp"

#include <toml++/toml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// The text that is read, and the first mistake in it.
struct toml_text {
    std::string file;
    std::string_view text;
    std::optional<problem> wrong{};

    void fail(const toml::source_region& where, std::string what, std::string expected,
              std::string_view word = {}, const std::vector<std::string>& candidates = {});
};

/// A table; each reading names a key that it knows. done() complains of the others.
class toml_table {
  public:
    toml_table(toml_text& in, const toml::table* table, std::string name)
        : in_(in), table_(table), name_(std::move(name)) {}

    explicit operator bool() const { return table_ != nullptr; }
    void read(std::string_view key, std::string& into);
    void read(std::string_view key, std::uint16_t& into);
    void read(std::string_view key, double& into);
    void read(std::string_view key, std::vector<std::string>& into);
    void read(std::string_view key, sip::duration& into);
    /// A key that the caller reads by itself.
    void known(std::string_view key) { known_.emplace_back(key); }
    /// A table inside; a false one where there is none.
    toml_table table(std::string_view key);
    /// All keys that were not asked for, each with its node: for tables whose keys are names.
    template <class Function>
    void each(Function&& visit) {
        if (table_ == nullptr) return;
        open_ = true;
        for (const auto& [key, node] : *table_) visit(std::string(key.str()), node);
    }
    void done();

  private:
    const toml::node* node(std::string_view key);

    toml_text& in_;
    const toml::table* table_;
    std::string name_;
    std::vector<std::string> known_;
    bool open_ = false;
};

/// "500ms", "5s", "2m", "1h".
std::optional<sip::duration> read_duration(std::string_view text);

} // namespace simplespec::scenarios
