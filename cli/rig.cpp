// `rig`: a phone, by hand.
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/recording.hpp"
#include "cli/reservation.hpp"
#include "cli/rig_at_hand.hpp"
#include "net/child.hpp"
#include "net/clock.hpp"
#include "net/interrupt.hpp"
#include "reports/escape.hpp"

#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace simplespec::cli {

using namespace std::chrono_literals;
using rigs::outcome;

namespace {

constexpr double sure_enough = 0.8;

int complain(const std::string& what, int code) {
    fmt::print(stderr, "simplespec: {}\n", what);
    return code;
}

int complain(const rigs::rig_error& error) { return complain(told(error), not_ready); }

std::string seconds_word(double seconds) { return fmt::format("{:g} s", seconds); }

sip::duration as_duration(double seconds) {
    return std::chrono::duration_cast<sip::duration>(std::chrono::duration<double>(seconds));
}

// Whoever presses has the phone for himself.
outcome<reservation> lease(const rigs::rig_description& what, double patience) {
    return reservation::take(reservation_folder(), lock_of(what), as_duration(patience));
}

void print_reading(const rigs::reading& seen) {
    for (const auto& line : seen.lines)
        fmt::print("{}{} {}\n", line.inverted ? '>' : ' ', line.confidence() < sure_enough ? '?' : ' ',
                   reports::for_terminal(line.text()));
}

std::string light_word(const handset::light& l) {
    const char* colour = l.colour == handset::light_colour::green    ? "green"
                         : l.colour == handset::light_colour::orange ? "orange"
                         : l.colour == handset::light_colour::red    ? "red"
                                                                     : "off";
    return fmt::format("{}{}", colour, l.blinks ? ", blinks" : "");
}

struct rig_work {
    rig_options at;
    std::vector<std::string> keys;
    std::string text, output;
    double held_ms = handset::long_press_ms, patience = 0, seconds = 0;
    bool force = false;
};
using work = int (*)(const rig_work& given, const rigs::rig_description& what);

// What the phone is and which of its sides answer; each refusal with its remedy.
int doctor(const rig_work&, const rigs::rig_description& what) {
    auto driver = reach(what);
    if (!driver) return complain(driver.error());
    bool answers = false;
    const auto row = [&](const char* side, const auto& got, const auto& text) {
        if (got)
            fmt::print("ok      {:<10} {}\n", side, reports::for_terminal(text(*got)));
        else
            fmt::print("lacks   {:<10} {}\n", side, told(got.error()));
        answers = answers || static_cast<bool>(got);
    };
    fmt::print("{}, {}\n", what.name, place_of(what));
    row("identity", (*driver)->who(), [](const rigs::identity& i) {
        return fmt::format("{} {}, firmware {}, MAC {}", i.make, i.model,
                           i.firmware.empty() ? "unknown" : i.firmware, i.mac.empty() ? "unknown" : i.mac);
    });
    row("display", (*driver)->shot(),
        [](const rigs::picture& p) { return fmt::format("{} x {} pixels", p.width, p.height); });
    row("lights", (*driver)->lights(),
        [](const auto& lights) { return fmt::format("{} known", lights.size()); });
    row("settings", (*driver)->setting("user_name1"),
        [](const std::string& v) { return "user_name1 is " + v; });
    row("trace", (*driver)->trace(), [](const std::string& v) { return fmt::format("{} octets", v.size()); });
    if (const auto eyes = rigs::reader::make(what.languages); eyes)
        fmt::print("ok      {:<10} reads it\n", "Tesseract");
    else
        fmt::print("lacks   {:<10} {}\n", "Tesseract", eyes.error());
    if (const auto who = holder_of(reservation_folder(), lock_of(what)))
        fmt::print("note    {:<10} {}\n", "held by",
                   reports::for_terminal(who->text(
                       std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()))));
    return answers ? as_expected : not_ready;
}

int press(const rig_work& given, const rigs::rig_description& what) {
    std::vector<handset::key> keys;
    for (const auto& text : given.keys) {
        const auto key = handset::read_key(text);
        if (!key)
            return complain(
                fmt::format(
                    "`{}` is no key: OK, Cancel, Up, Down, Left, Right, 0 to 9, *, #, S1 to S4, P1 ...",
                    text),
                usage);
        keys.push_back(*key);
    }
    const auto held = lease(what, given.patience);
    if (!held) return complain(held.error());
    auto driver = reach(what);
    if (!driver) return complain(driver.error());
    for (const auto& key : keys)
        if (const auto done = (*driver)->press(key); !done) return complain(done.error());
    return as_expected;
}

