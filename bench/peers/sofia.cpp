// sofia-sip: heads, multiparts and printing.
#include "bench/peers/template.hpp"
#include "bench/readers.hpp"

#include <sofia-sip/msg_header.h>
#include <sofia-sip/msg_mime.h>
#include <sofia-sip/msg_mime_protos.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#include <sofia-sip/su_alloc.h>

#include <fmt/format.h>

#include <charconv>

namespace simplespec::bench {
namespace {

std::string_view text_of(const char* text) {
    return text == nullptr ? std::string_view() : std::string_view(text);
}

std::uint32_t number_of(const char* text) {
    std::uint32_t out = 0;
    const auto digits = text_of(text);
    std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return out;
}

std::string_view without_quotes(std::string_view text) {
    return text.size() > 1 && text.front() == '"' ? text.substr(1, text.size() - 2) : text;
}

using message = std::unique_ptr<msg_t, decltype([](msg_t* m) { msg_destroy(m); })>;

class sofia_head_reader : public head_reader {
  public:
    bool read(std::string_view octets, head_fields& into) override {
        message_.reset(msg_make(sip_default_mclass(), 0, octets.data(), static_cast<ssize_t>(octets.size())));
        sip_ = message_ ? sip_object(message_.get()) : nullptr;
        if (sip_ == nullptr || sip_->sip_error != nullptr || sip_->sip_request == nullptr ||
            sip_->sip_via == nullptr || sip_->sip_from == nullptr || sip_->sip_to == nullptr ||
            sip_->sip_call_id == nullptr || sip_->sip_cseq == nullptr)
            return false;
        const auto* state = sip_->sip_subscription_state;
        const auto* contact = sip_->sip_contact;
        const auto* type = sip_->sip_content_type;
        into.method = text_of(sip_->sip_request->rq_method_name);
        into.uri_user = text_of(sip_->sip_request->rq_url->url_user);
        into.uri_host = text_of(sip_->sip_request->rq_url->url_host);
        into.branch = text_of(sip_->sip_via->v_branch);
        into.from_user = text_of(sip_->sip_from->a_url->url_user);
        into.from_tag = text_of(sip_->sip_from->a_tag);
        into.to_user = text_of(sip_->sip_to->a_url->url_user);
        into.to_tag = text_of(sip_->sip_to->a_tag);
        into.call_id = text_of(sip_->sip_call_id->i_id);
        into.cseq = sip_->sip_cseq->cs_seq;
        into.contact_host = contact == nullptr ? std::string_view() : text_of(contact->m_url->url_host);
        into.event = sip_->sip_event == nullptr ? std::string_view() : text_of(sip_->sip_event->o_type);
        into.state = state == nullptr ? std::string_view() : text_of(state->ss_substate);
        into.expires = state == nullptr ? 0 : number_of(state->ss_expires);
        into.max_forwards = sip_->sip_max_forwards == nullptr
                                ? 0
                                : static_cast<std::uint32_t>(sip_->sip_max_forwards->mf_count);
        into.boundary = type == nullptr
                            ? std::string_view()
                            : without_quotes(text_of(msg_params_find(type->c_params, "boundary=")));
        into.content_length = sip_->sip_content_length == nullptr
                                  ? 0
                                  : static_cast<std::uint32_t>(sip_->sip_content_length->l_length);
        return true;
    }
    // Without its parameters: the boundary is known.
    std::string_view content_type() const override {
        return sip_->sip_content_type == nullptr ? std::string_view()
                                                 : text_of(sip_->sip_content_type->c_type);
    }
    std::string_view body() const override {
        const auto* payload = sip_->sip_payload;
        return payload == nullptr ? std::string_view() : std::string_view(payload->pl_data, payload->pl_len);
    }

  private:
    message message_;
    sip_t* sip_ = nullptr;
};

class sofia_splitter : public body_splitter {
  public:
    // It writes into the body, so it gets a copy.
    bool split(std::string_view, std::string_view boundary, std::string_view body,
               std::vector<body_part>& into) override {
        into.clear();
        home_.reset(static_cast<su_home_t*>(su_home_new(sizeof(su_home_t))));
        type_.assign("multipart/related;boundary=\"").append(boundary).append("\"");
        copy_.assign(body);
        auto* type = msg_content_type_make(home_.get(), type_.c_str());
        auto* payload = static_cast<msg_payload_t*>(su_zalloc(home_.get(), sizeof(msg_payload_t)));
        payload->pl_common->h_class = msg_payload_class;
        payload->pl_data = copy_.data();
        payload->pl_len = copy_.size();
        auto* part = type == nullptr ? nullptr : msg_multipart_parse(home_.get(), type, payload);
        if (part == nullptr) return false;
        for (; part != nullptr; part = part->mp_next) {
            if (part->mp_payload == nullptr || part->mp_content_type == nullptr) return false;
            auto id =
                part->mp_content_id == nullptr ? std::string_view() : text_of(part->mp_content_id->g_string);
            if (id.starts_with('<')) id = id.substr(1, id.size() - 2);
            into.push_back({text_of(part->mp_content_type->c_type),
                            id,
                            {part->mp_payload->pl_data, part->mp_payload->pl_len}});
        }
        return true;
    }

  private:
    std::unique_ptr<su_home_t, decltype([](su_home_t* h) { su_home_unref(h); })> home_;
    std::string type_, copy_;
};

class sofia_printer : public notify_printer {
  public:
    std::string_view print(std::uint32_t cseq, std::uint32_t expires, std::string_view body) override {
        sip_->sip_cseq->cs_seq = cseq;
        *fmt::format_to_n(expires_, sizeof expires_ - 1, "{}", expires).out = '\0';
        sip_->sip_subscription_state->ss_expires = expires_;
        sip_->sip_subscription_state->ss_params = parameters_;
        *fmt::format_to_n(parameter_, sizeof parameter_ - 1, "expires={}", expires).out = '\0';
        sip_->sip_content_length->l_length = static_cast<unsigned long>(body.size());
        sip_->sip_payload->pl_data =
            const_cast<char*>(body.data()); // NOLINT(*-const-cast): it is only printed
        sip_->sip_payload->pl_len = body.size();
        octets_.resize(body.size() + 2048);
        std::size_t size = 0;
        for (auto* h = *msg_chain_head(message_.get()); h != nullptr; h = h->sh_succ) {
            const auto room = octets_.size() - size;
            const auto printed = msg_header_e(octets_.data() + size, room, h, 0);
            if (printed < 0 || static_cast<std::size_t>(printed) >= room) return {};
            size += static_cast<std::size_t>(printed);
        }
        return std::string_view(octets_).substr(0, size);
    }

  private:
    message message_{msg_make(sip_default_mclass(), 0, notify_template().data(),
                              static_cast<ssize_t>(notify_template().size()))};
    sip_t* sip_ = sip_object(message_.get());
    char expires_[16] = {}, parameter_[32] = {};
    msg_param_t parameters_[2] = {parameter_, nullptr};
    std::string octets_;
};

} // namespace

void offer_sofia(roster& to);
void offer_sofia(roster& to) {
    to.heads.push_back({"sofia-sip", [] { return std::make_unique<sofia_head_reader>(); }});
    to.splitters.push_back({"sofia-sip", [] { return std::make_unique<sofia_splitter>(); }});
    to.printers.push_back({"sofia-sip", [] { return std::make_unique<sofia_printer>(); }});
}

} // namespace simplespec::bench
