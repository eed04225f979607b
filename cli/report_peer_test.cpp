// The page of a run in a real browser: what a person does with it, and hostile texts that must stay texts.
#include "cli/browser.hpp"
#include "cli/program.hpp"
#include "reports/html/html.hpp"
#include "reports/json.hpp"
#include "reports/sample_run.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace simplespec::cli {
namespace {

using namespace cli::testing;
using ::testing::HasSubstr;

bool with_peers() {
    const char* peers = std::getenv("SIMPLESPEC_PEERS");
    return peers != nullptr && std::string_view(peers) == "yes";
}

TEST(report_page, is_filtered_opened_and_followed_to_the_octet) {
    if (!with_peers()) GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes";
    const desk at;
    const auto made = at.run("simplespec run rfc3903 --defect stale-entity-tag-is-not-found --defect "
                             "publish-answer-without-entity-tag "
                             "--json run.json --html run.html");
    ASSERT_EQ(made.code, 1) << made.said;
    browser page(at, "file://" + at.path("run.html"));
    EXPECT_THAT(page.until("document.title", "FAIL"), HasSubstr("FAIL"));
    const std::string rows = "[...document.querySelectorAll('.scenario')].filter(s => !s.hidden).length + ''";
    const auto all = page.text_of(rows);
    page.text_of("document.querySelector('[data-verdict=PASS]').click()");
    EXPECT_NE(page.text_of(rows), all);
    page.text_of("(i => { i.value = 'removal-leaves'; i.dispatchEvent(new Event('input')); "
                 "})(document.getElementById('search'))");
    EXPECT_THAT(page.text_of("document.querySelector('.scenario:not([hidden])').dataset.id"),
                HasSubstr("removal"));
    page.text_of("document.querySelector('.scenario:not([hidden]) h3 button').click()");
    const std::string panel = "document.querySelector('.scenario:not([hidden]) .panel')";
    EXPECT_THAT(page.text_of(panel + ".innerText"), HasSubstr("expected"));
    EXPECT_EQ(page.text_of(panel + ".querySelectorAll('.ladder .wrong').length + ''"), "1");
    EXPECT_THAT(page.text_of(panel + ".querySelector('.downloads a').download"), HasSubstr(".pcap"));
    // What is saved is a capture.
    EXPECT_EQ(
        page.text_of("(async () => { const a = " + panel +
                     ".querySelector('.downloads a'); a.addEventListener('click', e => e.preventDefault()); "
                     "a.click(); const b = new Uint8Array(await (await new "
                     "Response(octetsOf(data.files[run.scenarios.findIndex(s => s.id === "
                     "document.querySelector('.scenario:not([hidden])').dataset.id)].pcap))).arrayBuffer()); "
                     "return a.href.slice(0, 5) + b[0]; })()"),
        "blob:212");
    // A finding leads to its octet.
    page.text_of("location.hash = run.requirements.find(r => r.verdict === 'FAIL' || r.verdict === "
                 "'WARN')?.first.scenario || ''");
    const auto marked = page.text_of(
        "(() => { const b = document.querySelector('[data-finding]'); if (b) b.click(); "
        "return (document.querySelector('mark.now') ? 'marked' : b ? 'not marked' : 'no finding'); })()");
    EXPECT_EQ(marked, "marked");
}

// Fifty texts that want to be more than texts.
std::vector<std::string> hostile() {
    std::vector<std::string> out;
    for (const char* payload : {"window.struck = 1", "fetch('http://192.0.2.1/')"}) {
        const std::string p = payload;
        for (const auto& text : {"<script>" + p + "</script>",
                                 "</script><script>" + p + "</script>",
                                 "<img src=x onerror=\"" + p + "\">",
                                 "<svg onload=\"" + p + "\">",
                                 "\"><script>" + p + "</script>",
                                 "'><script>" + p + "</script>",
                                 "javascript:" + p,
                                 "<!--<script>" + p + "</script>",
                                 "]]><script>" + p + "</script>",
                                 "<iframe srcdoc=\"<script>" + p + "</script>\">",
                                 "<body onload=\"" + p + "\">",
                                 "<a href=\"javascript:" + p + "\">x</a>",
                                 "${" + p + "}",
                                 "{{" + p + "}}",
                                 "`;" + p + ";`",
                                 "\\u003cscript\\u003e" + p,
                                 "&lt;script&gt;" + p,
                                 "<style>*{background:url('javascript:" + p + "')}</style>",
                                 "<math><mtext><script>" + p + "</script>",
                                 "<template><script>" + p + "</script></template>",
                                 "\";" + p + "//",
                                 "';" + p + "//",
                                 "<input autofocus onfocus=\"" + p + "\">",
                                 "<object data=\"javascript:" + p + "\">",
                                 "<base href=\"http://192.0.2.1/\">" + p})
            out.push_back(text);
    }
    for (const auto* text : {"\x1b[31mred",
                             "\xe2\x80\xae"
                             "drow",
                             "\xff\xfe", "a\r\nb: c",
                             "\xe2\x80\x8b"
                             "hidden",
                             "\xef\xbb\xbf"
                             "mark"})
        out.emplace_back(text);
    out.emplace_back("a\0b", 3);
    out.push_back(std::string(1'000'000, 'A'));
    return out;
}

TEST(report_page, hostile_texts_stay_texts) {
    if (!with_peers()) GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes";
    auto run = reports::sample_run();
    const auto one = run.scenarios[1];
    for (const auto& text : hostile()) {
        auto s = one;
        s.id = s.title = s.reason = s.rerun = text;
        s.notes = s.requirements = {text};
        auto& d = s.deviations[0];
        d.file = d.text = d.requirement = d.expected = d.actual = text;
        auto& f = s.findings[0];
        f.what = f.expected = f.actual = f.rule = f.requirement = text;
        for (auto& m : s.messages) {
            m.source = m.destination = m.source_address = m.transport = m.start_line = text;
            m.octets = text + "\r\nSubject: " + text + "\r\n\r\n<a>" + text + "</a>";
        }
        s.desk = {{.at_us = 1,
                   .phone = text,
                   .what = text,
                   .picture = {},
                   .words = {{.text = text}},
                   .trouble = text}};
        run.scenarios.push_back(s);
        run.requirements.push_back({.id = text,
                                    .outcome = scenarios::verdict::fail,
                                    .reason = text,
                                    .count = 1,
                                    .first_scenario = text,
                                    .what = text});
    }
    run.testbed = run.dut_agent = run.tool = run.started = run.wire = hostile()[1];
    const desk at;
    at.write("run.html", reports::to_html(run, scenarios::catalogue::built_in()));
    browser page(at, "file://" + at.path("run.html"));
    EXPECT_EQ(page.until("document.querySelectorAll('.scenario').length + ''",
                         std::to_string(run.scenarios.size())),
              std::to_string(run.scenarios.size()));
    EXPECT_EQ(page.text_of("(() => { run.scenarios.forEach((s, i) => { open(i, true); "
                           "rows[i].querySelectorAll('button').forEach(b => { if "
                           "(!b.hasAttribute('aria-controls')) b.click(); }); }); return 'opened'; })()"),
              "opened");
    EXPECT_EQ(page.text_of("document.querySelectorAll('main script, main iframe, main object, main style, "
                           "main base, main template').length + ''"),
              "0");
    EXPECT_EQ(page.text_of("[...document.querySelectorAll('main *')].filter(e => [...e.attributes].some(a => "
                           "a.name.startsWith('on') || "
                           "/^\\s*javascript:/i.test(a.value) && a.name === 'href')).length + ''"),
              "0");
    EXPECT_EQ(page.text_of("String(window.struck)"), "undefined");
    EXPECT_EQ(page.text_of("performance.getEntriesByType('resource').length + ''"), "0")
        << "it fetched something";
    EXPECT_EQ(page.text_of("/[\\u202e\\u200b\\ufeff\\u001b]/.test(document.body.innerText) + ''"), "false");
}

// 500 scenarios and 20,000 messages.
TEST(report_page, opens_a_big_run_at_once) {
    if (!with_peers()) GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes";
    auto run = reports::sample_run();
    auto one = run.scenarios[1];
    one.messages.resize(1);
    one.messages[0].octets += "Subject: " + std::string(500, 'x') + "\r\n\r\n";
    one.messages.resize(40, one.messages[0]);
    run.scenarios.assign(500, one);
    run.summary.scenarios["FAIL"] = 500;
    const desk at;
    at.write("run.html", reports::to_html(run, scenarios::catalogue::built_in()));
    browser page(at, "file://" + at.path("run.html"));
    EXPECT_EQ(page.until("document.querySelectorAll('.scenario').length + ''", "500"), "500");
    const auto took =
        page.text_of("performance.timing.loadEventEnd - performance.timing.navigationStart + ''");
    RecordProperty("milliseconds", took);
    std::printf("a run of 500 scenarios and 20000 messages opens in %s ms\n", took.c_str());
    page.text_of("open(250, true)");
    EXPECT_EQ(page.text_of("document.querySelectorAll('.ladder .step').length + ''"), "40");
}

} // namespace
} // namespace simplespec::cli
