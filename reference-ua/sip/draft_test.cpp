#include "sip/draft.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

constexpr std::string_view folded = "NOTIFY sip:alice@192.0.2.1 SIP/2.0\r\n"
                                    "v:SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1\r\n"
                                    "CSeq : 7\r\n"
                                    "  NOTIFY\r\n"
                                    "nonsense\r\n"
                                    "Subject:\r\n"
                                    "Content-Length: 4\r\n\r\n"
                                    "a\r\nb";

TEST(draft, keeps_every_octet) {
    for (const auto text : {folded, folded.substr(0, folded.size() - 4)}) EXPECT_EQ(draft::of(text).octets(), text);
}

TEST(draft, names_rows_and_method) {
    const auto d = draft::of(folded);
    ASSERT_EQ(d.rows.size(), 5U);
    EXPECT_EQ(d.rows[0].id(), header::via);
    EXPECT_EQ(d.rows[0].colon, ":");
    EXPECT_EQ(d.rows[1].colon, " : ");
    EXPECT_EQ(d.rows[1].value, "7\r\n  NOTIFY");
    EXPECT_EQ(d.rows[2].name, "nonsense");
    EXPECT_EQ(d.method(), "NOTIFY");
    EXPECT_EQ(d.status(), 0);
    EXPECT_EQ(d.body, "a\r\nb");
    const auto answer = draft::of("SIP/2.0 204 Empty\r\nCSeq: 7\r\n\tSUBSCRIBE\r\n\r\n");
    EXPECT_EQ(answer.method(), "SUBSCRIBE");
    EXPECT_EQ(answer.status(), 204);
}

TEST(draft, changes_what_it_is_told_to) {
    auto d = draft::of(folded);
    d.set_body("longer than before");
    d.remove(header::subject);
    d.insert_before(header::cseq, {"Call-ID", ": ", "x"});
    d.append("X-More", "1");
    EXPECT_EQ(d.octets(), "NOTIFY sip:alice@192.0.2.1 SIP/2.0\r\n"
                          "v:SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1\r\n"
                          "Call-ID: x\r\nCSeq : 7\r\n  NOTIFY\r\nnonsense\r\nContent-Length: 18\r\nX-More: 1\r\n\r\n"
                          "longer than before");
}

TEST(draft, survives_what_is_no_message) {
    for (const auto text : {"", "\r\n", "\r\n\r\n", "no end", "a\r\n", "\r\n \r\n", "SIP/2.0 ", ":\r\n:"}) {
        const auto d = draft::of(text);
        (void)d.method();
        (void)d.status();
        (void)d.octets();
    }
    EXPECT_EQ(draft::of("no end").start, "no end");
}

} // namespace
} // namespace simplespec::sip
