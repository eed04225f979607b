#pragma once
// The NOTIFY that printers print, for peers that print a message which they parsed before.
#include <string>

namespace simplespec::bench {

/// With another CSeq, expiry and body than the ones that are asked for later.
inline const std::string& notify_template() {
    static const std::string out =
        "NOTIFY sip:alice@192.0.2.17:5062;transport=tcp;line=h3k9x2 SIP/2.0\r\n"
        "Via: SIP/2.0/TCP 192.0.2.80:5060;branch=z9hG4bKnashds8m3ay1\r\n"
        "Max-Forwards: 70\r\n"
        "From: \"Friends\" <sip:alice-friends@example.com>;tag=1a2b3c4d5e6f7081\r\n"
        "To: \"Alice Jones\" <sip:alice@example.com>;tag=h3kfi29s\r\n"
        "Call-ID: 3c26701f3a5c-8cbqw1hxgmd2@192.0.2.17\r\n"
        "CSeq: 1 NOTIFY\r\n"
        "Contact: <sip:rls.example.com:5060;transport=tcp>\r\n"
        "Event: presence\r\n"
        "Subscription-State: active;expires=1\r\n"
        "Content-Type: application/pidf+xml\r\n"
        "Content-Length: 1\r\n\r\nx";
    return out;
}

} // namespace simplespec::bench
