// Ours: the readers and writers of reference-ua, as its agents call them.
#include "bench/readers.hpp"

#include "contacts/list_subscriber.hpp"
#include "contacts/rlmi.hpp"
#include "mime/entity.hpp"
#include "mime/media_type.hpp"
#include "presence/pidf.hpp"
#include "sip/composer.hpp"
#include "sip/headers/address.hpp"
#include "sip/headers/event.hpp"
#include "sip/headers/value.hpp"
#include "sip/headers/via.hpp"
#include "sip/message.hpp"
#include "sip/uri.hpp"

#include <fmt/format.h>

#include <optional>

namespace simplespec::bench {
namespace {

class our_head_reader : public head_reader {
  public:
    bool read(std::string_view octets, head_fields& into) override {
        auto came = sip::read_message(std::string(octets));
        if (!came) return false;
        message_ = std::move(*came);
        using sip::header;
        auto target = sip::parse_uri(message_.request_uri());
        auto via = sip::parse_via(message_.value(header::via));
        auto from = sip::parse_from(message_.value(header::from));
        auto to = sip::parse_to(message_.value(header::to));
        auto contact = sip::parse_contact(message_.value(header::contact));
        const auto call_id = sip::parse_call_id(message_.value(header::call_id));
        const auto cseq = sip::parse_cseq(message_.value(header::cseq));
        const auto event = sip::parse_event(message_.value(header::event));
        const auto hops = sip::parse_max_forwards(message_.value(header::max_forwards));
        const auto length = sip::parse_number(message_.value(header::content_length));
        if (!target || !via || !from || !to || !call_id || !cseq || !event || !hops || !length) return false;
        const auto state = sip::parse_subscription_state(message_.value(header::subscription_state));
        sip::findings departures;
        type_ = mime::read_media_type(content_type(), 0, departures);
        branch_ = via->branch();
        from_tag_ = from->tag();
        to_tag_ = to->tag();
        target_ = std::move(*target);
        from_ = std::move(from->target);
        to_ = std::move(to->target);
        if (contact) contact_ = std::move(contact->where.target);
        into = {message_.method(),
                target_.user,
                target_.host,
                branch_,
                from_.user,
                from_tag_,
                to_.user,
                to_tag_,
                *call_id,
                cseq->number,
                contact ? std::string_view(contact_.host) : std::string_view(),
                event->type,
                state ? state->state : std::string_view(),
                state ? static_cast<std::uint32_t>(state->expires().value_or(0)) : 0,
                static_cast<std::uint32_t>(*hops),
                type_ ? type_->find("boundary").value_or(std::string_view()) : std::string_view(),
                static_cast<std::uint32_t>(*length)};
        return true;
    }
    std::string_view content_type() const override { return message_.value(sip::header::content_type); }
    std::string_view body() const override { return message_.body(); }

  private:
    sip::message message_;
    std::optional<mime::media_type> type_;
    sip::uri target_, from_, to_, contact_;
    std::string branch_, from_tag_, to_tag_;
};

class our_splitter : public body_splitter {
  public:
    bool split(std::string_view content_type, std::string_view, std::string_view body,
               std::vector<body_part>& into) override {
        read_ = mime::read_entity(content_type, {}, body);
        into.clear();
        types_.resize(std::max(types_.size(), read_.value.parts.size()));
        for (const auto& part : read_.value.parts) {
            auto& type = types_[into.size()];
            type.assign(part.type.type).append("/").append(part.type.subtype);
            into.push_back({type, part.content_id, part.body});
        }
        return true;
    }

  private:
    mime::entity_reading read_;
    std::vector<std::string> types_;
};

class our_document_reader : public document_reader {
  public:
    bool read_presence(std::string_view text, presence_fields& into) override {
        const auto read = presence::read_pidf(text);
        if (!read.value || read.value->tuples.empty()) return false;
        const auto& document = *read.value;
        const auto& tuple = document.tuples.front();
        into.entity = document.entity;
        into.contact = tuple.contact ? tuple.contact->uri : std::string();
        into.note = tuple.notes.empty() ? std::string() : tuple.notes.front().text;
        into.state = !tuple.status.basic                            ? presence::availability::unknown
                     : *tuple.status.basic == presence::basic::open ? presence::availability::available
                                                                    : presence::availability::unavailable;
        return true;
    }
    bool read_list(std::string_view text, resource_table& into) override {
        const auto read = contacts::read_rlmi(text);
        if (!read.value) return false;
        for (const auto& resource : read.value->resources) {
            auto& row = into.add();
            row.uri = resource.uri;
            if (!resource.names.empty()) row.name = resource.names.front().text;
            if (resource.instances.empty()) continue;
            row.cid = resource.instances.front().cid;
            row.state = contacts::name(resource.instances.front().state);
        }
        return true;
    }
};

class our_list_reader : public list_reader {
  public:
    bool read(std::string_view octets) override {
        const auto message = sip::read_message(std::string(octets));
        if (!message) return false;
        const auto type = message->value(sip::header::content_type);
        if (!type.starts_with("multipart/")) {
            const auto read = presence::read_presence_body(type, message->body());
            if (!read.value) return false;
            list_.apply({}, read.value->entity, &*read.value);
            return true;
        }
        watcher_.on_notify({}, type, message->value(sip::header::content_transfer_encoding), message->body());
        return true;
    }
    void renew() override { watcher_.on_new_subscription(); }
    contact_table answer() const override { return table_of(list_); }

  private:
    contacts::contact_list list_;
    contacts::list_subscriber watcher_{list_};
};

class our_printer : public notify_printer {
  public:
    std::string_view print(std::uint32_t cseq, std::uint32_t expires, std::string_view body) override {
        using sip::header;
        octets_ = sip::composer::request("NOTIFY", "sip:alice@192.0.2.17:5062;transport=tcp;line=h3k9x2")
                      .add(header::via, "SIP/2.0/TCP 192.0.2.80:5060;branch=z9hG4bKnashds8m3ay1")
                      .add(header::max_forwards, "70")
                      .add(header::from, "\"Friends\" <sip:alice-friends@example.com>;tag=1a2b3c4d5e6f7081")
                      .add(header::to, "\"Alice Jones\" <sip:alice@example.com>;tag=h3kfi29s")
                      .add(header::call_id, "3c26701f3a5c-8cbqw1hxgmd2@192.0.2.17")
                      .add(header::cseq, fmt::format("{} NOTIFY", cseq))
                      .add(header::contact, "<sip:rls.example.com:5060;transport=tcp>")
                      .add(header::event, "presence")
                      .add(header::subscription_state, fmt::format("active;expires={}", expires))
                      .body("application/pidf+xml", body)
                      .octets();
        return octets_;
    }

  private:
    std::string octets_;
};

} // namespace

void offer_ours(roster& to);
void offer_ours(roster& to) {
    to.heads.push_back({"ours", [] { return std::make_unique<our_head_reader>(); }});
    to.splitters.push_back({"ours", [] { return std::make_unique<our_splitter>(); }});
    to.documents.push_back({"ours", [] { return std::make_unique<our_document_reader>(); }});
    to.lists.push_back({"ours", [] { return std::make_unique<our_list_reader>(); }});
    to.printers.push_back({"ours", [] { return std::make_unique<our_printer>(); }});
}

} // namespace simplespec::bench
