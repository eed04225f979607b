// libre: heads and printing; it has no multiparts.
#include "bench/readers.hpp"

#include <cstring>

// Its headers ask for these, and say nothing of it.
#include <sys/types.h>

#include <re/re.h>

namespace simplespec::bench {
namespace {

std::string_view text_of(const pl& text) { return {text.p, text.p == nullptr ? 0 : text.l}; }

std::string_view without_quotes(std::string_view text) {
    return text.size() > 1 && text.front() == '"' ? text.substr(1, text.size() - 2) : text;
}

struct deref {
    void operator()(void* object) const { mem_deref(object); }
};

class libre_head_reader : public head_reader {
  public:
    bool read(std::string_view octets, head_fields& into) override {
        message_.reset();
        buffer_->pos = buffer_->end = 0;
        mbuf_write_mem(buffer_.get(), reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size());
        buffer_->pos = 0;
        sip_msg* came = nullptr;
        if (sip_msg_decode(&came, buffer_.get()) != 0) return false;
        message_.reset(came);
        const auto* event_field = sip_msg_hdr(came, SIP_HDR_EVENT);
        const auto* state_field = sip_msg_hdr(came, SIP_HDR_SUBSCRIPTION_STATE);
        const auto* contact_field = sip_msg_hdr(came, SIP_HDR_CONTACT);
        sipevent_event event{};
        sipevent_substate state{};
        sip_addr contact{};
        if (event_field != nullptr && sipevent_event_decode(&event, &event_field->val) != 0) return false;
        if (state_field != nullptr && sipevent_substate_decode(&state, &state_field->val) != 0) return false;
        if (contact_field != nullptr && sip_addr_decode(&contact, &contact_field->val) != 0) return false;
        pl boundary{nullptr, 0};
        msg_param_decode(&came->ctyp.params, "boundary", &boundary);
        into.method = text_of(came->met);
        into.uri_user = text_of(came->uri.user);
        into.uri_host = text_of(came->uri.host);
        into.branch = text_of(came->via.branch);
        into.from_user = text_of(came->from.uri.user);
        into.from_tag = text_of(came->from.tag);
        into.to_user = text_of(came->to.uri.user);
        into.to_tag = text_of(came->to.tag);
        into.call_id = text_of(came->callid);
        into.cseq = came->cseq.num;
        into.contact_host = text_of(contact.uri.host);
        into.event = text_of(event.event);
        into.state = state_field == nullptr ? std::string_view()
                                            : std::string_view(sipevent_substate_name(state.state));
        into.expires = pl_u32(&state.expires);
        into.max_forwards = pl_u32(&came->maxfwd);
        into.boundary = without_quotes(text_of(boundary));
        into.content_length = pl_u32(&came->clen);
        return true;
    }
    std::string_view content_type() const override {
        const auto* field = sip_msg_hdr(message_.get(), SIP_HDR_CONTENT_TYPE);
        return field == nullptr ? std::string_view() : text_of(field->val);
    }
    // Reading leaves the buffer where the body begins.
    std::string_view body() const override {
        return {reinterpret_cast<const char*>(mbuf_buf(buffer_.get())), mbuf_get_left(buffer_.get())};
    }

  private:
    std::unique_ptr<mbuf, deref> buffer_{mbuf_alloc(2048)};
    std::unique_ptr<sip_msg, deref> message_;
};

// As its own user agent prints: a format for the whole.
class libre_printer : public notify_printer {
  public:
    std::string_view print(std::uint32_t cseq, std::uint32_t expires, std::string_view body) override {
        buffer_->pos = buffer_->end = 0;
        const auto failed = mbuf_printf(
            buffer_.get(),
            "%s %s SIP/2.0\r\nVia: SIP/2.0/%s %s;branch=%s\r\nMax-Forwards: %u\r\nFrom: \"%s\" "
            "<%s>;tag=%s\r\n"
            "To: \"%s\" <%s>;tag=%s\r\nCall-ID: %s\r\nCSeq: %u %s\r\nContact: <%s>\r\nEvent: %s\r\n"
            "Subscription-State: %s;expires=%u\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%b",
            "NOTIFY", "sip:alice@192.0.2.17:5062;transport=tcp;line=h3k9x2", "TCP", "192.0.2.80:5060",
            "z9hG4bKnashds8m3ay1", 70U, "Friends", "sip:alice-friends@example.com", "1a2b3c4d5e6f7081",
            "Alice Jones", "sip:alice@example.com", "h3kfi29s", "3c26701f3a5c-8cbqw1hxgmd2@192.0.2.17", cseq,
            "NOTIFY", "sip:rls.example.com:5060;transport=tcp", "presence", "active", expires,
            "application/pidf+xml", body.size(), body.data(), body.size());
        if (failed != 0) return {};
        return {reinterpret_cast<const char*>(buffer_->buf), buffer_->end};
    }

  private:
    std::unique_ptr<mbuf, deref> buffer_{mbuf_alloc(2048)};
};

} // namespace

void offer_libre(roster& to);
void offer_libre(roster& to) {
    to.heads.push_back({"libre", [] { return std::make_unique<libre_head_reader>(); }});
    to.printers.push_back({"libre", [] { return std::make_unique<libre_printer>(); }});
}

} // namespace simplespec::bench
