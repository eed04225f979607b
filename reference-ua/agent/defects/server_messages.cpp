// What a server does wrong with any request and with its own: RFC 3261, RFC 3581, RFC 4320, digest.
#include "agent/defects/defect.hpp"

#include "agent/defects/edits.hpp"

namespace simplespec::agent {
namespace {

using sip::header;

constexpr auto server = defect_role::server;

// Outside of a dialog, where a To tag of ours leads nowhere.
bool stands_alone(const passing& p) {
    return p.answer_to("PUBLISH", 200, 699) || p.answer_to("REGISTER", 200, 699) ||
           p.answer_to("OPTIONS", 200, 699);
}

// Credentials came, and were no good.
bool challenged_again(const passing& p) {
    return p.message().status() == 401 && p.answers != nullptr && p.answers->has(header::authorization);
}

void with_a_provisional(passing& p, int status) {
    if (!stands_alone(p) || p.answers == nullptr) return;
    auto early = p;
    early.status(status);
    for (auto& octets : early.result()) p.precede(std::move(octets));
}

std::vector<defect> responses() {
    return {
        {"response-drops-lower-vias",
         server,
         "RFC3261-8.2.6.2-1",
         "Answers with the topmost Via alone",
         1,
         {.sent =
              [](passing& p) {
                  if (stands_alone(p)) p.set(header::via, p.value(header::via));
              }}},
        {"response-changes-from",
         server,
         "RFC3261-8.2.6.2-1",
         "Answers with a From that has lost its tag",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("REGISTER")) p.set(header::from, without_tag(p.value(header::from)));
              }}},
        {"response-without-to-tag",
         server,
         "RFC3261-8.2.6.2-3",
         "Answers requests outside of dialogs without a To tag",
         1,
         {.sent =
              [](passing& p) {
                  if (stands_alone(p)) p.set(header::to, without_tag(p.value(header::to)));
              }}},
        {"response-in-dialog-has-another-tag",
         server,
         "RFC3261-8.2.6.2-2",
         "Answers a refresh with a To tag that is not that of the dialog",
         2,
         {.sent =
              [](passing& p) {
                  if (p.accepts("SUBSCRIBE") && p.answers != nullptr && has_tag(p.answers->value(header::to)))
                      p.set(header::to, without_tag(p.value(header::to)) + ";tag=another0tag");
              }},
         {{"RFC6665-4.2.2-1", "no NOTIFY belongs to the dialog that it names"},
          {"RFC6665-4.2.2-7", "nor is what it grants seen to be granted there"},
          {"RFC6665-4.2.2-9", "nor is what it grants taken for this one"}}},
        {"retransmission-gets-another-answer",
         server,
         "RFC3261-17.2.2-1",
         "Answers the retransmission of a request with another response",
         1,
         {.sent =
              [](passing& p) {
                  if (!stands_alone(p)) return;
                  auto& times = (*p.kept)[p.value(header::via)];
                  if (!times.empty()) p.status(500);
                  times = "seen";
              }}},
        {"unknown-method-accepted",
         server,
         "RFC3261-8.2.1-1",
         "Answers a method that it does not know with 200",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().is_response() &&
                      (p.message().status() == 405 || p.message().status() == 501))
                      p.status(200);
              }}},
        {"unknown-extension-ignored",
         server,
         "RFC3261-8.2.2.3-1",
         "Does not look at Require",
         1,
         {.received =
              [](passing& p) {
                  if (p.message().is_request()) p.remove(header::require);
              }}},
        {"unknown-extension-not-named",
         server,
         "RFC3261-8.2.2.3-2",
         "420 without Unsupported",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().status() == 420) p.remove(header::unsupported);
              }}},
        {"unknown-body-accepted",
         server,
         "RFC3261-8.2.3-1",
         "Takes bodies that it cannot read as if they were not there",
         1,
         {.received =
              [](passing& p) {
                  if (!p.message().is_request() || p.is("PUBLISH") || p.message().body().empty()) return;
                  p.remove(header::content_type);
                  p.remove(header::content_encoding);
                  p.body("");
              }}},
        {"unknown-body-refused-without-accept",
         server,
         "RFC3261-8.2.3-2",
         "415 that does not say what would be accepted",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().status() != 415) return;
                  p.remove(header::accept);
                  p.remove(header::accept_encoding);
              }}},
        {"list-refused-without-require",
         server,
         "RFC3261-8.2.4-2",
         "421 that does not say which extension it needs",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().status() == 421) p.remove(header::require);
              }}},
        {"provisional-to-publish",
         server,
         "RFC4320-4.1-1",
         "Sends 183 before the final response to a non-INVITE request",
         1,
         {.sent = [](passing& p) { with_a_provisional(p, 183); }}},
        {"trying-at-once",
         server,
         "RFC4320-4.1-2",
         "Sends 100 at once to a non-INVITE request over UDP",
         1,
         {.sent =
              [](passing& p) {
                  if (!sip::reliable(p.to.via)) with_a_provisional(p, 100);
              }}},
        {"version-in-lower-case",
         server,
         "RFC3261-7.1-3",
         "Writes sip/2.0 in its status lines",
         1,
         {.sent =
              [](passing& p) {
                  if (stands_alone(p)) p.mangle("SIP/2.0 ", "sip/2.0 ");
              }}},
        {"expires-row-doubled",
         server,
         "RFC3261-7.3.1-3",
         "Two rows of Expires in one response",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("PUBLISH")) p.add(header::expires, p.value(header::expires));
              }}},
        {"response-length-wrong",
         server,
         "RFC3261-20.14-1",
         "Content-Length of a response without body is not 0",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("REGISTER")) p.mangle("Content-Length: 0\r\n", "Content-Length: 12\r\n");
              }},
         {{"RFC3261-8.2.6.1-2", "a response that is cut short is dropped, so none was heard"}}},
        {"stream-without-content-length",
         server,
         "RFC3261-18.3-5",
         "No Content-Length over TCP",
         1,
         {.sent =
              [](passing& p) {
                  if (stands_alone(p) && sip::reliable(p.to.via)) p.mangle("Content-Length: 0\r\n", "");
              }}},
        {"response-header-garbled",
         server,
         "RFC3261-25.1-2",
         "Octets that are no header field at the end of a head",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("OPTIONS")) p.mangle("Content-Length:", "pidf+xml\r\nContent-Length:");
              }}},
        {"tags-are-counted",
         server,
         "RFC3261-19.3-1",
         "To tags are small numbers",
         1,
         {.sent =
              [](passing& p) {
                  if (stands_alone(p)) p.set(header::to, without_tag(p.value(header::to)) + ";tag=1");
              }}},
        {"compact-names-unknown",
         server,
         "RFC3261-7.3.3-1",
         "Does not know the compact form of Event",
         1,
         {.received =
              [](passing& p) {
                  const auto event = p.message().find(header::event);
                  if (event && event->name.size() == 1) p.remove(header::event);
              }}},
        {"extra-vias-not-read",
         server,
         "RFC3261-17.2.3-2",
         "Does not answer a request whose branch has no magic cookie",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().is_response() &&
                      p.value(header::via).find("branch=z9hG4bK") == std::string::npos)
                      p.drop();
              }},
         {{"RFC3261-8.2.6.1-2", "who has no cookie hears nothing"}}},
    };
}

