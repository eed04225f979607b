#include "reports/html/html.hpp"

#include "reports/sample_run.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

namespace simplespec::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string page_of(const scenarios::run_result& run, const comparison* since = nullptr) {
    return to_html(run, scenarios::catalogue::built_in(), since);
}

// What the page's script reads.
boost::json::value data_in(const std::string& page) {
    constexpr std::string_view before = "<script type=\"application/json\" id=\"data\">";
    const auto from = page.find(before) + before.size();
    return boost::json::parse(page.substr(from, page.find("</script>", from) - from));
}

TEST(html, holds_the_run_and_what_its_clauses_say) {
    const auto data = data_in(page_of(sample_run()));
    EXPECT_EQ(data.at("run").at("scenarios").as_array().size(), 5U);
    EXPECT_EQ(data.at("requirements").at("RFC6665-4.2.2-7").at("link").as_string(),
              "https://www.rfc-editor.org/rfc/rfc6665#section-4.2.2");
    const auto& files = data.at("files").as_object();
    EXPECT_TRUE(files.at("1").as_object().contains("pcap"));
    EXPECT_TRUE(files.at("1").as_object().contains("raw"));
    EXPECT_FALSE(files.contains("0")) << "it has no messages";
}

TEST(html, tells_what_moved) {
    auto older = sample_run(), newer = sample_run();
    older.scenarios[1].outcome = scenarios::verdict::pass;
    const auto moved = compare({"old.json", older}, {"new.json", newer});
    const auto since = data_in(page_of(newer, &moved)).at("since");
    EXPECT_EQ(since.at("file").as_string(), "old.json");
    EXPECT_EQ(since.at("regressed").at(0).at("id").as_string(), "rfc3903/6/stale-tag");
}

// Whatever stands in a run, the page has its own elements and no others.
TEST(html, no_text_of_a_run_becomes_an_element) {
    const auto count = [](const std::string& page, std::string_view what) {
        std::size_t out = 0;
        for (auto at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) ++out;
        return out;
    };
    auto run = sample_run();
    const auto plain = page_of(run);
    const std::string bad =
        "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> ]]> \xff &amp; \x1b[31m";
    run.testbed = run.dut_agent = run.tool = bad;
    auto& s = run.scenarios[1];
    s.id = s.title = s.reason = s.rerun = bad;
    s.notes = s.requirements = {bad};
    s.deviations[0].text = s.deviations[0].expected = s.deviations[0].actual = bad;
    s.findings[0].what = s.findings[0].expected = s.findings[0].requirement = bad;
    s.messages[1].octets = s.messages[1].start_line = s.messages[1].source = bad;
    run.requirements[0].what = run.requirements[0].id = bad;
    auto older = run;
    older.scenarios[1].outcome = scenarios::verdict::pass;
    const auto moved = compare({bad, older}, {bad, run});
    const auto page = page_of(run, &moved);
    for (const auto* tag : {"<script", "</script", "<!--", "<img", "\x1b"})
        EXPECT_EQ(count(page, tag), count(plain, tag)) << tag;
    EXPECT_EQ(data_in(page).at("run").at("scenarios").at(1).at("title").as_string().find("</script>"), 0U);
}

TEST(html, lets_its_own_script_run_and_nothing_be_fetched) {
    const auto page = page_of(sample_run());
    EXPECT_THAT(page, HasSubstr("default-src 'none'"));
    EXPECT_THAT(page, HasSubstr("script-src 'sha256-"));
    EXPECT_THAT(page, Not(HasSubstr("unsafe-inline")));
    EXPECT_THAT(page, Not(HasSubstr("innerHTML")));
    EXPECT_THAT(page, Not(HasSubstr("src=\"http")));
}

// A run of 500 scenarios and 20,000 messages.
TEST(html, stays_small_enough_to_send) {
    auto run = sample_run();
    auto one = run.scenarios[1];
    one.messages.resize(1);
    one.messages[0].octets += std::string(500, 'x');
    one.messages.resize(40, one.messages[0]);
    one.outcome = scenarios::verdict::pass;
    run.scenarios.assign(500, one);
    EXPECT_LT(page_of(run).size(), 20U << 20U);
}

} // namespace
} // namespace simplespec::reports
