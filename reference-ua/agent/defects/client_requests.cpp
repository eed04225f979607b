// What a client does wrong with any request of its own: RFC 3261, RFC 3581, digest.
#include "agent/defects/edits.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto client = defect_role::client;

bool asks(const passing& p) { return p.is("PUBLISH") || p.is("SUBSCRIBE"); }

void change_credentials(passing& p, const std::function<std::string(std::string)>& change) {
    if (!p.message().is_request()) return;
    each_row(p, header::authorization, change);
}
std::string without(const std::string& credentials, const std::string& name) {
    const auto at = credentials.find(", " + name + "=");
    if (at == std::string::npos) return credentials;
    return credentials.substr(0, at) +
           credentials.substr(std::min(credentials.find(", ", at + 2), credentials.size()));
}

std::vector<defect> requests() {
    return {
        {"request-without-max-forwards",
         client,
         "RFC3261-8.1.1.6-1",
         "Requests without Max-Forwards",
         1,
         {.sent =
              [](passing& p) {
                  if (asks(p)) p.remove(header::max_forwards);
              }}},
        {"from-without-tag",
         client,
         "RFC3261-8.1.1.3-1",
         "PUBLISH without a From tag",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.set(header::from, without_tag(p.value(header::from)));
              }}},
        {"cseq-names-another-method",
         client,
         "RFC3261-8.1.1.5-1",
         "CSeq of PUBLISH names SUBSCRIBE",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.replace(header::cseq, "PUBLISH", "SUBSCRIBE");
              }},
         {{"RFC3261-17.1.3-1", "what names another method has come to answer its own"}}},
        {"cseq-too-large",
         client,
         "RFC3261-8.1.1.5-2",
         "Sequence numbers begin at 3000000000",
         1,
         {.sent =
              [](passing& p) {
                  if (asks(p))
                      p.set(header::cseq, std::to_string(p.number(header::cseq) + 3000000000L) + " " +
                                              std::string(p.message().method()));
              }}},
        {"request-without-call-id",
         client,
         "RFC3261-8.1.1-1",
         "PUBLISH without Call-ID",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.remove(header::call_id);
              }}},
        {"branch-without-cookie",
         client,
         "RFC3261-8.1.1.7-3",
         "Branches as before RFC 3261",
         1,
         {.sent =
              [](passing& p) {
                  if (asks(p)) p.replace(header::via, "z9hG4bK", "old");
              }}},
        {"via-of-another-version",
         client,
         "RFC3261-8.1.1.7-1",
         "Via says SIP/1.0",
         1,
         {.sent =
              [](passing& p) {
                  if (asks(p)) p.replace(header::via, "SIP/2.0", "SIP/1.0");
              }}},
        {"rport-with-a-value",
         client,
         "RFC3581-3-2",
         "Sends rport with the port that it believes in",
         1,
         {.sent =
              [](passing& p) {
                  if (asks(p)) p.replace(header::via, ";rport", ";rport=5060");
              }}},
        {"request-uri-in-brackets",
         client,
         "RFC3261-7.1-2",
         "Request-URI in angle brackets",
         1,
         {
             .sent =
                 [](passing& p) {
                     if (p.is("PUBLISH"))
                         p.start_line("PUBLISH <" + std::string(p.message().request_uri()) + "> SIP/2.0");
                 },
         },
         {{"RFC3261-25.1-2", "no URI is in brackets"},
          {"RFC3261-8.1.1.1-1", "the two do not agree any more"}}},
        {"uri-with-two-schemes",
         client,
         "RFC3261-25.1-2",
         "To is sip:sip:user@host",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.replace(header::to, "<sip:", "<sip:sip:a:b:");
              }},
         {{"RFC3261-8.1.1.1-1", "the two do not agree any more"}}},
        {"to-without-scheme",
         client,
         "RFC3261-25.1-2",
         "To names an address without its scheme",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.replace(header::to, "<sip:", "<");
              }},
         {{"RFC3261-8.1.1.1-1", "the two do not agree any more"}}},
        {"header-without-colon",
         client,
         "RFC3261-25.1-2",
         "A header row without a colon",
         1,
         {.sent =
              [](passing& p) {
                  if (asks(p)) p.mangle("Max-Forwards:", "X-Odd\r\nMax-Forwards:");
              }}},
        {"to-without-brackets",
         client,
         "RFC3261-20.10-1",
         "A To with a question mark but without brackets",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.set(header::to, uri_in(p.value(header::to)) + "?a=b");
              }}},
        {"publish-without-content-type",
         client,
         "RFC3261-20.15-1",
         "PUBLISH with a body but without Content-Type",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.remove(header::content_type);
              }},
         {{"RFC3903-10.1-1", "the document is not known to be one"}}},
        {"chunked-body",
         client,
         "RFC3261-7.4.2-1",
         "Says that its body is chunked, as HTTP does",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.add("Transfer-Encoding", "chunked");
              }}},
        {"via-parameter-twice",
         client,
         "RFC3261-7.3.1-5",
         "One parameter of Via twice",
         1,
         {.sent =
              [](passing& p) {
                  if (asks(p)) p.replace(header::via, ";rport", ";rport;rport");
              }}},
        {"expires-twice",
         client,
         "RFC3261-7.3.1-3",
         "Two rows of Expires in a request",
         1,
         {.sent =
              [](passing& p) {
                  if (asks(p)) p.add(header::expires, p.value(header::expires));
              }}},
        {"sip-version-in-lower-case",
         client,
         "RFC3261-7.1-3",
         "Writes sip/2.0 in its request lines",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("PUBLISH")) p.mangle(" SIP/2.0\r\n", " sip/2.0\r\n");
              }}},
        {"contact-of-subscribe-missing",
         client,
         "RFC3261-8.1.1.8-1",
         "SUBSCRIBE without Contact",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("SUBSCRIBE")) p.remove(header::contact);
              }}},
        {"contact-of-subscribe-twice",
         client,
         "RFC3261-8.1.1.8-1",
         "SUBSCRIBE with two Contacts",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("SUBSCRIBE")) p.add(header::contact, "<sip:other@192.0.2.66>");
              }}},
        {"register-names-a-user",
         client,
         "RFC3261-10.2-1",
         "Request-URI of REGISTER has a user part",
         1,
         {.sent =
              [](passing& p) {
                  if (p.is("REGISTER")) p.start_line("REGISTER " + uri_in(p.value(header::to)) + " SIP/2.0");
              }}},
    };
}