std::vector<defect> routes() {
    return {
        {"received-missing",
         server,
         "RFC3261-18.2.1-2",
         "Does not tell the source where the Via names another host",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().is_response() &&
                      p.value(header::via).find(parameter(p.value(header::via), "received") + ":") ==
                          std::string::npos)
                      p.set_top(header::via, without_parameter(p.value(header::via), "received"));
              }},
         {{"RFC3581-4-2", "rport wants it as well"}}},
        {"rport-left-empty",
         server,
         "RFC3581-4-1",
         "Returns rport without the source port",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().is_response())
                      p.set_top(header::via, empty_parameter(p.value(header::via), "rport"));
              }}},
        {"rport-without-received",
         server,
         "RFC3581-4-2",
         "Fills rport in but not received",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().is_response() &&
                      p.value(header::via).find(parameter(p.value(header::via), "received") + ":") !=
                          std::string::npos)
                      p.set_top(header::via, without_parameter(p.value(header::via), "received"));
              }}},
        {"rport-not-followed",
         server,
         "RFC3581-4-3",
         "Sends the response to the port in the Via in spite of rport",
         1,
         {.sent =
              [](passing& p) {
                  if (!p.message().is_response() || sip::reliable(p.to.via)) return;
                  if (p.value(header::via).find("rport") != std::string::npos)
                      p.to.port = via_port(p.value(header::via));
              }}},
        {"response-from-another-port",
         server,
         "RFC3581-4-4",
         "Sends responses from another port than the request went to",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().is_response() && !sip::reliable(p.to.via)) ++p.from.port;
              }}},
        {"streams-not-answered",
         server,
         "RFC3261-18.2.1-1",
         "Does not answer over TCP",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().is_response() && sip::reliable(p.to.via)) p.drop();
              }},
         {{"RFC3261-8.2.6.1-2", "what is asked over a stream gets no answer"}}},
    };
}

