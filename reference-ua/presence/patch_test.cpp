// The examples of RFC 5261 appendix A, and what stands between elements.
#include "presence/patch.hpp"

#include <gtest/gtest.h>

namespace simplespec::presence {
namespace {

// Names with their namespaces, values, and what stands between.
std::string shape(const xml::element& e) {
    constexpr std::string_view signs[] = {"", "_", "t", "?"};
    const auto sign = [&](xml::gap g) { return std::string(signs[static_cast<std::size_t>(g)]); };
    std::string out = "<" + e.ns + "|" + e.name;
    for (const auto& a : e.attributes) out += " " + a.ns + "|" + a.name + "=" + a.value;
    for (const auto& b : e.declared) out += " xmlns:" + b.prefix + "=" + b.uri;
    out += ">" + std::string(e.trimmed());
    for (const auto& c : e.children) out += sign(c.before) + shape(c);
    return out + sign(e.last) + "</>";
}

struct example {
    const char* name;
    const char* target;
    const char* patch;
    const char* result; ///< empty: refused, for `condition`
    const char* condition = "";
};

class patch_example : public testing::TestWithParam<example> {};

TEST_P(patch_example, comes_out_as_it_should) {
    const auto& row = GetParam();
    const auto target = xml::read(row.target);
    const auto patch = xml::read(row.patch);
    ASSERT_TRUE(target.value && patch.value);
    const auto got = apply_patch(*target.value, *patch.value);
    EXPECT_EQ(got ? "" : got.error().condition, row.condition);
    if (!got || *row.result == '\0') return;
    const auto expected = xml::read(row.result);
    ASSERT_TRUE(expected.value);
    EXPECT_EQ(shape(*got), shape(*expected.value));
}

#define NOTE "<doc>\n  <note>This is a sample document</note>\n"
#define FOO "<foo id=\"ert4773\">This is a new child</foo>"
#define ONE "<foo a=\"1\">This is a sample document</foo>"
INSTANTIATE_TEST_SUITE_P(
    rfc5261_appendix_a, patch_example,
    testing::Values(
        example{"a1_element", NOTE "</doc>", "<diff>\n  <add sel=\"doc\">" FOO "</add>\n</diff>",
                NOTE FOO "</doc>"},
        example{"a2_attribute", NOTE FOO "</doc>",
                "<diff><add sel=\"doc/foo[@id='ert4773']\" type=\"@user\">Bob</add></diff>",
                NOTE "<foo id=\"ert4773\" user=\"Bob\">This is a new child</foo></doc>"},
        example{"a3_declaration", "<doc>\n" FOO "</doc>",
                "<diff><add sel=\"doc\" type=\"namespace::pref\">urn:ns:xxx</add></diff>",
                "<doc xmlns:pref=\"urn:ns:xxx\">\n" FOO "</doc>"},
        example{"a4_comment", NOTE FOO "</doc>",
                "<diff><add sel=\"doc/foo[@id='ert4773']\" pos=\"before\"><!-- comment --></add></diff>",
                NOTE "<!-- comment -->" FOO "</doc>"},
        example{"a5_several_nodes", NOTE "</doc>", "<diff><add sel=\"doc\">\n  " FOO "</add></diff>",
                NOTE "  " FOO "</doc>"},
        example{"a6_replace_element", "<doc>\n  " ONE "\n</doc>",
                "<diff><replace sel=\"doc/foo[@a='1']\"><bar a=\"2\"/></replace></diff>",
                "<doc>\n  <bar a=\"2\"/>\n</doc>"},
        example{"a7_replace_attribute", "<doc a=\"test\">\n  " ONE "\n</doc>",
                "<diff><replace sel=\"doc/@a\">new value</replace></diff>",
                "<doc a=\"new value\">\n  " ONE "\n</doc>"},
        example{"a8_replace_declaration", "<doc xmlns:pref=\"urn:test\">\n  " ONE "\n</doc>",
                "<diff><replace sel=\"doc/namespace::pref\">urn:new:xxx</replace></diff>",
                "<doc xmlns:pref=\"urn:new:xxx\">\n  " ONE "\n</doc>"},
        example{"a9_replace_comment", "<doc>\n  " ONE "\n  <!-- comment -->\n</doc>",
                "<diff><replace sel=\"doc/comment()[1]\"><!-- new --></replace></diff>",
                "<doc>\n  " ONE "\n  <!-- new -->\n</doc>"},
        example{"a11_replace_text", "<doc>\n  " ONE "\n</doc>",
                "<diff>\n <replace sel=\"doc/foo/text()[1]\"\n>This is the new text content</replace></diff>",
                "<doc>\n  <foo a=\"1\">This is the new text content</foo>\n</doc>"},
        example{"a12_remove_element", "<doc>\n  " ONE "\n</doc>",
                "<diff>\n <remove sel=\"doc/foo[@a='1']\" ws=\"after\"/>\n</diff>", "<doc>\n  </doc>"},
        example{"a13_remove_attribute", "<doc a=\"foo\">\n  " ONE "\n</doc>",
                "<diff><remove sel=\"doc/@a\"/></diff>", "<doc>\n  " ONE "\n</doc>"},
        example{"a14_remove_declaration",
                "<doc>\n<foo a=\"1\" xmlns:pref=\"urn:test\">text</foo>\n  <!-- comment -->\n</doc>",
                "<diff><remove sel=\"doc/foo/namespace::pref\"/></diff>",
                "<doc>\n<foo a=\"1\">text</foo>\n  <!-- comment -->\n</doc>"},
        example{"a18_several",
                R"x(<doc xmlns="u:xxx" xmlns:z="u:yyy">
  <note>This is a sample document</note>
  <elem a="foo">
    <child/>
  </elem>
  <elem a="bar">
    <z:child/>
  </elem>
</doc>)x",
                R"x(<p:diff xmlns="u:xxx" xmlns:y="u:yyy" xmlns:p="u:diff">
<p:add sel="doc/elem[@a='foo']">  <!-- This is a new child -->
    <child id="ert4773">
      <y:node/>
    </child>
  </p:add>
<p:replace sel="doc/note/text()">Patched doc</p:replace>
<p:remove sel="*/elem[@a='bar']/y:child" ws="both"/>
<p:add sel="*/elem[@a='bar']" type="@b">new attr</p:add>
</p:diff>)x",
                R"x(<doc xmlns="u:xxx" xmlns:z="u:yyy">
  <note>Patched doc</note>
  <elem a="foo">
    <child/>
    <!-- This is a new child -->
    <child id="ert4773">
      <z:node/>
    </child>
  </elem>
  <elem a="bar" b="new attr"/>
</doc>)x"},
        example{"a17_remove_text", "<doc>\n  " ONE "\n</doc>",
                "<diff>\n <remove sel=\"doc/foo/text()[1]\"/>\n</diff>", "<doc>\n  <foo a=\"1\"/>\n</doc>"}),
    [](const auto& info) {
    return std::string(info.param.name); });

