#include "scenarios/runner/actor.hpp"

#include "sip/headers/address.hpp"
#include "sip/headers/value.hpp"
#include "sip/headers/via.hpp"
#include "sip/transaction/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace simplespec::scenarios {

using sip::header;

namespace {
constexpr int most_tries = 2; // challenges that one request is repeated for

std::string tag_in(std::string_view value) {
    const auto read = sip::parse_address(value);
    return read ? read->tag() : std::string();
}

bool is_final(const sip::message& m) { return m.status() >= 200; }
bool is_success(const sip::message& m) { return m.status() >= 200 && m.status() < 300; }

sip::layer_settings layer_of(const sip::hop& local, const std::string& sent_by) {
    sip::layer_settings out;
    out.local = local;
    out.sent_by = sent_by;
    return out;
}

std::string reach(const sip::hop& local, const std::string& advertised) {
    sip::hop out = local;
    if (!advertised.empty()) out.host = advertised;
    return sip::hostport(out);
}

std::string branch_of(const sip::message& m) {
    const auto read = sip::parse_via(m.value(header::via));
    return read ? read->params.text("branch") : std::string();
}

/// Whether their sequence numbers can be read and differ: then the one is not the other's answer.
bool of_different_requests(const sip::message& one, const sip::message& other) {
    const auto a = sip::parse_cseq(one.value(header::cseq));
    const auto b = sip::parse_cseq(other.value(header::cseq));
    return a && b && a->number != b->number;
}
} // namespace

actor::actor(const actor_line& line, account who, const sip::hop& local, std::string advertised,
             const sip::hop& target, sip::entropy random, ledger& book)
    : line_(line), who_(std::move(who)), local_(local), target_(target), advertised_(std::move(advertised)),
      random_(random), book_(book), layer_(layer_of(local, reach(local, advertised_)), random_),
      credentials_(who_.password.empty() ? std::string() : who_.auth_user, who_.password) {
    target_.via = line_.via;
    cseq_ = static_cast<std::uint32_t>(random_.below(10000));
}

std::string actor::sent_by() const { return reach(local_, advertised_); }

std::string actor::contact() const {
    return fmt::format("sip:{}@{}{}", who_.user, sent_by(),
                       line_.via == sip::transport::tcp ? ";transport=tcp" : "");
}

sip::composer actor::request(std::string_view method, std::string_view uri) {
    auto out = sip::composer::request(method, uri);
    const std::string name = who_.display.empty() ? "" : sip::quote(who_.display) + " ";
    out.add(header::max_forwards, "70");
    out.add(header::from, fmt::format("{}<{}>;tag={}", name, who_.aor(), random_.token()));
    out.add(header::to, fmt::format("<{}>", method == "REGISTER" ? who_.aor() : std::string(uri)));
    out.add(header::call_id, random_.token(20));
    out.add(header::cseq, fmt::format("{} {}", next_cseq(), method));
    if (method != "PUBLISH" && method != "OPTIONS" && method != "MESSAGE")
        out.add(header::contact, fmt::format("<{}>", contact()));
    return out;
}

void actor::send(outgoing what) {
    unreachable = false;
    what.digest = what.digest && !manual_digest;
    start({std::move(what), {}, 0});
}

void actor::start(pending_request waiting) {
    if (waiting.what.edit || brings_via(waiting.what.request)) return start_by_hand(std::move(waiting));
    auto ready = waiting.what.request;
    if (waiting.what.digest) credentials_.sign(ready, random_);
    auto out = layer_.send(book_.now(), std::move(ready), waiting.what.to, {});
    const bool deviates = waiting.what.deviates, twice = waiting.what.twice;
    if (auto read = sip::read_message(out.octets)) waiting.sent = std::move(*read);
    remember(waiting);
    pending_.insert_or_assign(out.key, std::move(waiting));
    std::optional<sip::transmission> again;
    for (const auto& effect : out.effects)
        if (const auto* t = std::get_if<sip::transmission>(&effect)) again = *t;
    carry_out(std::move(out.effects), deviates);
    if (twice && again) book_.send(*again, deviates);
}

