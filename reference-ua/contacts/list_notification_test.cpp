// Bodies of list NOTIFYs: the one of the snom page, and what else servers send.
#include "contacts/contact_list.hpp"
#include "contacts/list_notification.hpp"

#include "mime/multipart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace simplespec::contacts {
namespace {

using presence::availability;

std::string crlf(std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}

constexpr std::string_view snom_type = R"(multipart/related;type="application/rlmi+xml";boundary="50UBfW7LSCVLtggUPe5z")";

// The NOTIFY body that a handset maker's page on presence shows, departures and all.
constexpr std::string_view snom_body = R"(--50UBfW7LSCVLtggUPe5z
Content-Type: application/rlmi+xml;;charset="UTF-8"

<?xml version="1.0" encoding="UTF-8"?>
<list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:adam-friends@stockholm.example.org" version="1" fullState="true">
<name xml:lang="en">Buddy List at COM</name>
<name xml:lang="de">Liste der Freunde an COM</name>
<resource uri="sip:joe@stockholm.example.org">
<name>Joe Thomas</name>
<instance id="1" state=StrUtils::kActive cid="joe@stockholm.example.org"/>
</resource>
<resource uri="sip:106@10.10.12.60">
<name>Mark Edwards</name>
<instance id="1" state=StrUtils::kActive cid="mark@stockholm.example.org"/>
</resource>
<resource uri="sip:101@10.10.12.60">
<name>Marie Edwards</name>
<instance id="1" state=StrUtils::kActive cid="mariem@stockholm.example.org"/>
</resource>
</list>

--50UBfW7LSCVLtggUPe5z
Content-Type: application/pidf+xml;charset="UTF-8"

<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:joe@stockholm.example.org">
<tuple id="sg89ae">
<status>
<basic>open</basic>
</status>
<contact priority="1.0">sip:joe@stockholm.example.org</contact>
</tuple>
</presence>

--50UBfW7LSCVLtggUPe5z
Content-Type: application/pidf+xml;charset="UTF-8"

<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:101@10.10.12.60">
<tuple id="sg89ar">
<status>
<basic>closed</basic>
</status>
<contact priority="1.0">sip:mariem@stockholm.example.org</contact>
</tuple>
</presence>

--50UBfW7LSCVLtggUPe5z--
)";

std::size_t count(const sip::findings& found, std::string_view rule) {
    return static_cast<std::size_t>(std::ranges::count(found, rule, &sip::finding::rule));
}

class snom : public testing::TestWithParam<bool> {
protected:
    std::string body = GetParam() ? crlf(snom_body) : std::string(snom_body);
};

TEST_P(snom, shows_joe_available_marie_not_and_mark_unknown) {
    contact_list list;
    const auto out = list.apply_body({}, snom_type, {}, body);
    EXPECT_TRUE(out.usable);
    EXPECT_EQ(out.changes.size(), 3U);
    ASSERT_EQ(list.rows().size(), 3U);
    const auto expect = [&](std::size_t i, std::string_view uri, std::string_view title, availability how) {
        EXPECT_EQ(list.rows()[i].uri, uri);
        EXPECT_EQ(list.rows()[i].title(), title);
        EXPECT_EQ(list.rows()[i].how.state, how) << title;
        EXPECT_EQ(list.rows()[i].subscription, instance_state::active);
    };
    expect(0, "sip:joe@stockholm.example.org", "Joe Thomas", availability::available);
    expect(1, "sip:106@10.10.12.60", "Mark Edwards", availability::unknown);
    expect(2, "sip:101@10.10.12.60", "Marie Edwards", availability::unavailable);
    EXPECT_THAT(list.names(), testing::ElementsAre(presence::note{"Buddy List at COM", "en"},
                                                   presence::note{"Liste der Freunde an COM", "de"}));
}

TEST_P(snom, every_departure_of_the_body_is_named_where_it_stands) {
    const auto read = read_list_notification(snom_type, {}, body);
    ASSERT_TRUE(read.value);
    const auto& found = read.departures;
    // The three cids lead nowhere, one of them to nobody's document at all.
    EXPECT_EQ(count(found, "rlmi-cid-dangling"), 3U);
    EXPECT_EQ(count(found, "list-part-unreferenced"), 2U);
    EXPECT_EQ(count(found, "rlmi-instance-state"), 3U);
    const auto at = [&](std::string_view text) { return body.find(text); };
    bool unquoted = false;
    bool empty_parameter = false;
    for (const auto& f : found) {
        unquoted |= f.requirement == "RFC4662-5.1-3" && f.offset >= at("state=StrUtils") && f.offset < at("state=StrUtils") + 20;
        empty_parameter |= f.offset >= at("Content-Type: application/rlmi") && f.offset <= at(";;") + 2;
        EXPECT_LT(f.offset, body.size()) << f.rule;
        if (f.rule == "rlmi-cid-dangling") {
            EXPECT_EQ(f.requirement, "RFC4662-5.5-7");
        }
    }
    EXPECT_TRUE(unquoted) << "the attribute without quotes";
    EXPECT_TRUE(empty_parameter) << "the empty parameter of the first part";
    EXPECT_EQ(read.value->resources[0].instances[0].bound, binding::entity);
    EXPECT_EQ(read.value->resources[1].instances[0].bound, binding::none);
    EXPECT_EQ(read.value->resources[2].instances[0].bound, binding::entity);
}