#define BETWEEN "<d><a/> <b/><c/>t</d>"
INSTANTIATE_TEST_SUITE_P(
    white_space, patch_example,
    testing::Values(
        example{"stays_and_meets", "<d> <a/> </d>", "<p><remove sel='d/a'/></p>", "<d>  </d>"},
        example{"goes_before", BETWEEN, "<p><remove sel='d/b' ws='before'/></p>", "<d><a/><c/>t</d>"},
        example{"goes_after", BETWEEN, "<p><remove sel='d/a' ws='after'/></p>", "<d><b/><c/>t</d>"},
        example{"goes_on_both_sides", "<d> <a/> </d>", "<p><remove sel='d/a' ws='both'/></p>", "<d/>"},
        example{"is_not_before", BETWEEN, "<p><remove sel='d/a' ws='before'/></p>", "",
                "invalid-whitespace-directive"},
        example{"is_not_after", BETWEEN, "<p><remove sel='d/b' ws='after'/></p>", "",
                "invalid-whitespace-directive"},
        example{"is_not_on_both_sides", BETWEEN, "<p><remove sel='d/b' ws='both'/></p>", "",
                "invalid-whitespace-directive"},
        example{"is_text", BETWEEN, "<p><remove sel='d/c' ws='after'/></p>", "",
                "invalid-whitespace-directive"},
        example{"went_with_the_one_before", BETWEEN,
                "<p><remove sel='d/a' ws='after'/><remove sel='d/b' ws='before'/></p>", "",
                "invalid-whitespace-directive"},
        example{"of_another_word", BETWEEN, "<p><remove sel='d/a' ws='behind'/></p>", "",
                "invalid-attribute-value"},
        example{"of_an_attribute", "<d a='1'/>", "<p><remove sel='d/@a' ws='after'/></p>", "",
                "invalid-patch-directive"},
        example{"beside_comments_is_believed", "<d><a/> <!-- x --> </d>",
                "<p><remove sel='d/a' ws='after'/></p>", "<d><!-- x --> </d>"},
        example{"no_comment", BETWEEN, "<p><remove sel='d/comment()'/></p>", "", "unlocated-node"},
        example{"no_text", BETWEEN, "<p><replace sel='d/a/text()'>x</replace></p>", "", "unlocated-node"},
        example{"two_texts", BETWEEN, "<p><replace sel='d/text()'>x</replace></p>", "", "unlocated-node"},
        example{"added_is_there_for_the_next", "<d><a/></d>",
                "<p><add sel='d/a' pos='after'> <b/> </add><remove sel='d/b' ws='both'/></p>", "<d><a/></d>"},
        example{"prepended", "<d> <a/></d>", "<p><add sel='d' pos='prepend'><b/>t</add></p>",
                "<d><b/>t <a/></d>"}),
    [](const auto& info) { return std::string(info.param.name); });

// The prefixes of the patch are its own; without one, its default namespace counts (RFC 5261 section 4.2.1).
INSTANTIATE_TEST_SUITE_P(
    namespaces, patch_example,
    testing::Values(example{"other_prefix", "<x:d xmlns:x='u:1'><x:a/></x:d>",
                            "<p xmlns:y='u:1'><remove sel='y:d/y:a'/></p>", "<x:d xmlns:x='u:1'/>"},
                    example{"default_of_the_patch", "<x:d xmlns:x='u:1'><x:a/></x:d>",
                            "<o:p xmlns:o='u:o' xmlns='u:1'><o:remove sel='d/a'/></o:p>",
                            "<x:d xmlns:x='u:1'/>"},
                    example{"no_namespace", "<d xmlns='u:1'><a/></d>", "<p><remove sel='d/a'/></p>", "",
                            "unlocated-node"},
                    example{"prefix_of_the_target", "<x:d xmlns:x='u:1'><x:a/></x:d>",
                            "<p><remove sel='x:d'/></p>", "", "invalid-namespace-prefix"},
                    example{"same_prefix_for_another", "<x:d xmlns:x='u:1'><x:a/></x:d>",
                            "<p xmlns:x='u:2'><remove sel='x:d/x:a'/></p>", "", "unlocated-node"}),
    [](const auto& info) { return std::string(info.param.name); });

} // namespace
} // namespace simplespec::presence
