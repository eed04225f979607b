// The messages that the RFCs print draw no error. Where they print "..." for a length the true one stands,
// and where they print a document in brackets there is one; hosts and lengths are not those of a wire, so
// they are judged as retyped.
#include "scenarios/rules/judge.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace simplespec::scenarios {
namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file;
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

std::string with_crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\r') continue;
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

std::string with_length(std::string message) {
    const auto head = message.find("\r\n\r\n");
    const auto mark = message.find("Content-Length: #");
    if (mark != std::string::npos) message.replace(mark + 16, 1, std::to_string(message.size() - head - 4));
    return message;
}

/// The messages of a file, each behind a line that begins with "%%".
std::vector<std::string> messages_of(std::string_view name) {
    std::vector<std::string> out;
    std::istringstream lines(
        text_of(std::filesystem::path(SIMPLESPEC_SOURCE_DIR) / "scenarios/rules/examples" / name));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("%%"))
            out.emplace_back();
        else if (!out.empty())
            out.back() += line + "\n";
    }
    for (auto& m : out) {
        if (m.find("\n\n") == std::string::npos) m += "\n";
        m = with_length(with_crlf(m));
    }
    return out;
}

/// "4 rule": an error in print.
std::set<std::string> errors_in(const std::vector<std::string>& messages) {
    judge j(catalogue::built_in(), {});
    std::size_t index = 0;
    for (const auto& text : messages) {
        // The examples are minutes apart, and say so only in prose.
        const auto at = sip::instant{} + std::chrono::minutes(index);
        observed seen{index++, at, {}, {}, sip::read_message(text)};
        EXPECT_TRUE(seen.message) << text;
        seen.retyped = true;
        j.on_message(seen);
    }
    std::set<std::string> out;
    for (const auto& one : j.take())
        if (one.record.level == severity::error)
            out.insert(std::to_string(one.record.message + 1) + " " + one.record.rule);
    return out;
}

struct printed {
    std::string_view file;
    std::size_t messages;
    std::set<std::string> errata{};
};

class example : public testing::TestWithParam<printed> {};

TEST_P(example, draws_no_error) {
    const auto all = messages_of(GetParam().file);
    EXPECT_EQ(all.size(), GetParam().messages);
    EXPECT_EQ(errors_in(all), GetParam().errata);
}

INSTANTIATE_TEST_SUITE_P(
    table, example,
    testing::Values(printed{"rfc3903.txt", 14}, printed{"rfc3856.txt", 6},
                    printed{
                        "rfc4662.txt",
                        14,
                        {
                            // A second quote behind the uri of a resource.
                            "3 xml-not-well-formed",
                            "3 xml-tag-junk",
                            // The first NOTIFY of both subscriptions has version 1: section 5.2 asks for 0.
                            "3 list-first-version",
                        }}),
    [](const auto& info) { return std::string(info.param.file.substr(0, 7)); });

// The documents, each as the body of a NOTIFY.
TEST(example, documents_draw_no_error) {
    std::size_t read = 0;
    // In print: a second quote in the first list of RFC 4662, a <presence> without entity in RFC 4479, a <tuple> that is not
    // closed in RFC 4482, and no XML declaration in RFC 4481.
    const std::set<std::string> flawed = {"rfc4662-2.rlmi.xml", "rfc4479-1.pidf.xml", "rfc4482-1.pidf.xml",
                                          "rfc4481-1.pidf.xml"};
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(SIMPLESPEC_SOURCE_DIR) / "schemas/examples")) {
        const auto name = entry.path().filename().string();
        const bool pidf = name.ends_with(".pidf.xml");
        const bool winfo = name.ends_with(".watcherinfo.xml");
        if ((!pidf && !winfo) || flawed.contains(name)) continue;
        ++read;
        std::string head =
            "NOTIFY sip:a@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\nMax-Forwards: "
            "70\r\n"
            "From: <sip:b@example.com>;tag=abcdefgh\r\nTo: <sip:a@example.com>;tag=hgfedcba\r\nCall-ID: c\r\n"
            "CSeq: 1 NOTIFY\r\nContact: <sip:192.0.2.9>\r\nSubscription-State: active;expires=60\r\nEvent: ";
        head += pidf ? "presence\r\nContent-Type: application/pidf+xml"
                     : "presence.winfo\r\nContent-Type: application/watcherinfo+xml";
        const auto found = errors_in(
            {with_length(head + "\r\nContent-Length: #\r\n\r\n" + with_crlf(text_of(entry.path())))});
        EXPECT_TRUE(found.empty()) << name << ": " << testing::PrintToString(found);
    }
    EXPECT_GE(read, 15U);
}

} // namespace
} // namespace simplespec::scenarios
