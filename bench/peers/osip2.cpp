// GNU osip2: heads, multiparts and printing.
#include "bench/peers/template.hpp"
#include "bench/readers.hpp"

#include <osipparser2/osip_parser.h>

#include <fmt/format.h>

#include <charconv>

namespace simplespec::bench {
namespace {

std::string_view text_of(const char* text) {
    return text == nullptr ? std::string_view() : std::string_view(text);
}

std::uint32_t number_of(std::string_view digits) {
    std::uint32_t out = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return out;
}

std::string_view without_quotes(std::string_view text) {
    return text.size() > 1 && text.front() == '"' ? text.substr(1, text.size() - 2) : text;
}

std::string_view parameter(osip_list_t& of, const char* name) {
    osip_generic_param_t* found = nullptr;
    osip_generic_param_get_byname(&of, const_cast<char*>(name),
                                  &found); // NOLINT(*-const-cast): it is only compared
    return found == nullptr ? std::string_view() : text_of(found->gvalue);
}

std::string_view header(osip_message_t* m, const char* name) {
    osip_header_t* found = nullptr;
    osip_message_header_get_byname(m, name, 0, &found);
    return found == nullptr ? std::string_view() : text_of(found->hvalue);
}

class osip_message {
  public:
    bool parse(std::string_view octets) {
        osip_message_free(message_);
        message_ = nullptr;
        return osip_message_init(&message_) == 0 &&
               osip_message_parse(message_, octets.data(), octets.size()) == 0;
    }
    osip_message() { parser_init(); }
    ~osip_message() { osip_message_free(message_); }
    osip_message(const osip_message&) = delete;
    osip_message& operator=(const osip_message&) = delete;

    osip_message_t* operator->() const { return message_; }
    osip_message_t* get() const { return message_; }

  private:
    osip_message_t* message_ = nullptr;
};

class osip_head_reader : public head_reader {
  public:
    bool read(std::string_view octets, head_fields& into) override {
        if (!message_.parse(octets)) return false;
        auto* via = static_cast<osip_via_t*>(osip_list_get(&message_->vias, 0));
        auto* contact = static_cast<osip_contact_t*>(osip_list_get(&message_->contacts, 0));
        if (via == nullptr || message_->req_uri == nullptr || message_->from == nullptr ||
            message_->to == nullptr || message_->call_id == nullptr || message_->cseq == nullptr)
            return false;
        into.method = text_of(message_->sip_method);
        into.uri_user = text_of(message_->req_uri->username);
        into.uri_host = text_of(message_->req_uri->host);
        into.branch = parameter(via->via_params, "branch");
        into.from_user = text_of(message_->from->url->username);
        into.from_tag = parameter(message_->from->gen_params, "tag");
        into.to_user = text_of(message_->to->url->username);
        into.to_tag = parameter(message_->to->gen_params, "tag");
        into.cseq = number_of(text_of(message_->cseq->number));
        into.contact_host = contact == nullptr ? std::string_view() : text_of(contact->url->host);
        call_id_.assign(text_of(message_->call_id->number))
            .append("@")
            .append(text_of(message_->call_id->host));
        into.call_id = call_id_;
        into.event = header(message_.get(), "event");
        // It knows no Subscription-State.
        const auto state = header(message_.get(), "subscription-state");
        into.state = state.substr(0, state.find(';'));
        const auto at = state.find("expires=");
        into.expires = at == std::string_view::npos ? 0 : number_of(state.substr(at + 8));
        into.max_forwards = number_of(header(message_.get(), "max-forwards"));
        into.boundary = message_->content_type == nullptr
                            ? std::string_view()
                            : without_quotes(parameter(message_->content_type->gen_params, "boundary"));
        into.content_length =
            message_->content_length == nullptr ? 0 : number_of(text_of(message_->content_length->value));
        return true;
    }
    std::string_view content_type() const override { return "multipart/related"; }
    std::string_view body() const override { return {}; }

  private:
    osip_message message_;
    std::string call_id_;
};

class osip_splitter : public body_splitter {
  public:
    // Bodies are split with their message alone: a short head goes in front.
    bool split(std::string_view content_type, std::string_view, std::string_view body,
               std::vector<body_part>& into) override {
        into.clear();
        octets_.assign("NOTIFY sip:a@x SIP/2.0\r\nContent-Type: ").append(content_type);
        octets_.append(fmt::format("\r\nContent-Length: {}\r\n\r\n", body.size())).append(body);
        if (!message_.parse(octets_)) return false;
        const auto count = static_cast<std::size_t>(osip_list_size(&message_->bodies));
        types_.resize(std::max(types_.size(), count));
        for (std::size_t i = 0; i < count; ++i) {
            const auto* part =
                static_cast<osip_body_t*>(osip_list_get(&message_->bodies, static_cast<int>(i)));
            if (part->content_type == nullptr || part->headers == nullptr) return false;
            types_[i]
                .assign(text_of(part->content_type->type))
                .append("/")
                .append(text_of(part->content_type->subtype));
            std::string_view id;
            for (int n = 0; n < osip_list_size(part->headers); ++n) {
                const auto* field = static_cast<osip_header_t*>(osip_list_get(part->headers, n));
                if (osip_strcasecmp(field->hname, "content-id") == 0) id = text_of(field->hvalue);
            }
            if (id.starts_with('<')) id = id.substr(1, id.size() - 2);
            into.push_back({types_[i], id, {part->body, part->length}});
        }
        return true;
    }

  private:
    osip_message message_;
    std::string octets_;
    std::vector<std::string> types_;
};

class osip_printer : public notify_printer {
  public:
    osip_printer() { read_ = message_.parse(notify_template()); }
    ~osip_printer() override { osip_free(octets_); }
    osip_printer(const osip_printer&) = delete;
    osip_printer& operator=(const osip_printer&) = delete;

    std::string_view print(std::uint32_t cseq, std::uint32_t expires, std::string_view body) override {
        if (!read_) return {};
        osip_free(message_->cseq->number);
        message_->cseq->number = osip_strdup(fmt::format_int(cseq).c_str());
        osip_header_t* state = nullptr;
        osip_message_header_get_byname(message_.get(), "subscription-state", 0, &state);
        if (state == nullptr) return {};
        osip_free(state->hvalue);
        state->hvalue = osip_strdup(fmt::format("active;expires={}", expires).c_str());
        auto* old = static_cast<osip_body_t*>(osip_list_get(&message_->bodies, 0));
        osip_list_remove(&message_->bodies, 0);
        osip_body_free(old);
        osip_message_set_body(message_.get(), body.data(), body.size());
        osip_message_force_update(message_.get());
        osip_free(octets_);
        octets_ = nullptr;
        std::size_t size = 0;
        if (osip_message_to_str(message_.get(), &octets_, &size) != 0) return {};
        return {octets_, size};
    }

  private:
    osip_message message_;
    char* octets_ = nullptr;
    bool read_ = false;
};

} // namespace

void offer_osip2(roster& to);
void offer_osip2(roster& to) {
    to.heads.push_back({"osip2", [] { return std::make_unique<osip_head_reader>(); }});
    to.splitters.push_back({"osip2", [] { return std::make_unique<osip_splitter>(); }});
    to.printers.push_back({"osip2", [] { return std::make_unique<osip_printer>(); }});
}

} // namespace simplespec::bench
