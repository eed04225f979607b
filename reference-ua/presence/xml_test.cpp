#include "presence/xml.hpp"

#include <gtest/gtest.h>

namespace simplespec::presence::xml {
namespace {

std::vector<std::string> rules(const sip::findings& all) {
    std::vector<std::string> out;
    for (const auto& f : all) out.emplace_back(f.rule);
    return out;
}

using list = std::vector<std::string>;

TEST(xml, a_tree_with_namespaces_text_and_offsets) {
    const std::string text =
        "<?xml version=\"1.0\"?>\n<p:a xmlns:p=\"urn:x\" n='1 &amp; 2'>t&lt;<b/><![CDATA[<u>]]></p:a>";
    const auto got = read(text, {}, {});
    ASSERT_TRUE(got.value);
    EXPECT_TRUE(got.departures.empty());
    EXPECT_TRUE(got.value->is("urn:x", "a"));
    EXPECT_EQ(*got.value->find("n"), "1 & 2");
    EXPECT_EQ(got.value->text, "t<<u>");
    EXPECT_EQ(got.value->offset, 22U);
    ASSERT_EQ(got.value->children.size(), 1U);
    EXPECT_EQ(got.value->children[0].offset, text.find("<b"));
    EXPECT_EQ(got.value->children[0].ns, "");
}

struct row {
    const char* name;
    std::string text;
    const char* mended; // what the tree is when written without the declaration; empty: refused
    list findings;
};

class recovery_of : public testing::TestWithParam<row> {};

TEST_P(recovery_of, says_what_it_changed) {
    const auto& [name, text, mended, findings] = GetParam();
    const auto got = read(text, {}, {});
    const auto written = got.value ? write(*got.value).substr(39) : "";
    EXPECT_EQ(written, mended);
    list expected = findings;
    if (!expected.empty()) expected.insert(expected.begin(), "xml-not-well-formed");
    EXPECT_EQ(rules(got.departures), expected);
    read_options strict;
    strict.strict = true;
    EXPECT_EQ(read(text, strict, {}).value.has_value(), findings.empty());
    for (const auto& f : got.departures) EXPECT_LE(f.offset, text.size());
}

INSTANTIATE_TEST_SUITE_P(
    rows, recovery_of,
    testing::Values(
        row{"whole", "<a/>", "<a/>\n", {}},
        row{"unquoted", "<a s=X::kY c=\"1\"/>", "<a s=\"X::kY\" c=\"1\"/>\n", {"xml-unquoted-attribute"}},
        row{"unquoted_at_end", "<a s=x/>", "<a s=\"x\"/>\n", {"xml-unquoted-attribute"}},
        row{"unquoted_uri", "<a s=http://x/y/>", "<a s=\"http://x/y\"/>\n", {"xml-unquoted-attribute"}},
        row{"ampersand",
            "<a s=\"b&c\">d & e &amp; &foo; &#x41;</a>",
            "<a s=\"b&amp;c\">d &amp; e &amp; &amp;foo; A</a>\n",
            {"xml-bare-ampersand", "xml-bare-ampersand", "xml-bare-ampersand"}},
        row{"less_than", "<a>1 < 2</a>", "<a>1 &lt; 2</a>\n", {"xml-bare-less-than"}},
        row{"cut_off", "<a><b>x", "<a>\n  <b>x</b>\n</a>\n", {"xml-cut-off"}},
        row{"cut_off_tag",
            "<a><b/><c d=\"",
            "<a>\n  <b/>\n</a>\n",
            {"xml-open-quote", "xml-cut-off", "xml-cut-off"}},
        row{"not_closed", "<a><b></a>", "<a>\n  <b/>\n</a>\n", {"xml-not-closed"}},
        row{"stray_end", "<a></b></a>", "<a/>\n", {"xml-stray-end-tag"}},
        row{"junk", "<a/>\n<b/>", "<a/>\n", {"xml-junk-after-root"}},
        row{"junk_text", "<a/> x", "<a/>\n", {"xml-text-outside"}},
        row{"no_blank",
            "<?xml version=\"1.0\"encoding=\"UTF-8\"?><a b=\"1\"c=\"2\"/>",
            "<a b=\"1\" c=\"2\"/>\n",
            {"xml-no-blank", "xml-no-blank"}},
        row{"blank_first", " \r\n<?xml version=\"1.0\"?><a/>", "<a/>\n", {"xml-blank-before-declaration"}},
        row{"no_value", "<a b/>", "<a b=\"\"/>\n", {"xml-attribute-without-value"}},
        row{"twice", "<a b=\"1\" b=\"2\"/>", "<a b=\"1\"/>\n", {"xml-attribute-twice"}},
        row{"control", "<a>x\x01y</a>", "<a>xy</a>\n", {"xml-control-character"}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(xml, a_change_is_placed_by_line_and_column) {
    const auto got = read("<a>\n  <b state=StrUtils::kActive cid=\"x\"/>\n</a>", {}, {"RFC3863-4.1-1", {}});
    ASSERT_EQ(got.departures.size(), 2U);
    EXPECT_EQ(got.departures[1].what, "Line 2, column 12: an attribute's value stands without quotes.");
    EXPECT_EQ(got.departures[1].offset, 15U);
    EXPECT_EQ(got.departures[1].requirement, "RFC3863-4.1-1");
    EXPECT_EQ(*got.value->children[0].find("state"), "StrUtils::kActive");
}

TEST(xml, names_that_no_namespace_has_are_names_when_written) {
    const auto got = read("<a q:x=\"1\" x=\"2\" b:c:d=\"3\"><q:e/></a>");
    ASSERT_TRUE(got.value);
    EXPECT_EQ(write(*got.value).substr(39), "<a q_x=\"1\" x=\"2\" b_c_d=\"3\">\n  <q_e/>\n</a>\n");
    EXPECT_EQ(rules(got.departures), list{"xml-namespace"});
}

TEST(xml, charsets) {
    const auto text_of = [](std::string_view text, std::string_view charset = {}) {
        read_options options;
        options.charset = charset;
        const auto got = read(text, options, {});
        return got.value ? got.value->text : "-";
    };
    const std::string umlaut = "\xc3\xa4";
    EXPECT_EQ(text_of("<a>\xc3\xa4</a>"), umlaut);
    EXPECT_EQ(text_of("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe4</a>"), umlaut);
    EXPECT_EQ(text_of("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xc3\xa4</a>", "utf-8"), umlaut);
    EXPECT_EQ(text_of(std::string_view("\xff\xfe<\0a\0>\0\xe4\0<\0/\0a\0>\0", 18)), umlaut);
    EXPECT_EQ(text_of(std::string_view("\0<\0a\0>\0\xe4\0<\0/\0a\0>", 16)), umlaut);
    EXPECT_EQ(text_of("\xef\xbb\xbf<a>x</a>"), "x");
    EXPECT_EQ(rules(read("<a>\xe4</a>", {}, {}).departures), list{"xml-not-utf8"});
}

TEST(xml, a_doctype_is_told_and_never_read) {
    const auto fetched = read("<?xml version=\"1.0\"?><!DOCTYPE a SYSTEM \"xpidf.dtd\"><a>x</a>", {}, {});
    ASSERT_TRUE(fetched.value);
    EXPECT_EQ(rules(fetched.departures), list{"xml-doctype"});
    const auto bomb = read("<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>", {}, {});
    ASSERT_TRUE(bomb.value);
    EXPECT_EQ(bomb.value->text, "&c;");
    EXPECT_EQ(rules(bomb.departures), (list{"xml-doctype", "xml-not-well-formed", "xml-bare-ampersand"}));
}

TEST(xml, limits_refuse_the_whole) {
    std::string deep, wide = "<a>";
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    for (int i = 0; i < 250'000; ++i) wide += "<b/>";
    for (const auto& text : {deep, wide + "</a>", std::string(5U << 20U, 'x')}) {
        const auto got = read(text, {}, {});
        EXPECT_FALSE(got.value);
        EXPECT_EQ(got.departures.back().rule, "xml-limit");
    }
}

TEST(xml, hostile_text_is_read_in_linear_time) {
    for (const std::string unit : {"<", "&", "<a ", "<a b=", "\"", "<a b=\"", "</a>", "<!--", "<?",
                                   "<![CDATA[", "a=b ", "<a/>", "]]>", "<!DOCTYPE [", " "})
        for (const std::string head : {"", "<a>", "<a b=\"", "<a "}) {
            std::string text = head;
            while (text.size() < 250'000) text += unit;
            EXPECT_LE(read(text, {}, {}).departures.size(), 300U) << unit;
        }
}

TEST(xml, comments_full_of_hyphens_are_refused_and_others_are_not) {
    std::string hyphens;
    while (hyphens.size() < 250'000) hyphens += "- --";
    EXPECT_EQ(rules(read("<a><!--" + hyphens + "--></a>").departures), list{"xml-limit"});
    EXPECT_EQ(rules(read("<a><!--" + hyphens).departures), list{"xml-limit"});
    EXPECT_TRUE(read("<a><!--" + std::string(80, '-') + "--></a>").departures.front().rule == "xml-not-well-formed");
    std::string many = "<a>";
    for (int i = 0; i < 30'000; ++i) many += "<!-- - -->";
    EXPECT_TRUE(read(many + "</a>").departures.empty());
}

TEST(xml, what_was_written_is_read_again) {
    auto root = make("urn:ietf:params:xml:ns:pidf", "presence");
    put(root, "entity", "sip:\"a\"&<b>@c");
    root.children.push_back(make("urn:ietf:params:xml:ns:pidf:rpid", "class", "x & y"));
    root.children.push_back(make("urn:other", "z"));
    root.children.back().attributes.push_back({std::string(xml_ns), "lang", "de"});
    root.children.push_back(make("", "bare"));
    root.children.back().children.push_back(make("urn:ietf:params:xml:ns:pidf", "note", "n"));
    const auto text = write(root);
    const auto got = read(text, {}, {});
    ASSERT_TRUE(got.value) << text;
    EXPECT_TRUE(got.departures.empty());
    EXPECT_EQ(write(*got.value), text);
    EXPECT_TRUE(got.value->children[2].children[0].is("urn:ietf:params:xml:ns:pidf", "note")) << text;
}

// The parser is kept from one document to the next: nothing of the one may be seen in the other.
TEST(xml, a_document_reads_the_same_whatever_came_before_it) {
    const std::string deep = "<x:a xmlns:x='urn:x'><x:b><x:c/></x:b></x:a>";
    std::string names = "<r>";
    for (int i = 0; i < 3000; ++i) names += "<name-of-an-element-that-nobody-else-has-" + std::to_string(i) + "/>";
    names += "</r>";
    const read_options shallow{.strict = true, .depth = 2};
    for (const auto& before : {std::string("<a><b></a>"), std::string("<x:a/>"), deep, names, std::string("<a"),
                               std::string("<!DOCTYPE a [<!ATTLIST a n CDATA 'v'>]><a>&e;</a>"), std::string()}) {
        for (const auto& options : {read_options{}, shallow, read_options{.strict = true}}) {
            read(before, options);
            const auto got = read("<a n='1'>t</a>", {.strict = true});
            ASSERT_TRUE(got.value) << before;
            EXPECT_TRUE(got.departures.empty()) << before;
            EXPECT_EQ(got.value->ns, "");
            EXPECT_EQ(got.value->attributes.size(), 1U);
            EXPECT_EQ(got.value->text, "t");
            EXPECT_EQ(got.value->offset, 0U);
            const auto unbound = read("<x:a/>");
            EXPECT_EQ(rules(unbound.departures), list{"xml-namespace"}) << before;
        }
    }
}

} // namespace
} // namespace simplespec::presence::xml