// Whether the scenario wrote the actor's own Via. One of another place stands below it.
bool actor::brings_via(const sip::composer& request) const {
    const auto plain = request.take();
    const auto via = sip::parse_via(plain.value(header::via));
    return via && sip::hostport({local_.via, via->host, via->port.value_or(5060)}) == sent_by();
}

// What the transaction layer would put right goes out by hand: with our Via, and once.
void actor::start_by_hand(pending_request waiting) {
    auto ready = waiting.what.request;
    if (waiting.what.digest) credentials_.sign(ready, random_);
    std::string branch = random_.branch();
    if (brings_via(ready))
        branch = branch_of(ready.take());
    else
        ready.prepend(header::via, fmt::format("SIP/2.0/{} {};branch={};rport", sip::name(waiting.what.to.via),
                                               sent_by(), branch));
    const std::string before = ready.octets();
    if (auto read = sip::read_message(before)) waiting.sent = std::move(*read);
    sip::transmission out{local_, waiting.what.to, waiting.what.edit ? waiting.what.edit(before) : before};
    out.from.via = waiting.what.to.via;
    remember(waiting);
    const bool deviates = waiting.what.deviates, twice = waiting.what.twice;
    concluded_.erase(branch); // a CANCEL has the branch of what it cancels
    by_hand_.insert_or_assign(branch, std::move(waiting));
    book_.send(out, deviates);
    if (twice) book_.send(out, deviates);
}

void actor::remember(const pending_request& waiting) {
    if (waiting.sent.method() != "SUBSCRIBE" || !waiting.what.dialog.empty()) return;
    const std::string call_id(waiting.sent.value(header::call_id));
    const auto known = std::ranges::find(dialogs_, call_id, &actor_dialog::call_id);
    if (known != dialogs_.end()) {
        known->request = waiting.sent;
        return;
    }
    dialogs_.push_back({.name = waiting.what.opens,
                        .request = waiting.sent,
                        .call_id = call_id,
                        .local_tag = tag_in(waiting.sent.value(header::from))});
}

void actor::carry_out(sip::layer_effects effects, bool deviates) {
    for (auto& effect : effects) {
        if (const auto* out = std::get_if<sip::transmission>(&effect)) {
            book_.send(*out, deviates || wrong_.contains(out->octets));
        } else if (const auto* request = std::get_if<sip::request_arrived>(&effect)) {
            of(*request);
        } else if (const auto* response = std::get_if<sip::response_arrived>(&effect)) {
            of(*response);
        } else if (const auto* stray = std::get_if<sip::stray_response>(&effect)) {
            of(*stray);
        } else if (const auto* late = std::get_if<sip::timed_out>(&effect)) {
            pending_.erase(late->key);
        } else if (const auto* failed = std::get_if<sip::transport_failed>(&effect)) {
            unreachable = true;
            pending_.erase(failed->key);
        }
    }
}

void actor::on_reception(const rigs::arrival& in) {
    at_ = book_.arrived(in);
    carry_out(layer_.on_reception(in.at, in.received), false);
}

void actor::on_undeliverable(const sip::transmission& lost) {
    if (!by_hand_.empty()) unreachable = true;
    carry_out(layer_.on_undeliverable(book_.now(), lost), false);
}

// A retransmission is as wrong as the message that it repeats.
void actor::on_timer() {
    const bool deviates =
        std::ranges::any_of(pending_, [](const auto& waiting) { return waiting.second.what.deviates; });
    carry_out(layer_.on_timer(book_.now()), deviates);
}

void actor::push(const sip::message& m, const sip::reception& received, std::optional<sip::server_key> key,
                 std::string dialog) {
    inbox.push_back({at_, m, received, key, std::move(dialog), false, false});
}