TEST_P(snom, is_unusable_for_a_strict_reader_and_the_old_list_stays) {
    EXPECT_FALSE(read_list_notification(snom_type, {}, body, {.strict = true}).value);
    contact_list list;
    list.apply_body({}, snom_type, {}, body);
    const auto before = list.rows();
    const auto out = list.apply_body({}, snom_type, {}, "--50UBfW7LSCVLtggUPe5z\r\n\r\nrubbish");
    EXPECT_FALSE(out.usable);
    EXPECT_FALSE(out.departures.empty());
    EXPECT_EQ(list.rows(), before);
    EXPECT_TRUE(list.apply_body({}, {}, {}, {}).changes.empty());
    EXPECT_EQ(list.rows(), before);
}

INSTANTIATE_TEST_SUITE_P(line_ends, snom, testing::Bool(),
                         [](const auto& info) { return info.param ? "crlf" : "lf"; });

std::string pidf(std::string_view entity, std::string_view basic) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"" +
           std::string(entity) + "\"><tuple id=\"t\"><status><basic>" + std::string(basic) +
           "</basic></status><contact>sip:x@x</contact></tuple></presence>";
}

mime::written_multipart related(const rlmi_list& list, std::vector<mime::outgoing_part> others, std::uint64_t seed = 1) {
    sip::entropy random(seed);
    others.insert(others.begin(), mime::outgoing_part{"application/rlmi+xml", "root@x", write(list)});
    return mime::write_related(others, random);
}

mime::outgoing_part part(std::string cid, std::string body) { return {"application/pidf+xml", std::move(cid), std::move(body)}; }

resource member(std::string uri, std::string cid) {
    return {std::move(uri), {}, {{"1", instance_state::active, "", std::move(cid)}}};
}

TEST(list_notification, binds_by_content_id_whatever_the_entity) {
    const rlmi_list list{"sip:l@x", 0, true, true, {}, {}, {member("sip:a@x", "one@x"), member("sip:b@x", "two@x")}};
    const auto body = related(list, {part("two@x", pidf("pres:a@x", "open")), part("one@x", pidf("pres:b@x", "closed"))});
    const auto read = read_list_notification(body.content_type, {}, body.body);
    ASSERT_TRUE(read.value);
    EXPECT_TRUE(read.departures.empty()) << read.departures[0].what;
    EXPECT_EQ(read.value->resources[0].instances[0].document->entity, "pres:b@x");
    EXPECT_EQ(read.value->resources[1].instances[0].document->entity, "pres:a@x");
}

TEST(list_notification, one_dangling_cid_does_not_touch_the_others) {
    const rlmi_list list{"sip:l@x", 0, true, true, {}, {}, {member("sip:a@x", "gone@x"), member("sip:b@x", "two@x")}};
    const auto body = related(list, {part("two@x", pidf("sip:b@x", "open"))});
    const auto read = read_list_notification(body.content_type, {}, body.body);
    ASSERT_EQ(read.departures.size(), 1U);
    EXPECT_EQ(read.departures[0].rule, "rlmi-cid-dangling");
    EXPECT_FALSE(read.value->resources[0].instances[0].document);
    EXPECT_TRUE(read.value->resources[1].instances[0].document);
}

TEST(list_notification, a_part_of_nobody_stays_unbound) {
    const rlmi_list list{"sip:l@x", 0, true, true, {}, {}, {member("sip:a@x", "gone@x")}};
    const auto body = related(list, {part("", pidf("sip:stranger@x", "open"))});
    const auto read = read_list_notification(body.content_type, {}, body.body);
    ASSERT_TRUE(read.value);
    EXPECT_EQ(read.value->unbound.size(), 1U);
    EXPECT_FALSE(read.value->resources[0].instances[0].document);
}

TEST(list_notification, a_part_is_read_once_however_many_ask_for_it) {
    const rlmi_list list{"sip:l@x", 0, true, true, {}, {}, {member("sip:a@x", "one@x"), member("sip:b@x", "one@x")}};
    const auto body = related(list, {part("one@x", pidf("sip:a@x", "open"))});
    const auto read = read_list_notification(body.content_type, {}, body.body);
    ASSERT_EQ(read.departures.size(), 1U);
    EXPECT_EQ(read.departures[0].rule, "rlmi-cid-shared");
}

TEST(list_notification, lists_nest) {
    const rlmi_list inner{"sip:in@x", 0, true, true, {}, {}, {member("sip:b@x", "b@x")}};
    const auto nested = related(inner, {part("b@x", pidf("sip:b@x", "open"))}, 2);
    const rlmi_list outer{"sip:l@x", 0, true, true, {}, {}, {member("sip:a@x", "a@x"), member("sip:in@x", "in@x")}};
    const auto body = related(outer, {part("a@x", pidf("sip:a@x", "closed")), {nested.content_type, "in@x", nested.body}});
    contact_list list;
    const auto out = list.apply_body({}, body.content_type, {}, body.body);
    EXPECT_TRUE(out.departures.empty()) << out.departures[0].what;
    ASSERT_EQ(list.rows().size(), 2U);
    EXPECT_EQ(list.find("sip:a@x")->how.state, availability::unavailable);
    EXPECT_EQ(list.find("sip:b@x")->how.state, availability::available);
}

TEST(list_notification, a_body_without_a_list_is_unusable) {
    EXPECT_FALSE(read_list_notification("application/pidf+xml", {}, pidf("sip:a@x", "open")).value);
    EXPECT_FALSE(read_list_notification("multipart/related;boundary=x", {}, "--x--").value);
    EXPECT_FALSE(read_list_notification("", {}, "").value);
}

} // namespace
} // namespace simplespec::contacts