std::vector<defect> credentials() {
    return {
        {"rejected-credentials-again",
         client,
         "RFC3261-22.1-1",
         "Sends credentials that were rejected again",
         3,
         {.sent =
              [](passing& p) {
                  if (!p.is("PUBLISH") && !p.is("REGISTER") && !p.is("SUBSCRIBE")) return;
                  (*p.kept)["last"] = p.message().octets();
              },
          .received =
              [](passing& p) {
                  if (!p.message().is_response() || p.message().status() != 401) return;
                  auto& times = (*p.kept)[p.value(header::call_id)];
                  times += "*";
                  if (times.size() > 4) return;
                  p.replace(header::www_authenticate, "nonce=\"", "stale=true, nonce=\"");
              }},
         {{"RFC7616-3.3-2", "an algorithm that is known is not answered any more"}}},
        {"retry-with-old-cseq",
         client,
         "RFC3261-22.2-3",
         "Answers a challenge with the sequence number that was challenged",
         2,
         {.sent =
              [](passing& p) {
                  if (asks(p) && p.has(header::authorization) && p.before != nullptr &&
                      !p.before->has(header::authorization))
                      p.set(header::cseq, p.before->value(header::cseq));
              }},
         {{"RFC3261-8.1.3.5-2", "it is one higher in every retry"}}},
        {"digest-uri-not-quoted",
         client,
         "RFC3261-22.4-2",
         "uri of the credentials without quotes",
         2,
         {
             .sent =
                 [](passing& p) {
                     change_credentials(p, [](const std::string& row) {
                         const auto uri = between(row, "uri=\"", "\"");
                         return replaced(row, "uri=\"" + uri + "\"", "uri=" + uri);
                     });
                 },
         },
         {{"RFC3261-25.1-5", "the grammar says it too"},
          {"RFC3903-14.1-3", "credentials of this form are not right"},
          {"RFC3261-22.4-3", "qop, cnonce and nc go together"}}},
        {"qop-not-answered",
         client,
         "RFC3261-22.4-3",
         "Answers a challenge with qop as if it had none",
         2,
         {.sent =
              [](passing& p) {
                  change_credentials(p, [](const std::string& row) {
                      return without(without(without(row, "qop"), "nc"), "cnonce");
                  });
              }},
         {{"RFC3903-14.1-3", "credentials of this form are not right"}}},
        {"qop-without-cnonce",
         client,
         "RFC2617-3.2.2-5",
         "Credentials with qop but without cnonce",
         2,
         {.sent =
              [](passing& p) {
                  change_credentials(p, [](const std::string& row) { return without(row, "cnonce"); });
              }},
         {{"RFC3903-14.1-3", "credentials of this form are not right"},
          {"RFC3261-22.4-3", "qop, cnonce and nc go together"}}},
        {"cnonce-without-qop",
         client,
         "RFC2617-3.2.2-2",
         "Credentials with cnonce but without qop",
         2,
         {.sent =
              [](passing& p) { change_credentials(p, [](const std::string& row) { return without(row, "qop"); }); }},
         {{"RFC3261-22.4-3", "a qop that was offered is not answered"},
          {"RFC3903-14.1-3", "credentials of this form are not right"}}},
        {"nonce-count-short",
         client,
         "RFC2617-3.2.2-3",
         "nc of one digit",
         2,
         {.sent =
              [](passing& p) {
                  change_credentials(p, [](const std::string& row) { return replaced(row, "nc=0000000", "nc="); });
              }},
         {{"RFC3903-14.1-3", "credentials of this form are not right"},
          {"RFC3261-22.4-3", "qop, cnonce and nc go together"}}},
        {"qop-not-offered",
         client,
         "RFC2617-3.2.2-4",
         "Answers with a qop that the challenge does not offer",
         2,
         {.sent =
              [](passing& p) {
                  change_credentials(
                      p, [](const std::string& row) { return replaced(row, "qop=auth,", "qop=auth-conf,"); });
              }},
         {{"RFC3903-14.1-3", "credentials of this form are not right"},
          {"RFC3261-22.4-3", "qop, cnonce and nc go together"}}},
        {"basic-sent",
         client,
         "RFC3261-22.4-1",
         "Sends its password by Basic",
         2,
         {.sent =
              [](passing& p) {
                  if (p.message().is_request() && p.has(header::authorization))
                      p.add(header::authorization, "Basic YWxpY2U6c2VjcmV0");
              }}},
        {"credentials-in-one-row",
         client,
         "RFC3261-7.3.1-4",
         "Joins two credentials by a comma",
         2,
         {.sent =
              [](passing& p) { change_credentials(p, [](const std::string& row) { return row + ", " + row; }); }},
         {{"RFC3903-14.1-3", "credentials of this form are not right"},
          {"RFC3261-22.4-3", "qop, cnonce and nc go together"}}},
    };
}

} // namespace

std::vector<defect> client_request_defects() { return joined({requests(), credentials()}); }

} // namespace simplespec::agent
