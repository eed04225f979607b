#pragma once
// A presence server and those who talk to it, message by message, in virtual time. For tests.
#include "agent/presence_server.hpp"
#include "sip/composer.hpp"
#include "sip/message.hpp"
#include "sip/transaction/answer.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simplespec::agent::testing {

inline const sip::hop server_hop{sip::transport::udp, "192.0.2.9", 5060};
inline const sip::hop alice_hop{sip::transport::udp, "192.0.2.1", 5060};
inline const sip::hop bob_hop{sip::transport::udp, "192.0.2.2", 5060};

struct exchange {
    explicit exchange(server_settings settings) : server(std::move(settings), server_hop, sip::entropy(1)) {}

    presence_server server;
    sip::instant now{{}, sip::wall_time(std::chrono::sys_days(std::chrono::year(2026) / 3 / 1))};
    int count = 0;
    std::vector<sip::message> notifies; // those that came, in order
    std::vector<sip::hop> notified;     // where each went
    int notify_status = 200;            // how peers answer

    sip::composer request(std::string_view method, std::string_view user, std::string_view target,
                          std::string_view to = {}) {
        ++count;
        const std::string aor = "sip:" + std::string(user) + "@example.com";
        return sip::composer::request(method, target)
            .add(sip::header::max_forwards, "70")
            .add(sip::header::from, "<" + aor + ">;tag=" + std::string(user))
            .add(sip::header::to, "<" + std::string(to.empty() ? target : to) + ">")
            .add(sip::header::call_id, "call-" + std::to_string(count))
            .add(sip::header::cseq, std::to_string(count) + " " + std::string(method));
    }
    sip::composer subscribe(std::string_view user, std::string_view target) {
        return request("SUBSCRIBE", user, target)
            .add(sip::header::event, "presence")
            .add(sip::header::contact, "<sip:" + std::string(user) + "@192.0.2.1:5060>");
    }
    sip::composer publish(std::string_view user, std::string_view note, std::string_view basic = "open") {
        const std::string aor = "sip:" + std::string(user) + "@example.com";
        std::string body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"" +
                           aor + "\"><tuple id=\"t1\"><status><basic>";
        body.append(basic).append("</basic></status><contact>").append(aor).append("</contact>");
        if (!note.empty()) body += "<note>" + std::string(note) + "</note>";
        body += "</tuple></presence>";
        return request("PUBLISH", user, aor)
            .add(sip::header::event, "presence")
            .body("application/pidf+xml", body);
    }

    /// Send, with a Via; NOTIFYs are answered; the answer to the request comes back.
    sip::message send(sip::composer m, const sip::hop& from = alice_hop) {
        m.prepend(sip::header::via, "SIP/2.0/" + std::string(name(from.via)) + " " + hostport(from) +
                                        ";branch=z9hG4bKt" + std::to_string(++count));
        return raw(m.octets(), from);
    }
    sip::message raw(std::string octets, const sip::hop& from = alice_hop) {
        sip::hop to = server_hop;
        to.via = from.via;
        return deliver(server.on_reception(now, {from, to, std::move(octets)}));
    }
    /// Let time pass; every deadline on the way is kept.
    void pass(sip::duration d) {
        const auto until = now + d;
        while (const auto due = server.deadline()) {
            if (*due > until.steady) break;
            if (*due > now.steady) now = now + (*due - now.steady);
            deliver(server.on_timer(now));
        }
        now = until;
    }
    sip::message deliver(std::vector<sip::transmission> sent) {
        sip::message answered;
        for (std::size_t i = 0; i < sent.size(); ++i) {
            auto m = *sip::read_message(sent[i].octets);
            if (m.is_response()) {
                answered = std::move(m);
                continue;
            }
            notifies.push_back(m);
            notified.push_back(sent[i].to);
            if (notify_status == 0) continue; // stays silent
            for (auto& more : server.on_reception(
                     now, {sent[i].to, sent[i].from, sip::answer(m, notify_status, "x").octets()}))
                sent.push_back(std::move(more));
        }
        return answered;
    }
};

} // namespace simplespec::agent::testing
