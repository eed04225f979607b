// The presence documents that the RFCs print, typed in: what a good reader must take without a word, but for
// the errata.
#include "presence/availability.hpp"

#include <gtest/gtest.h>

namespace simplespec::presence {
namespace {

struct row {
    const char* name;
    const char* text;
    std::vector<std::string> findings; // errata of the RFC itself
};

class printed_example : public testing::TestWithParam<row> {};

TEST_P(printed_example, is_read_written_and_read_again) {
    const auto got = read_pidf(GetParam().text);
    ASSERT_TRUE(got.value);
    std::vector<std::string> rules;
    for (const auto& f : got.departures) rules.emplace_back(f.rule);
    EXPECT_EQ(rules, GetParam().findings);
    EXPECT_EQ(standing_of(*got.value).state, availability::available);
    const auto text = write_pidf(*got.value);
    const auto again = read_pidf(text);
    ASSERT_TRUE(again.value) << text;
    EXPECT_EQ(write_pidf(*again.value), text);
    EXPECT_EQ(standing_of(*again.value), standing_of(*got.value));
}

// RFC 4479 prints a root without entity, RFC 4481 a document without declaration, and RFC 4482 one whose card
// is closed as a display-name or the other way round: errata, and found as such.
INSTANTIATE_TEST_SUITE_P(rows, printed_example,
                         testing::Values(row{"rfc3863_a",
                                             R"(<?xml version="1.0" encoding="UTF-8"?>
<impp:presence xmlns:impp="urn:ietf:params:xml:ns:pidf"
    entity="pres:someone@example.com">
  <impp:tuple id="sg89ae">
    <impp:status>
      <impp:basic>open</impp:basic>
    </impp:status>
    <impp:contact priority="0.8">tel:+09012345678</impp:contact>
  </impp:tuple>
</impp:presence>)",
                                             {}},
                                         row{"rfc3863_b",
                                             R"(<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf"
    entity="pres:someone@example.com">
  <tuple id="sg89ae">
    <status>
      <basic>open</basic>
    </status>
    <contact priority="0.8">tel:+09012345678</contact>
  </tuple>
</presence>)",
                                             {}},
                                         row{"rfc3863_c",
                                             R"(<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf"
    xmlns:local="urn:example-com:pidf-status-type"
    entity="pres:someone@example.com">
  <tuple id="ub93s3">
    <status>
      <basic>open</basic>
      <local:location>home</local:location>
    </status>
    <contact>im:someone@example.com</contact>
  </tuple>
</presence>)",
                                             {}},
                                         row{"rfc3863_d",
                                             R"(<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf"
     xmlns:im="urn:ietf:params:xml:ns:pidf:im"
     xmlns:myex="http://id.example.com/presence/"
     entity="pres:someone@example.com">
  <tuple id="bs35r9">
    <status>
      <basic>open</basic>
      <im:im>busy</im:im>
      <myex:location>home</myex:location>
    </status>
    <contact priority="0.8">im:someone@mobilecarrier.net</contact>
    <note xml:lang="en">Don't Disturb Please!</note>
    <note xml:lang="fr">Ne derangez pas, s'il vous plait</note>
    <timestamp>2001-10-27T16:49:29Z</timestamp>
  </tuple>
  <tuple id="eg92n8">
    <status>
      <basic>open</basic>
    </status>
    <contact priority="1.0">mailto:someone@example.com</contact>
  </tuple>
  <note>I'll be in Tokyo next week</note>
</presence>)",
                                             {}},
                                         row{"rfc4479",
                                             R"(<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf"
 xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
 xmlns:rp="urn:ietf:params:xml:ns:pidf:rpid"
 xmlns:caps="urn:ietf:params:xml:ns:pidf:caps"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <tuple id="sg89ae">
  <status>
   <basic>open</basic>
  </status>
  <dm:deviceID>mac:8asd7d7d70</dm:deviceID>
  <caps:servcaps>
   <caps:extensions>
    <caps:supported>
     <caps:pref/>
    </caps:supported>
   </caps:extensions>
   <caps:methods>
    <caps:supported>
     <caps:MESSAGE/>
     <caps:OPTIONS/>
    </caps:supported>
   </caps:methods>
  </caps:servcaps>
  <contact>sip:someone@example.com</contact>
 </tuple>
 <dm:person id="p1">
  <rp:activities>
   <rp:on-the-phone/>
  </rp:activities>
 </dm:person>
 <dm:device id="pc122">
  <rp:user-input>idle</rp:user-input>
  <dm:deviceID>mac:8asd7d7d70</dm:deviceID>
 </dm:device>
</presence>)",
                                             {"pidf-without-entity"}},
                                         row{"rfc4480",
                                             R"(<?xml version="1.0" encoding="UTF-8"?>
   <presence xmlns="urn:ietf:params:xml:ns:pidf"
     xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
     xmlns:lt="urn:ietf:params:xml:ns:location-type"
     xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid"
     entity="pres:someone@example.com">

  <tuple id="bs35r9">
    <status>
      <basic>open</basic>
    </status>
    <dm:deviceID>urn:device:0003ba4811e3</dm:deviceID>
    <rpid:relationship><rpid:self/></rpid:relationship>
    <rpid:service-class><rpid:electronic/></rpid:service-class>
    <contact priority="0.8">im:someone@mobile.example.net</contact>
    <note xml:lang="en">Don't Disturb Please!</note>
    <note xml:lang="fr">Ne derangez pas, s'il vous plait</note>
    <timestamp>2005-10-27T16:49:29Z</timestamp>
  </tuple>

  <tuple id="ty4658">
    <status>
      <basic>open</basic>
    </status>
    <rpid:relationship><rpid:assistant/></rpid:relationship>
    <contact priority="1.0">mailto:secretary@example.com</contact>
  </tuple>

  <tuple id="eg92n8">
    <status>
      <basic>open</basic>
    </status>
    <dm:deviceID>urn:x-mac:0003ba4811e3</dm:deviceID>
    <rpid:class>email</rpid:class>
    <rpid:service-class><rpid:electronic/></rpid:service-class>
    <rpid:status-icon>http://example.com/mail.png</rpid:status-icon>
    <contact priority="1.0">mailto:someone@example.com</contact>
  </tuple>

  <note>I'll be in Tokyo next week</note>

  <dm:device id="pc147">
    <rpid:user-input idle-threshold="600"
      last-input="2004-10-21T13:20:00-05:00">idle</rpid:user-input>
    <dm:deviceID>urn:device:0003ba4811e3</dm:deviceID>
    <dm:note>PC</dm:note>
  </dm:device>

  <dm:person id="p1">
    <rpid:activities from="2005-05-30T12:00:00+05:00"
       until="2005-05-30T17:00:00+05:00">
       <rpid:note>Far away</rpid:note>
       <rpid:away/>
    </rpid:activities>
    <rpid:class>calendar</rpid:class>
    <rpid:mood>
      <rpid:angry/>
      <rpid:other>brooding</rpid:other>
    </rpid:mood>
    <rpid:place-is>
       <rpid:audio>
          <rpid:noisy/>
       </rpid:audio>
    </rpid:place-is>
    <rpid:place-type><lt:residence/></rpid:place-type>
    <rpid:privacy><rpid:unknown/></rpid:privacy>
    <rpid:sphere>bowling league</rpid:sphere>
    <rpid:status-icon>http://example.com/play.gif</rpid:status-icon>

    <rpid:time-offset>-240</rpid:time-offset>
    <dm:note>Scoring 120</dm:note>
    <dm:timestamp>2005-05-30T16:09:44+05:00</dm:timestamp>
  </dm:person>
</presence>)",
                                             {}},
                                         row{"rfc4481",
                                             R"(<presence xmlns="urn:ietf:params:xml:ns:pidf"
  xmlns:ts="urn:ietf:params:xml:ns:pidf:timed-status"
    entity="pres:someone@example.com">

  <tuple id="c8dqui">
    <status>
      <basic>open</basic>
    </status>
    <ts:timed-status from="2005-08-15T10:20:00.000-05:00"
       until="2005-08-22T19:30:00.000-05:00">
       <ts:basic>closed</ts:basic>
    </ts:timed-status>
    <contact>sip:someone@example.com</contact>
  </tuple>
  <note>I'll be in Tokyo next week</note>
</presence>)",
                                             {"xml-declaration-missing"}},
                                         row{"rfc4482_a",
                                             R"(<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf"
     xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
     xmlns:c="urn:ietf:params:xml:ns:pidf:cipid"
     entity="pres:someone@example.com">

  <tuple id="bs35r9">
    <status>
      <basic>open</basic>
    </status>
    <contact priority="0.8">im:alice@example.net</contact>
    <timestamp>2005-11-21T16:14:29Z</timestamp>
  </tuple>
  <dm:person id="p1">
    <c:card>http://example.com/~alice/card.vcd</c:card>
    <c:display-name>Alice Lewis</c:card>
    <c:homepage>http://example.com/~alice</c:homepage>
    <c:icon>http://example.com/~alice/me.png</c:icon>
    <c:map>http://example.com/~alice/gml-map.xml</c:map>
    <c:sound>http://example.com/~alice/hello.wav</c:sound>
    <dm:timestamp>2005-11-21T09:00:00+05:00</dm:timestamp>
  </dm:person>
</presence>)",
                                             {"xml-not-well-formed", "xml-stray-end-tag", "xml-not-closed"}},
                                         row{"rfc4482_b",
                                             R"(<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf"
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
xmlns:c="urn:ietf:params:xml:ns:pidf:cipid"
xmlns:r="urn:ietf:params:xml:ns:pidf:rpid"
xsi:schemaLocation="urn:ietf:params:xml:ns:pidf pidf.xsd
urn:ietf:params:xml:ns:pidf:data-model data-model.xsd
urn:ietf:params:xml:ns:pidf:cipid cipid.xsd
urn:ietf:params:xml:ns:pidf:rpid rpid.xsd"
entity="pres:someone@example.com">

  <tuple id="bs35r9">
    <status>
      <basic>open</basic>
    </status>
    <contact priority="0.8">im:someone@mobile.example.net</contact>
    <timestamp>2005-05-30T22:00:29Z</timestamp>
  </tuple>

  <tuple id="bs78">
    <status>
       <basic>closed</basic>
    </status>
    <r:relationship><r:assistant/></r:relationship>
    <c:card>http://example.com/~assistant/card.vcd</c:card>
    <c:homepage>http://example.com/~assistant</c:homepage>
    <contact priority="0.1">im:assistant@example.com</contact>
    <timestamp>2005-05-30T22:00:29Z</timestamp>
  </tuple>

  <dm:person id="p1">
    <c:card>http://example.com/~someone/card.vcd</c:card>
    <c:homepage>http://example.com/~someone</c:homepage>
    <c:icon>http://example.com/~someone/icon.gif</c:icon>
    <c:map>http://example.com/~someone/gml-map.xml</c:map>
    <c:sound>http://example.com/~someone/whoosh.wav</c:sound>
    <dm:timestamp>2005-05-30T22:02:44+05:00</dm:timestamp>
  </dm:person>
</presence>)",
                                             {}}),
                         [](const auto& info) { return std::string(info.param.name); });

} // namespace
} // namespace simplespec::presence
