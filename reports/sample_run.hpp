#pragma once
// A small run with one of everything, for the tests of the writers.
#include "scenarios/result/result.hpp"

namespace simplespec::reports {

inline scenarios::run_result sample_run() {
    using namespace scenarios;
    scenario_result passed{.id = "rfc3903/6/publish", .title = "A PUBLISH is answered", .outcome = verdict::pass};
    passed.duration_us = 12000;
    scenario_result failed{.id = "rfc3903/6/stale-tag", .title = "A stale tag is refused", .outcome = verdict::fail};
    failed.reason = "expected-412-got-200";
    failed.requirements = {"RFC3903-6-11"};
    failed.duration_us = 2500000;
    failed.deviations = {{.file = "rfc3903/6/stale-tag.scn",
                          .line = 21,
                          .text = "alice within {reply} { < 412 }",
                          .requirement = "RFC3903-6-11",
                          .expected = "412",
                          .actual = "SIP/2.0 200 OK",
                          .evidence = "",
                          .message = 1}};
    failed.messages = {{.at_us = 0,
                        .source = "alice",
                        .destination = "target",
                        .transport = "UDP",
                        .start_line = "PUBLISH sip:alice@example.com SIP/2.0",
                        .octets = "PUBLISH sip:alice@example.com SIP/2.0\r\n\r\n"},
                       {.at_us = 1500,
                        .source = "target",
                        .destination = "alice",
                        .transport = "UDP",
                        .start_line = "SIP/2.0 200 <script>\x1b[31m",
                        .octets = std::string("SIP/2.0 200 <script>\x1b[31m\r\n\r\n\0\xff", 31)}};
    failed.findings = {{.rule = "no-max-forwards",
                        .requirement = "RFC3261-8.1.1.6-1",
                        .keyword = "MUST",
                        .level = severity::error,
                        .message = 0,
                        .offset = 39,
                        .line = 2,
                        .what = "no Max-Forwards",
                        .expected = "Max-Forwards: 70",
                        .actual = ""}};
    failed.rerun = "simplespec run rfc3903/6/stale-tag --seed 1";
    scenario_result absent{.id = "rfc4662/4/list", .title = "A list", .outcome = verdict::na};
    absent.reason = "refused";
    absent.deviations = {{.file = "rfc4662/4/list.scn", .line = 3, .evidence = "SIP/2.0 489 Bad Event"}};
    scenario_result known{.id = "rfc6665/4/known", .title = "Known", .outcome = verdict::fail, .over = overlay::xfail};
    known.reason = "no-notify";
    scenario_result unsure{.id = "rfc6665/4/unsure", .title = "Unsure", .outcome = verdict::inconc};
    unsure.reason = "no-reply";
    unsure.desk = {{.at_us = 5, .phone = "joe", .what = "press P1", .picture = {}, .words = {}, .trouble = {}},
                   {.at_us = 9,
                    .phone = "joe",
                    .what = "display",
                    .picture = std::string("\x89PNG\0", 5),
                    .words = {{.text = "Lunch", .misread = "Lumch", .confidence = 0.85,
                               .x = 3, .y = 4, .width = 20, .height = 9}},
                    .trouble = "the phone is off"}};

    run_result run;
    run.tool = "simplespec 0.1.0";
    run.started = "2026-01-02T03:04:05Z";
    run.testbed = "embedded";
    run.dut_agent = "simplespec";
    run.seed = 1;
    run.wire = "virtual";
    run.duration_us = 40000;
    run.scenarios = {passed, failed, absent, known, unsure};
    run.requirements = {{.id = "RFC3261-8.1.1.6-1",
                         .outcome = verdict::fail,
                         .over = overlay::none,
                         .reason = "no-max-forwards",
                         .count = 3,
                         .first_scenario = "rfc3903/6/stale-tag",
                         .first_message = 0,
                         .what = "no Max-Forwards",
                         .by = {"no-max-forwards"}}};
    run.summary.scenarios = {{"PASS", 1}, {"FAIL", 2}, {"WARN", 0}, {"INFO", 0}, {"NA", 1}, {"INCONC", 1}, {"ERROR", 0}, {"SKIP", 0}};
    run.summary.requirement_errors = 1;
    run.summary.xfail = 1;
    run.summary.exit_code = 1;
    return run;
}

} // namespace simplespec::reports