void actor::of(const sip::response_arrived& in) {
    const auto found = pending_.find(in.key);
    if (found == pending_.end()) return;
    if (!is_final(in.response)) return push(in.response, in.received, std::nullopt, found->second.what.opens);
    pending_request waiting = std::move(found->second);
    pending_.erase(found);
    concluded(std::move(waiting), in.response, in.received);
}

void actor::of(const sip::stray_response& in) {
    const auto branch = branch_of(in.response);
    if (concluded_.contains(branch)) return; // the network doubled it
    auto found = by_hand_.find(branch);
    if (found == by_hand_.end())
        found = std::ranges::find_if(by_hand_, [&](const auto& each) {
            return each.second.sent.value(header::call_id) == in.response.value(header::call_id) &&
                   !of_different_requests(each.second.sent, in.response);
        });
    if (found == by_hand_.end() || !is_final(in.response)) return;
    pending_request waiting = std::move(found->second);
    concluded_.insert(found->first);
    by_hand_.erase(found);
    concluded(std::move(waiting), in.response, in.received);
}

void actor::concluded(pending_request waiting, const sip::message& response, const sip::reception& received) {
    if (response.status() == 401 || response.status() == 407) {
        challenge_ = response;
        if (try_again(waiting, response)) return;
    } else {
        prove(response);
    }
    follow(waiting.sent, response);
    keep_accounts(waiting.sent, response);
    const auto* in = waiting.what.dialog.empty() ? &waiting.what.opens : &waiting.what.dialog;
    push(response, received, std::nullopt, *in);
}

// RFC 2617 section 3.2.3: whether who answers knows the secret, too.
void actor::prove(const sip::message& response) {
    if (credentials_.on_response(response) != sip::server_proof::wrong) return;
    const auto row = response.find(header::authentication_info);
    book_.remark(at_, {.rule = std::string(remarks[0].first),
                       .requirement = std::string(remarks[0].second),
                       .keyword = {},
                       .offset = row ? row->offset : 0,
                       .what = "rspauth is not the digest of this response by the secret of the user",
                       .expected = "the digest by section 3.2.3",
                       .actual = row ? std::string(row->value) : std::string()});
}

// The request again, with credentials and the next CSeq (RFC 3261 section 22.2).
bool actor::try_again(pending_request& waiting, const sip::message& challenge) {
    if (!waiting.what.digest || waiting.tries >= most_tries) return false;
    // Of two requests on their way the second is challenged, too, though nothing that it presented was refused.
    const bool presented = waiting.sent.has(header::authorization) || waiting.sent.has(header::proxy_authorization);
    const auto worth = credentials_.on_challenge(challenge);
    if (!worth && (presented || worth.error() != sip::unanswerable::refused)) return false;
    ++waiting.tries;
    if (auto* dialog = find_dialog(waiting.what.dialog); dialog != nullptr && dialog->open)
        waiting.what.request.set(header::cseq,
                                 dialog->open->request(waiting.what.method).take().value(header::cseq));
    else
        waiting.what.request.set(header::cseq, fmt::format("{} {}", next_cseq(), waiting.what.method));
    waiting.what.twice = false;
    start(std::move(waiting));
    return true;
}

// What a response says of the dialog that its request opened or was sent in.
void actor::follow(const sip::message& request, const sip::message& response) {
    const auto found = std::ranges::find(dialogs_, request.value(header::call_id), &actor_dialog::call_id);
    if (found == dialogs_.end()) return;
    if (response.status() == 481) found->over = true;
    if (!is_success(response)) {
        if (!found->open) found->over = true;
        return;
    }
    if (found->open) return found->open->refresh_target(response);
    if (auto made = sip::dialog::answered(request, response)) found->open = std::move(*made);
}

