// Digest challenges and credentials (RFC 7616): what is printed reads the same again, and what a challenge
// asks for is answered with credentials that can be read.
#include "sip/digest.hpp"
#include "fuzz/fuzz_target.hpp"

#include <string>

namespace simplespec {
namespace {

void challenge(std::string_view text) {
    const auto read = sip::parse_digest_challenge(text);
    const auto wanted = sip::read_challenge(text);
    if (!read) {
        fuzz::hold(read.error().offset <= text.size(), "an error stands in the text");
        fuzz::hold(!wanted.has_value(), "what cannot be read cannot be answered");
        return;
    }
    const auto printed = sip::print(*read);
    const auto again = sip::parse_digest_challenge(printed);
    fuzz::hold(again.has_value(), "a challenge that was printed can be read");
    fuzz::hold(sip::print(*again) == printed, "printing a challenge is stable");
    fuzz::hold(again->realm == read->realm && again->nonce == read->nonce && again->opaque == read->opaque,
               "a challenge keeps what it says");
    if (!wanted) return;
    const auto answer = sip::answer_challenge(*wanted, "alice", "secret", "PUBLISH", "sip:a@example.com",
                                              "body", "c0ffee", 1);
    fuzz::hold(answer.response == sip::digest_response(answer, "secret", "PUBLISH", "body"),
               "an answer verifies");
    const auto sent = sip::parse_digest_credentials(sip::print(answer));
    fuzz::hold(sent.has_value(), "credentials that were printed can be read");
    fuzz::hold(sent->realm == wanted->realm && sent->nonce == wanted->nonce &&
                   sent->response == answer.response,
               "credentials repeat what the challenge said");
}

void credentials(std::string_view text) {
    const auto read = sip::parse_digest_credentials(text);
    if (!read) return fuzz::hold(read.error().offset <= text.size(), "an error stands in the text");
    static_cast<void>(sip::digest_count(*read));
    static_cast<void>(sip::digest_response(*read, "secret", "PUBLISH", "body"));
    const auto printed = sip::print(*read);
    const auto again = sip::parse_digest_credentials(printed);
    fuzz::hold(again.has_value(), "credentials that were printed can be read");
    fuzz::hold(sip::print(*again) == printed, "printing credentials is stable");
}

} // namespace
} // namespace simplespec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    const auto text = simplespec::fuzz::text_of(octets, size);
    simplespec::challenge(text);
    simplespec::credentials(text);
    return 0;
}
