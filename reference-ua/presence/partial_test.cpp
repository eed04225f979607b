#include "presence/partial.hpp"

#include <gtest/gtest.h>

namespace simplespec::presence {
namespace {

using enum partial_view::outcome;

struct row {
    const char* name;
    const char* operations;
    const char* result;    // the target written without its declaration; empty: refused
    const char* condition; // of the refusal
};

class patching : public testing::TestWithParam<row> {};

TEST_P(patching, applies_all_or_refuses) {
    const auto target = xml::read("<d><f a=\"1\">x</f><f a=\"2\"><n>v</n></f></d>");
    const auto patch = xml::read(std::string("<p>") + GetParam().operations + "</p>");
    ASSERT_TRUE(target.value && patch.value);
    const auto got = apply_patch(*target.value, *patch.value);
    EXPECT_EQ(got ? xml::write(*got).substr(39) : "", std::string(GetParam().result) + (got ? "\n" : ""));
    EXPECT_EQ(got ? "" : got.error().condition, GetParam().condition);
}

#define REST "  <f a=\"2\">\n    <n>v</n>\n  </f>\n</d>"
INSTANTIATE_TEST_SUITE_P(
    rows, patching,
    testing::Values(row{"nothing", "", "<d>\n  <f a=\"1\">x</f>\n" REST, ""},
                    row{"add_last", "<add sel='d/f[2]'><m/></add>",
                        "<d>\n  <f a=\"1\">x</f>\n  <f a=\"2\">\n    <n>v</n>\n    <m/>\n  </f>\n</d>", ""},
                    row{"add_first", "<add sel='d' pos='prepend'><m/></add>",
                        "<d>\n  <m/>\n  <f a=\"1\">x</f>\n" REST, ""},
                    row{"add_before", "<add sel=\"*/f[@a='1']\" pos='before'><m/></add>",
                        "<d>\n  <m/>\n  <f a=\"1\">x</f>\n" REST, ""},
                    row{"add_after", "<add sel=\"d/f[.='x']\" pos='after'><m/></add>",
                        "<d>\n  <f a=\"1\">x</f>\n  <m/>\n" REST, ""},
                    row{"add_attribute", "<add sel='d/f[1]' type='@b'>y</add>",
                        "<d>\n  <f a=\"1\" b=\"y\">x</f>\n" REST, ""},
                    row{"replace_element", "<replace sel=\"d/f[n='v']\"><m/></replace>",
                        "<d>\n  <f a=\"1\">x</f>\n  <m/>\n</d>", ""},
                    row{"replace_attribute", "<replace sel='d/f[1]/@a'>z</replace>",
                        "<d>\n  <f a=\"z\">x</f>\n" REST, ""},
                    row{"replace_text", "<replace sel='d/f[1]/text()'>z</replace>",
                        "<d>\n  <f a=\"1\">z</f>\n" REST, ""},
                    row{"remove_element", "<remove sel='d/f[2]'/>", "<d>\n  <f a=\"1\">x</f>\n</d>", ""},
                    row{"remove_attribute", "<remove sel='d/f[1]/@a'/>", "<d>\n  <f>x</f>\n" REST, ""},
                    row{"in_order", "<remove sel='d/f[1]'/><remove sel='d/f[1]'/>", "<d/>", ""},
                    row{"two_nodes", "<remove sel='d/f'/>", "", "unlocated-node"},
                    row{"no_node", "<remove sel='d/g'/>", "", "unlocated-node"},
                    row{"no_attribute", "<remove sel='d/f[1]/@z'/>", "", "unlocated-node"},
                    row{"root", "<remove sel='d'/>", "", "invalid-root-element-operation"},
                    row{"prefix", "<remove sel='q:d'/>", "", "invalid-namespace-prefix"},
                    row{"syntax", "<remove sel='d/f['/>", "", "invalid-attribute-value"},
                    row{"empty", "<remove sel=''/>", "", "invalid-attribute-value"},
                    row{"no_selector", "<remove/>", "", "invalid-patch-directive"},
                    row{"id", "<remove sel=\"id('x')\"/>", "", "unsupported-id-function"},
                    row{"all_or_none", "<remove sel='d/f[1]'/><remove sel='d/f[9]'/>", "", "unlocated-node"}),
    [](const auto& info) { return std::string(info.param.name); });
#undef REST

std::string full(int version) {
    presence_document d;
    d.entity = "pres:a@b";
    tuple t;
    t.id = "t1";
    t.status.basic = basic::open;
    t.contact = contact{"sip:a@b", {}};
    d.tuples.push_back(t);
    return write_full(d, static_cast<std::uint32_t>(version));
}

std::string diff(int version, const std::string& operations) {
    return "<?xml version=\"1.0\"?><p:pidf-diff xmlns=\"urn:ietf:params:xml:ns:pidf\" "
           "xmlns:p=\"urn:ietf:params:xml:ns:pidf-diff\" "
           "entity=\"pres:a@b\" version=\"" +
           std::to_string(version) + "\">" + operations + "</p:pidf-diff>";
}

TEST(partial_view, follows_versions_and_applies_differences) {
    partial_view view;
    sip::findings departures;
    const auto give = [&](const std::string& text) {
        const auto got = read_partial(text);
        EXPECT_TRUE(got.value) << text;
        return got.value ? view.on_document(*got.value, departures) : broken;
    };
    const std::string close =
        "<p:replace sel=\"presence/tuple[@id='t1']/status/basic/text()\">closed</p:replace>";
    EXPECT_EQ(give(diff(2, close)), gap);
    EXPECT_EQ(give(full(7)), applied);
    EXPECT_EQ(view.current()->tuples[0].status.basic, basic::open);
    EXPECT_EQ(give(diff(7, close)), discarded);
    EXPECT_EQ(give(diff(9, close)), gap);
    EXPECT_EQ(give(diff(8, close)), applied);
    EXPECT_EQ(view.current()->tuples[0].status.basic, basic::closed);
    EXPECT_EQ(give(diff(9, "<p:add sel=\"*\"><note>x</note></p:add>")), applied);
    EXPECT_EQ(view.current()->notes[0].text, "x");
    EXPECT_TRUE(departures.empty());
    EXPECT_EQ(give(diff(10, "<p:remove sel=\"*/tuple[@id='z']\"/>")), broken);
    EXPECT_EQ(departures.size(), 1U);
    EXPECT_EQ(view.current()->notes.size(), 1U);
    EXPECT_EQ(give(full(8)), discarded);
    EXPECT_EQ(give(full(30)), applied);
    EXPECT_TRUE(view.current()->notes.empty());
    view.on_other_type(); // RFC 5263 section 4.5: the copy goes, the counter stays
    EXPECT_FALSE(view.current());
    EXPECT_EQ(give(full(30)), discarded);
    EXPECT_EQ(give(diff(31, close)), gap);
    EXPECT_EQ(give(full(31)), applied);
    EXPECT_EQ(give(diff(32, close)), applied);
}

TEST(partial, work_is_bounded) {
    std::string wide = "<d>", many = "<p>";
    for (int i = 0; i < 50'000; ++i) wide += "<f/>";
    for (int i = 0; i < 900; ++i) many += "<add sel='d/f[50000]' type='@a" + std::to_string(i) + "'>x</add>";
    const auto target = xml::read(wide + "</d>"), patch = xml::read(many + "</p>");
    ASSERT_TRUE(target.value && patch.value);
    const auto got = apply_patch(*target.value, *patch.value);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().condition, "invalid-patch-directive");
}

TEST(partial, what_is_no_partial_document_has_no_value) {
    EXPECT_FALSE(read_partial("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"/>").value);
    EXPECT_FALSE(read_partial("").value);
}

} // namespace
} // namespace simplespec::presence