// What has to be cleaned up behind a request that succeeded.
void actor::keep_accounts(const sip::message& request, const sip::message& response) {
    if (!is_success(response)) return;
    if (request.method() == "REGISTER") registrar_ = std::string(request.request_uri());
    if (request.method() != "PUBLISH") return;
    const std::string before(request.value(header::sip_if_match));
    std::erase_if(publications_, [&](const publication& p) { return !before.empty() && p.etag == before; });
    if (request.value(header::expires) != "0" && response.has(header::sip_etag))
        publications_.push_back({std::string(request.request_uri()),
                                 std::string(request.value(header::event)),
                                 std::string(response.value(header::sip_etag))});
}

actor_dialog* actor::find_dialog(const std::string& name) {
    if (name.empty()) return nullptr;
    const auto found = std::ranges::find(dialogs_, name, &actor_dialog::name);
    return found == dialogs_.end() ? nullptr : &*found;
}

actor_dialog* actor::dialog_of(const sip::message& request) {
    const std::string tag = tag_in(request.value(header::to));
    for (auto& each : dialogs_)
        if (each.call_id == request.value(header::call_id) && each.local_tag == tag) return &each;
    return nullptr;
}

std::string actor::tag_for(const sip::message& request) {
    auto& tag = tags_[std::string(request.value(header::call_id))];
    if (tag.empty()) tag = random_.token();
    return tag;
}

void actor::respond(const sip::request_arrived& to, int status) {
    auto out = sip::answer(to.request, status, tag_for(to.request));
    if (status == 405 || to.request.method() == "OPTIONS") out.add(header::allow, "NOTIFY, OPTIONS");
    carry_out(layer_.respond(book_.now(), to.key, out.take()), false);
    inbox.back().answered = true;
}

void actor::of(const sip::request_arrived& in) {
    if (in.request.method() == "ACK") return;
    const auto* dialog = dialog_of(in.request);
    push(in.request, in.received, in.key, dialog == nullptr ? std::string() : dialog->name);
    if (line_.kind == actor_kind::server) return serve(in);
    if (in.request.method() == "NOTIFY") return on_notify(in);
    if (in.request.method() == "OPTIONS") return respond(in, 200);
    respond(in, in.request.method() == "CANCEL" ? 481 : 405);
}

// RFC 6665 section 4.1.3: 200, or 481 where there is no such subscription.
void actor::on_notify(const sip::request_arrived& in) {
    auto* dialog = dialog_of(in.request);
    const bool known = dialog != nullptr && !dialog->over;
    if (known && !dialog->open) {
        if (auto made = sip::dialog::notified(dialog->request, in.request)) dialog->open = std::move(*made);
    } else if (known && dialog->open->id().remote_tag == tag_in(in.request.value(header::from))) {
        if (dialog->open->on_request(in.request) == sip::in_dialog::out_of_order) return respond(in, 500);
        dialog->open->refresh_target(in.request);
    }
    if (known &&
        sip::iequal(sip::trim(in.request.value(header::subscription_state)).substr(0, 10), "terminated"))
        dialog->over = true;
    if (!manual_notify) respond(in, known ? 200 : 481);
}

void actor::open(const inbox_entry& request, const std::string& name) {
    const std::string tag = tag_for(request.what);
    for (auto& each : dialogs_)
        if (each.call_id == request.what.value(header::call_id) && each.local_tag == tag) {
            if (!name.empty()) each.name = name;
            return;
        }
    if (auto made = sip::dialog::answering(request.what, tag))
        dialogs_.push_back({.name = name,
                            .request = request.what,
                            .call_id = std::string(request.what.value(header::call_id)),
                            .local_tag = tag,
                            .open = std::move(*made)});
}