std::vector<defect> registrations() {
    return {
        {"bindings-not-listed",
         server,
         "RFC3261-10.3-1",
         "200 to REGISTER without the bindings",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("REGISTER")) p.remove(header::contact);
              }},
         {{"RFC3261-10.3-2", "a binding that is not listed has no expires either"}}},
        {"removed-binding-listed",
         server,
         "RFC3261-10.3-1",
         "Goes on listing a binding after its removal",
         2,
         {.sent =
              [](passing& p) {
                  if (!p.accepts("REGISTER")) return;
                  auto& last = (*p.kept)[without_tag(p.value(header::to))];
                  if (p.has(header::contact))
                      last = p.value(header::contact);
                  else if (!last.empty())
                      p.add(header::contact, last);
              }}},
        {"binding-without-expires",
         server,
         "RFC3261-10.3-2",
         "Lists bindings without what is left of them",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("REGISTER") && p.has(header::contact))
                      p.set(header::contact, without_parameter(p.value(header::contact), "expires"));
              }}},
        {"record-route-in-register",
         server,
         "RFC3261-10.3-4",
         "Copies Record-Route into the response to REGISTER",
         1,
         {.sent =
              [](passing& p) {
                  if (p.accepts("REGISTER") && p.answers != nullptr && p.answers->has(header::record_route))
                      p.add(header::record_route, p.answers->value(header::record_route));
              }}},
        {"registration-too-brief-without-minimum",
         server,
         "RFC3261-10.3-5",
         "423 to REGISTER without Min-Expires",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("REGISTER", 423)) p.remove(header::min_expires);
              }}},
        {"star-with-lifetime-accepted",
         server,
         "RFC3261-10.3-6",
         "Takes Contact: * with an Expires above zero",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("REGISTER", 400)) p.status(200);
              }}},
        {"anybody-registers",
         server,
         "RFC3261-10.3-7",
         "Lets a user bind contacts to somebody else",
         1,
         {.sent =
              [](passing& p) {
                  if (p.answer_to("REGISTER", 403)) p.status(200);
              }}},
    };
}

std::vector<defect> challenges() {
    return {
        {"401-without-challenge",
         server,
         "RFC3261-22.2-1",
         "401 to wrong credentials without WWW-Authenticate",
         2,
         {.sent =
              [](passing& p) {
                  if (challenged_again(p)) p.remove(header::www_authenticate);
              }},
         {{"RFC3903-14.3-1", "the same, said of PUBLISH"}}},
        {"407-without-challenge",
         server,
         "RFC3261-22.3-2",
         "Challenges as a proxy, in the field of a server",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().status() == 401) p.start_line("SIP/2.0 407 Proxy Authentication Required");
              }}},
        {"challenge-without-qop",
         server,
         "RFC3261-22.4-4",
         "Challenges without qop, once credentials were wrong",
         2,
         {.sent =
              [](passing& p) {
                  if (challenged_again(p))
                      each_row(p, header::www_authenticate,
                               [](const std::string& row) { return replaced(row, ", qop=\"auth\"", ""); });
              }},
         {{"RFC3903-14.3-1", "without it nothing counts the uses of a nonce"}}},
        {"basic-requested",
         server,
         "RFC3261-22.4-1",
         "Asks for Basic authentication",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().status() == 401)
                      p.add(header::www_authenticate, "Basic realm=\"example.com\"");
              }}},
        {"challenges-alike",
         server,
         "RFC8760-2.3-2",
         "Two challenges with the same algorithm",
         1,
         {.sent =
              [](passing& p) {
                  if (p.message().status() == 401)
                      p.add(header::www_authenticate, p.value(header::www_authenticate));
              }}},
        {"challenge-not-quoted",
         server,
         "RFC2617-3.2.1-3",
         "Writes the realm of a challenge without quotes",
         1,
         {.sent =
              [](passing& p) {
                  each_row(p, header::www_authenticate, [](const std::string& row) {
                      const auto realm = between(row, "realm=\"", "\"");
                      return replaced(row, "realm=\"" + realm + "\"", "realm=" + realm);
                  });
              }}},
        {"challenges-in-one-row",
         server,
         "RFC3261-7.3.1-4",
         "Joins the challenges by a comma, once credentials were wrong",
         2,
         {.sent =
              [](passing& p) {
                  const auto rows = p.message().all(header::www_authenticate);
                  if (rows.size() > 1 && challenged_again(p))
                      p.set(header::www_authenticate,
                            std::string(rows[0].value) + ", " + std::string(rows[1].value));
              }}},
        {"wrong-password-accepted",
         server,
         "RFC3903-14.1-3",
         "Takes any password",
         2,
         {.sent =
              [](passing& p) {
                  if (!p.answer_to("PUBLISH", 401) || p.answers == nullptr ||
                      !p.answers->has(header::authorization))
                      return;
                  p.status(200);
                  p.add(header::expires, "3600");
                  p.add(header::sip_etag, "anybody-may");
              }}},
    };
}

} // namespace

std::vector<defect> server_message_defects() {
    return joined({responses(), routes(), registrations(), challenges()});
}

} // namespace simplespec::agent
