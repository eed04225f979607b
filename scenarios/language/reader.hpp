#pragma once
// The grammar of .scn, a function per production. Inside of read_scenario.
#include "scenarios/language/scanner.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

class reader {
  public:
    reader(std::string_view file, std::string_view text) : in_(file, text) {
        out_.file = file;
        out_.source = text;
    }

    void file();
    bool failed() const { return in_.failed(); }
    const problem& why() const { return in_.why(); }
    scenario take() { return std::move(out_); }

  private:
    // read.cpp
    void meta();
    void actor();
    void next_statement();
    void of_actor(const std::string& name, place at, const std::string& line);
    void end_line(std::string_view behind);
    std::string name(std::string_view what);
    std::vector<std::string> requirements();
    span_of_time length();
    sip::duration duration();
    void do_sentence(place at, const std::string& line);

    // read_rig.cpp
    void at_phone(const std::string& verb, place at, const std::string& line);
    handset::key key();
    void display_of(rig_line& into);
    void light_of(rig_line& into);
    void until(span_of_time& into);

    // read_send.cpp
    send_line send(const std::string& actor, place at, const std::string& line);
    void target(send_line& to);
    bool send_row(send_line& to);
    void row(send_line& to);
    liberty take_liberty(const std::string& word, place at);
    body_block body();
    std::vector<body_item> items();
    std::vector<std::pair<std::string, phrase>> attributes();

    // read_window.cpp
    window_line window(const std::string& actor, bool never, place at, const std::string& line);
    display_line display(const std::string& actor, bool still, place at, const std::string& line);
    expectation wanted();
    void statuses(expectation& into);
    check_line check(const std::string& verb, place at);
    lookup looked_up(bool captured);
    void comparison_of(check_line& into);

    scanner in_;
    scenario out_;
};

} // namespace simplespec::scenarios