// What the scenario does not speak of is answered as a server does that has nothing to say about it: a client that
// registers or publishes besides shall not be kept waiting.
void actor::serve(const sip::request_arrived& in) {
    const auto method = in.request.method();
    if (auto* dialog = dialog_of(in.request); dialog != nullptr && dialog->open) {
        static_cast<void>(dialog->open->on_request(in.request));
        dialog->open->refresh_target(in.request);
    }
    if (mentioned_.contains(std::string(method))) return;
    const bool known = method == "REGISTER" || method == "PUBLISH" || method == "OPTIONS";
    auto out = sip::answer(in.request, known ? 200 : method == "SUBSCRIBE" ? 489 : 405, tag_for(in.request));
    if (method == "REGISTER")
        for (const auto& row : in.request.all(header::contact)) {
            const bool lasting = row.value.find("expires=") == std::string_view::npos;
            out.add(header::contact, lasting ? fmt::format("{};expires=3600", row.value) : std::string(row.value));
        }
    const std::string expires(in.request.has(header::expires) ? in.request.value(header::expires) : "3600");
    if (method == "PUBLISH") out.add(header::expires, expires).add(header::sip_etag, random_.token(10));
    if (method == "SUBSCRIBE") out.add(header::allow_events, "presence");
    if (method != "SUBSCRIBE" && !known) out.add(header::allow, "OPTIONS, PUBLISH, REGISTER, SUBSCRIBE");
    carry_out(layer_.respond(book_.now(), in.key, out.take()), false);
    inbox.back().answered = inbox.back().wanted = true;
}

void actor::answer(inbox_entry& request, const sip::message& response, const std::string& as_sent,
                   const std::string& opens, bool deviates) {
    if (!request.key) return;
    request.answered = !deviates;
    if (request.wrongly) {
        const sip::transmission right{request.wrongly->from, request.wrongly->to, as_sent};
        return carry_out({right}, deviates);
    }
    if (is_success(response) && request.what.method() == "SUBSCRIBE") open(request, opens);
    auto effects = layer_.respond(book_.now(), *request.key, response, as_sent);
    for (const auto& effect : effects)
        if (const auto* out = std::get_if<sip::transmission>(&effect); out != nullptr && deviates) {
            wrong_.insert(out->octets);
            request.wrongly = *out;
        }
    carry_out(std::move(effects), deviates);
}

void actor::sign_with(sip::composer& request, const std::string& user, const std::string& password) {
    if (!challenge_) return;
    sip::digest_client other(user.empty() ? who_.auth_user : user,
                             password.empty() ? who_.password : password);
    if (other.on_challenge(*challenge_)) other.sign(request, random_);
}

std::size_t actor::clean_up() {
    std::size_t count = 0;
    const auto send_out = [&](sip::composer request, std::string method, const std::string& dialog) {
        outgoing out{.request = std::move(request),
                     .to = target_,
                     .method = std::move(method),
                     .opens = {},
                     .dialog = dialog};
        start({std::move(out), {}, 0});
        ++count;
    };
    pending_.clear();
    by_hand_.clear();
    for (std::size_t i = 0; i < dialogs_.size(); ++i) {
        if (!dialogs_[i].open || dialogs_[i].over || line_.kind == actor_kind::server) continue;
        if (dialogs_[i].name.empty()) dialogs_[i].name = fmt::format("#{}", i);
        auto request = dialogs_[i].open->request("SUBSCRIBE");
        request.add(header::contact, fmt::format("<{}>", contact()));
        request.add(header::event, dialogs_[i].request.value(header::event));
        // RFC 4662 section 4.1: every SUBSCRIBE of somebody who reads lists says so.
        for (const auto name : {header::supported, header::accept})
            if (dialogs_[i].request.has(name)) request.add(name, dialogs_[i].request.value(name));
        request.add(header::expires, "0");
        send_out(std::move(request), "SUBSCRIBE", dialogs_[i].name);
    }
    for (const auto& each : publications_) {
        auto out = request("PUBLISH", each.uri);
        out.add(header::event, each.event).add(header::sip_if_match, each.etag).add(header::expires, "0");
        send_out(std::move(out), "PUBLISH", {});
    }
    if (registrar_) {
        auto out = request("REGISTER", *registrar_);
        out.set(header::contact, "*").add(header::expires, "0");
        send_out(std::move(out), "REGISTER", {});
    }
    publications_.clear();
    registrar_.reset();
    return count;
}

} // namespace simplespec::scenarios
