// Bodies that a scenario describes, written and read again.
#include "scenarios/runner/bodies.hpp"

#include "contacts/list_notification.hpp"
#include "scenarios/language/read.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace simplespec::scenarios {
namespace {

using ::testing::HasSubstr;

std::string plain(const phrase& p) {
    std::string out;
    for (const auto& f : p.fragments) out += f.text;
    return out;
}

std::expected<written_body, std::string> written(const std::string& body) {
    const auto read = read_scenario(
        "body.scn", fmt::format("scenario x/y\n  title \"t\"\n\nactor a = user\n\na > NOTIFY sip:b@example.com\n    body {}\n", body));
    if (!read) return std::unexpected(read.error().what);
    for (const auto& statement : read->statements)
        if (const auto* line = std::get_if<send_line>(&statement))
            return write_body(*line->body, "sip:a@example.com", plain);
    return std::unexpected("nothing is sent");
}

TEST(bodies, a_described_list_is_read_as_it_was_described) {
    const auto body = written("contacts list=\"sip:friends@example.com\" name=\"Friends\" version=3 full=no {\n"
                              "        contact sip:joe@example.com name=\"Joe Thomas\" basic=open note=\"Lunch\"\n"
                              "        contact sip:mark@example.com name=\"Mark\"\n"
                              "        contact sip:marie@example.com basic=closed { name \"Maria\" lang=de; note \"Zu Tisch\" lang=de }\n"
                              "        contact \"sip:c%@example.com\" name=\"Contact %\" basic=open times=3\n    }");
    ASSERT_TRUE(body) << body.error();
    const auto read = contacts::read_list_notification(body->type, "", body->octets);
    ASSERT_TRUE(read.value);
    EXPECT_TRUE(read.departures.empty()) << read.departures.front().what;
    const auto& list = read.value->list;
    EXPECT_EQ(list.uri, "sip:friends@example.com");
    EXPECT_EQ(list.version, 3U);
    EXPECT_FALSE(list.full_state);
    ASSERT_EQ(list.resources.size(), 6U);
    EXPECT_EQ(list.resources[0].names[0].text, "Joe Thomas");
    EXPECT_TRUE(list.resources[1].instances.empty()); // nothing is known of Mark
    EXPECT_EQ(list.resources[2].names[0].lang, "de");
    EXPECT_EQ(list.resources[5].uri, "sip:c3@example.com");
    EXPECT_EQ(list.resources[5].names[0].text, "Contact 3");
}

struct wrong_row {
    const char* name;
    const char* body;
    const char* says;
};

TEST(bodies, say_what_a_list_has_no_place_for) {
    const wrong_row rows[] = {
        {"a tuple", "contacts { tuple t1 basic=open }", "no place for `tuple`"},
        {"a mood", "contacts { contact sip:joe@example.com mood=happy }", "no place for `mood=happy`"},
        {"no number", "contacts { contact sip:joe@example.com times=many }", "times=many: expected a number"},
        {"too many", "contacts { contact sip:joe@example.com times=1000000 }", "up to 10000"},
        {"no version", "contacts version=last { }", "no place for `version=last`"},
    };
    for (const auto& r : rows) {
        const auto body = written(r.body);
        ASSERT_FALSE(body) << r.name;
        EXPECT_THAT(body.error(), HasSubstr(r.says)) << r.name;
    }
}

} // namespace
} // namespace simplespec::scenarios