int hold(const rig_work& given, const rigs::rig_description& what) {
    const auto key = handset::read_key(given.text);
    if (!key) return complain(fmt::format("`{}` is no key", given.text), usage);
    const auto held = lease(what, given.patience);
    if (!held) return complain(held.error());
    auto driver = reach(what);
    if (!driver) return complain(driver.error());
    const auto done = (*driver)->hold(*key, std::chrono::milliseconds(static_cast<int>(given.held_ms)));
    return done ? as_expected : complain(done.error());
}

int type(const rig_work& given, const rigs::rig_description& what) {
    rig_work each = given;
    for (const char c : given.text) each.keys.emplace_back(1, c);
    return press(each, what);
}

int read(const rig_work&, const rigs::rig_description& what) {
    auto person = stand_at(what);
    if (!person) return complain(person.error());
    const auto seen = (*person)->look();
    if (!seen) return complain(seen.error());
    print_reading(*seen);
    return as_expected;
}

int shot(const rig_work& given, const rigs::rig_description& what) {
    auto driver = reach(what);
    if (!driver) return complain(driver.error());
    const auto seen = (*driver)->shot();
    if (!seen) return complain(seen.error());
    if (const auto written = write_file(given.output, rigs::png_of(*seen)); !written)
        return complain(written.error(), usage);
    fmt::print(stderr, "{} x {} pixels in {}\n", seen->width, seen->height, given.output);
    return as_expected;
}

int lights(const rig_work&, const rigs::rig_description& what) {
    auto driver = reach(what);
    if (!driver) return complain(driver.error());
    const auto seen = (*driver)->lights();
    if (!seen) return complain(seen.error());
    for (const auto& [key, light] : *seen)
        fmt::print("{:<4} {}{}\n", handset::name(key), light_word(light.value),
                   light.confidence < sure_enough ? " ?" : "");
    return as_expected;
}

// Each new display, until the time is over.
int watch(const rig_work& given, const rigs::rig_description& what) {
    auto person = stand_at(what);
    if (!person) return complain(person.error());
    net::watch_interrupts();
    const net::clock clock;
    const auto begun = clock.now().steady;
    const auto end = given.seconds > 0 ? begun + as_duration(given.seconds) : sip::time_point::max();
    rigs::picture shown;
    while (clock.now().steady < end && !net::interrupted()) {
        const auto seen = (*person)->look();
        if (!seen) return complain(seen.error());
        if (const auto& now = *(*person)->last_picture(); now != shown) {
            shown = now;
            fmt::print("{:.1f} s\n", std::chrono::duration<double>(clock.now().steady - begun).count());
            print_reading(*seen);
            std::fflush(stdout);
        }
        net::pause(200ms);
    }
    return as_expected;
}

int record(const rig_work& given, const rigs::rig_description& what) {
    const auto held = lease(what, given.patience);
    if (!held) return complain(held.error());
    auto person = stand_at(what);
    if (!person) return complain(person.error());
    recording story(**person, [](sip::duration d) { net::pause(d); });
    fmt::print(
        stderr,
        "Keys, a line each: P1, Down, OK, hold P1, type 123; `see WORDS` for what must stand on the display; "
        "end of input ends it.\n");
    for (std::string line; std::getline(std::cin, line);) {
        const auto done = story.type(line);
        if (!done)
            fmt::print(stderr, "{}\n", told(done.error()));
        else
            print_reading((*person)->last_reading());
    }
    if (const auto written = write_file(given.output, story.text(given.text)); !written)
        return complain(written.error(), usage);
    return as_expected;
}

int reserve(const rig_work& given, const rigs::rig_description& what) {
    const auto done = put_aside(reservation_folder(), lock_of(what),
                                std::chrono::seconds(static_cast<std::int64_t>(given.seconds)));
    if (!done) return complain(done.error());
    fmt::print("{} is {}'s for {}\n", place_of(what), this_owner(), seconds_word(given.seconds));
    return as_expected;
}

int release(const rig_work& given, const rigs::rig_description& what) {
    const auto done = give_back(reservation_folder(), lock_of(what), given.force);
    return done ? as_expected : complain(done.error());
}

int list(const std::string& testbed) {
    const auto all = rigs_of(testbed);
    if (!all) return complain(all.error(), usage);
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    for (const auto& [name, what] : *all) {
        const auto who = what.start.empty() ? holder_of(reservation_folder(), lock_of(what)) : std::nullopt;
        fmt::print("{:<12} {:<28} {:<10} {:<10} {}\n", name, place_of(what), what.model,
                   what.account.empty() ? "-" : what.account,
                   who ? "held by " + reports::for_terminal(who->text(now)) : "free");
    }
    return all->empty() ? selects_nothing : as_expected;
}

