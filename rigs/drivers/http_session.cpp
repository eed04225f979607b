#include "rigs/drivers/http_session.hpp"

#include "mime/encoding.hpp"

#include <fmt/format.h>

namespace simplespec::rigs {
namespace {

rig_error error_of(const net::http_failure& f) {
    switch (f.what) {
    case net::http_failure_kind::unreachable:
        return {trouble::unreachable, f.text,
                "see that the phone is on and has this address, and that its web server is not switched off"};
    case net::http_failure_kind::silent:
        return {trouble::unreachable, f.text,
                "wait until the phone has started; if it stays so, start it again"};
    case net::http_failure_kind::malformed:
    case net::http_failure_kind::too_large:
        break;
    }
    return {trouble::unexpected, f.text,
            "see that address and port are those of the phone's web server, and whether it wants https"};
}

/// The challenges of a field, several in one list: each begins with a scheme, a blank, and the first
/// parameter.
///   challenge = auth-scheme 1*SP 1#auth-param      ; RFC 2617 section 1.2
std::vector<std::string_view> challenges_of(std::string_view list) {
    std::vector<std::string_view> out;
    std::size_t begin = 0;
    const auto ends_at = [&](std::size_t end) {
        auto one = list.substr(begin, end - begin);
        while (one.ends_with(' ') || one.ends_with(',')) one.remove_suffix(1);
        if (!one.empty()) out.push_back(one);
        begin = end;
    };
    bool quoted = false;
    for (std::size_t at = 0; at < list.size(); ++at) {
        if (quoted && list[at] == '\\')
            ++at;
        else if (list[at] == '"')
            quoted = !quoted;
        else if (!quoted && list[at] == ',') {
            const auto word = list.find_first_not_of(" ,", at);
            const auto end = word == std::string_view::npos ? word : list.find_first_of(" =,", word);
            if (end != std::string_view::npos && list[end] == ' ') ends_at(word);
        }
    }
    ends_at(list.size());
    return out;
}

} // namespace

bool http_session::heed(const net::http_response& refusal) {
    const auto field = refusal.fields.find("WWW-Authenticate");
    if (field == refusal.fields.end()) return false;
    bool basic = false;
    for (const auto one : challenges_of(field->second)) {
        if (const auto read = sip::read_challenge(one)) {
            const bool again = digest_ && digest_->nonce == read->nonce;
            digest_ = *read, count_ = 0, basic_ = false;
            return !again;
        }
        basic = basic || (one.size() > 5 && (one[0] | 0x20) == 'b');
    }
    if (!basic || basic_) return false;
    return basic_ = true;
}

std::string http_session::credentials_for(const net::http_request& request) {
    if (basic_) return "Basic " + mime::encode_base64(user_ + ":" + password_);
    if (!digest_) return {};
    return print(sip::answer_challenge(*digest_, user_, password_, request.method, request.target,
                                       request.body, random_.token(), ++count_));
}

outcome<net::http_response> http_session::exchange(net::http_request request) {
    // Some phones close without a word where this is not asked for.
    request.fields.try_emplace("Connection", "keep-alive");
    // Without credentials, then with those it asks for, then once more where the nonce was too old.
    for (int tries = 0; tries < 3; ++tries) {
        if (auto with = credentials_for(request); !with.empty())
            request.fields["Authorization"] = std::move(with);
        auto answer = link_(request);
        if (!answer) return std::unexpected(error_of(answer.error()));
        if (answer->status != 401) return *std::move(answer);
        if (!heed(*answer)) break;
    }
    const auto* who = user_.empty() ? "the rig description names no user"
                                    : "it does not take the name and password of the rig description";
    return std::unexpected(rig_error{trouble::password_refused,
                                     fmt::format("the phone asks for a password (401), and {}", who),
                                     "set `user` and `password` of the rig as on the phone's web page"});
}

outcome<net::http_response> http_session::get(std::string_view target) {
    return exchange({.method = "GET", .target = std::string(target)});
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~").contains(c);
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace simplespec::rigs