// A phone to try the example on: it goes by itself.
constexpr const char* phone_on_5070 =
    "simplespec ua 127.0.0.1:9 --user joe --phone snom370 --web 5070 --for 8 >/dev/null & sleep 1; ";

CLI::App* add_part(CLI::App& command, const char* name, const char* text, const std::string& example,
                   const std::shared_ptr<rig_work>& given, int& code, work does) {
    auto* part = command.add_subcommand(name, text);
    add_rig_options(*part, given->at);
    part->footer("Example: " + std::string(phone_on_5070) + "simplespec rig " + example);
    part->callback([given, &code, does] {
        const auto what = find_rig(given->at);
        code = what ? does(*given, *what) : complain(what.error(), usage);
    });
    return part;
}

} // namespace

void add_rig(CLI::App& program, int& code) {
    auto* command =
        program.add_subcommand("rig", "A desk phone by hand: press its keys, read its display, put it aside");
    command->require_subcommand(1);
    command->footer(
        "Exit codes: 0 done, 2 usage, 3 the phone does not do it: the text says why, and what to do.");

    auto* listed = command->add_subcommand("list", "The rigs of a testbed, and who has them");
    const auto testbed = std::make_shared<std::string>();
    listed->add_option("-t,--testbed", *testbed, "The testbed")->required();
    listed->footer("Example: printf '[dut]\\naddress = \"127.0.0.1:5070\"\\n[rig.desk]\\nkind = "
                   "\"snom\"\\nhost = \"192.0.2.7\"\\n' "
                   "> lab.toml; simplespec rig list -t lab.toml");
    listed->callback([testbed, &code] { code = list(*testbed); });

    const auto given = std::make_shared<rig_work>();
    const std::string phone = "snom:127.0.0.1:5070";
    add_part(*command, "doctor", "Which sides of a phone answer, and what turns the others on",
             "doctor " + phone, given, code, doctor);
    auto* pressed =
        add_part(*command, "press", "Press keys", "press " + phone + " P1 Down OK", given, code, press);
    pressed
        ->add_option("KEY", given->keys, "OK, Cancel, Up, Down, Left, Right, 0 to 9, *, #, S1 to S4, P1 ...")
        ->required();
    auto* kept =
        add_part(*command, "hold", "Hold a key down", "hold " + phone + " OK --ms 900", given, code, hold);
    kept->add_option("KEY", given->text, "As for `press`")->required();
    kept->add_option("--ms", given->held_ms, "How long, in milliseconds")->check(CLI::Range(1, 60000));
    auto* typed =
        add_part(*command, "type", "Type digits, * and #", "type " + phone + " 123", given, code, type);
    typed->add_option("TEXT", given->text, "What")->required();
    add_part(*command, "read", "Read its display; `>` marks what is selected, `?` what is not sure",
             "read " + phone, given, code, read);
    auto* taken = add_part(*command, "shot", "A picture of its display", "shot " + phone + " -o display.png",
                           given, code, shot);
    taken->add_option("-o,--output", given->output, "PNG file")->required();
    add_part(*command, "lights", "Its lights, a line each", "lights " + phone, given, code, lights);
    auto* watched = add_part(*command, "watch", "Read its display whenever it changes",
                             "watch " + phone + " --for 2", given, code, watch);
    watched->add_option("--for", given->seconds, "Seconds; until interrupted where not given");
    auto* recorded =
        add_part(*command, "record", "Make a scenario of the keys that you type and of what the display says",
                 "record " + phone + " -o lunch.scn </dev/null", given, code, record);
    recorded->add_option("-o,--output", given->output, "Scenario file")->required();
    recorded->add_option("--id", given->text, "Of the scenario")->default_val("mine/recorded");
    auto* reserved = add_part(*command, "reserve", "Put a phone aside: runs of others wait or say so",
                              "reserve " + phone + " --for 60", given, code, reserve);
    reserved->add_option("--for", given->seconds, "Seconds")->required()->check(CLI::Range(1.0, 604800.0));
    auto* released =
        add_part(*command, "release", "End that before its time", "release " + phone, given, code, release);
    released->add_flag("--force", given->force, "Also where it is somebody else's");
    for (auto* part : {pressed, kept, typed, recorded})
        part->add_option("--wait", given->patience, "Seconds to wait for a phone that somebody else has");
}

} // namespace simplespec::cli
