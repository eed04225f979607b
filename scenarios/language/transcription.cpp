#include "scenarios/language/transcription.hpp"

#include "sip/headers/address.hpp"
#include "sip/headers/value.hpp"
#include "sip/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>

namespace simplespec::scenarios {

namespace {

using sip::header;

constexpr std::array client_methods{"REGISTER", "PUBLISH", "SUBSCRIBE", "OPTIONS", "MESSAGE"};

/// Rows that an actor writes by itself.
constexpr std::array own_rows{header::via,
                              header::from,
                              header::to,
                              header::call_id,
                              header::cseq,
                              header::max_forwards,
                              header::contact,
                              header::route,
                              header::content_length,
                              header::content_type,
                              header::user_agent,
                              header::authorization,
                              header::proxy_authorization};

struct message_read {
    const captured* in = nullptr;
    sip::message what;
    std::string call_id;

    /// Requests of one method in one call: an answer to a challenge is the next one of them.
    std::string exchange() const { return fmt::format("{} {}", call_id, what.method()); }

    bool from_client() const {
        return what.is_request() ? std::ranges::find(client_methods, what.method()) != client_methods.end()
                                 : what.method() == "NOTIFY";
    }
    bool is_challenge() const { return what.status() == 401 || what.status() == 407; }
    bool answers_challenge() const {
        return what.has(header::authorization) || what.has(header::proxy_authorization);
    }
};

struct actor {
    std::string name, user, domain;
    bool tcp = false;
    std::vector<std::string> wants; ///< lines of the window that is being filled
    bool notified = false;          ///< that window wants a NOTIFY
};

std::string user_at_host(std::string_view from) {
    const auto read = sip::parse_from(from);
    return read ? fmt::format("{}@{}", read->target.user, read->target.host) : std::string();
}

std::string to_tag(const sip::message& m) {
    const auto read = sip::parse_to(m.value(header::to));
    return read ? read->tag() : std::string();
}

// A name that the language takes for an actor: letters and digits.
std::string name_for(std::string_view user, std::size_t number) {
    std::string out;
    for (const char c : user)
        if ((c >= 'a' && c <= 'z') || (!out.empty() && c >= '0' && c <= '9'))
            out += c;
        else if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
    return out.empty() ? fmt::format("user{}", number) : out;
}

void replace_all(std::string& in, std::string_view what, std::string_view with) {
    for (auto at = in.find(what); at != std::string::npos; at = in.find(what, at + with.size()))
        in.replace(at, what.size(), with);
}

class writer {
  public:
    explicit writer(const capture& from) : from_(from) { read(); }

    std::expected<transcript, std::string> write(std::string_view id, std::string_view title) {
        for (const auto& m : messages_) {
            pass_time(m);
            if (m.what.is_request() && m.from_client())
                send(m);
            else if (m.what.is_request())
                came(m);
            else if (!m.from_client())
                answered(m);
            else if (m.what.status() >= 300)
                note(m, fmt::format("the NOTIFY was answered {}: not taken over", m.what.status()));
        }
        flush();
        if (actors_.empty())
            return std::unexpected("no client in it sent a REGISTER, PUBLISH, SUBSCRIBE, OPTIONS or MESSAGE");
        std::string head = fmt::format("scenario {}\n  title  \"{}\"\n\n", id, quoted(title));
        for (const auto& a : actors_)
            head += fmt::format("actor {} = user ({})\n", a.name, a.tcp ? "tcp" : "udp");
        out_.text = head + out_.text;
        return std::move(out_);
    }

  private:
    void read() {
        for (const auto& c : from_.messages) {
            auto read = sip::read_message(c.octets);
            if (!read || c.truncated) {
                out_.notes.push_back(fmt::format("frame {}: no whole message", c.frame));
                continue;
            }
            message_read m{.in = &c, .what = std::move(*read), .call_id = {}};
            m.call_id = m.what.value(header::call_id);
            const std::string key = fmt::format("{} {} {}", m.call_id, m.what.value(header::cseq),
                                                m.what.is_request() ? 0 : m.what.status());
            if (m.what.status() / 100 == 1 || !seen_.insert(key).second) continue;
            if (m.what.is_request() && m.what.has(header::sip_if_match))
                used_tags_.insert(std::string(m.what.value(header::sip_if_match)));
            messages_.push_back(std::move(m));
        }
    }

    void note(const message_read& m, std::string_view what) {
        out_.notes.push_back(fmt::format("frame {}: {}", m.in->frame, what));
    }

    actor& actor_of(const message_read& m) {
        const std::string who = user_at_host(m.what.value(header::from));
        const auto at =
            std::ranges::find_if(actors_, [&](const actor& a) { return a.user + "@" + a.domain == who; });
        if (at != actors_.end()) return *at;
        const std::size_t cut = who.find('@');
        actor fresh{.name = {},
                    .user = who.substr(0, cut),
                    .domain = who.substr(std::min(cut + 1, who.size())),
                    .wants = {}};
        fresh.tcp = m.what.value(header::via).find("TCP") != std::string_view::npos;
        fresh.name = name_for(fresh.user, actors_.size() + 1);
        while (std::ranges::find(actors_, fresh.name, &actor::name) != actors_.end()) fresh.name += 'x';
        return actors_.emplace_back(std::move(fresh));
    }

    actor* owner_of(const std::string& call_id) {
        const auto at = owners_.find(call_id);
        return at == owners_.end() ? nullptr : &actors_[at->second];
    }

    // Whether the client came back to this challenge with credentials.
    bool was_answered(const message_read& challenge) const {
        return std::ranges::any_of(messages_, [&](const message_read& m) {
            return m.what.is_request() && m.exchange() == challenge.exchange() && m.in > challenge.in &&
                   m.answers_challenge();
        });
    }

    void pass_time(const message_read& m) {
        constexpr auto noticed = std::chrono::seconds(5);
        if (from_.timed && last_ != nullptr) {
            const auto gap =
                std::chrono::duration_cast<std::chrono::seconds>(m.in->at.steady - last_->at.steady);
            if (gap >= noticed) {
                flush();
                out_.text += fmt::format("\nadvance +{}s\n", gap.count());
            }
        }
        last_ = m.in;
    }

    void send(const message_read& m) {
        actor& a = actor_of(m);
        owners_[m.call_id] = static_cast<std::size_t>(&a - actors_.data());
        if (challenged_.erase(m.exchange()) != 0 && m.answers_challenge())
            return; // the actor does this by itself
        flush();
        out_.text += fmt::format("\n{} > {} {}\n", a.name, m.what.method(), target_of(m));
        for (const auto& f : m.what.fields())
            if (std::ranges::find(own_rows, f.id) == own_rows.end())
                out_.text += fmt::format("    {}: {}\n", f.name, row_of(f));
        if (m.what.method() == "REGISTER" && m.what.has(header::contact))
            out_.text += fmt::format("    Contact: {}\n", m.what.value(header::contact) == "*"
                                                              ? "*"
                                                              : fmt::format("<{{{}.contact}}>", a.name));
        body(m);
    }

    std::string target_of(const message_read& m) {
        const std::string tag = to_tag(m.what);
        const auto dialog = dialogs_.find(m.call_id);
        if (!tag.empty() && dialog != dialogs_.end()) return "in " + dialog->second;
        if (!tag.empty()) note(m, "its dialog began before the capture: it is sent outside of one");
        std::string out = named(std::string(m.what.request_uri()));
        for (const auto& a : actors_)
            if (m.what.request_uri() == fmt::format("sip:{}@{}", a.user, a.domain))
                out = fmt::format("{{{}.aor}}", a.name);
        if (m.what.method() != "SUBSCRIBE") return out;
        const std::string name = fmt::format("sub{}", dialogs_.size() + 1);
        dialogs_[m.call_id] = name;
        return out + " as " + name;
    }

    std::string row_of(const sip::field& f) {
        if (f.id == header::sip_if_match || f.id == header::suppress_if_match)
            if (const auto tag = tags_.find(std::string(f.value)); tag != tags_.end())
                return fmt::format("{{{}}}", tag->second);
        std::string value = named(std::string(f.value));
        replace_all(value, "\r\n", "");
        return value;
    }

    // Braces are doubled; users and domains of the capture become names.
    std::string named(std::string text) const {
        replace_all(text, "{", "{{");
        replace_all(text, "}", "}}");
        for (const auto& a : actors_)
            replace_all(text, fmt::format("{}@{}", a.user, a.domain),
                        fmt::format("{{{0}.user}}@{{{0}.domain}}", a.name));
        for (const auto& a : actors_) {
            replace_all(text, "@" + a.domain, "@{dut.domain}");
            if (text == "sip:" + a.domain) text = "sip:{dut.domain}";
        }
        return text;
    }

    void body(const message_read& m) {
        const std::string_view octets = m.what.body();
        if (octets.empty()) return;
        const bool plain = std::ranges::none_of(octets, [](char c) {
            return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n';
        });
        const std::string type = named(std::string(m.what.value(header::content_type)));
        if (!plain || type.find('"') != std::string::npos)
            return note(m, "its body is not taken over: it is no plain text, or its type has quotes");
        out_.text +=
            fmt::format("    body {} <<\n",
                        type.find_first_of("; ") == std::string::npos ? type : fmt::format("\"{}\"", type));
        std::string rest = named(std::string(octets));
        replace_all(rest, "\r\n", "\n");
        if (rest.ends_with('\n')) rest.pop_back();
        out_.text += "    ";
        for (const char c : rest) {
            out_.text += c;
            if (c == '\n') out_.text += "    ";
        }
        out_.text += "\n    >>\n";
    }

    void answered(const message_read& m) {
        actor* a = owner_of(m.call_id);
        if (a == nullptr) return note(m, "it answers nothing that is in the capture");
        if (m.is_challenge() && was_answered(m)) {
            challenged_.insert(m.exchange());
            return;
        }
        std::string line = fmt::format("    < {}", m.what.status());
        const std::string tag(m.what.value(header::sip_etag));
        if (!tag.empty() && used_tags_.contains(tag)) {
            const auto [at, fresh] = tags_.try_emplace(tag, fmt::format("etag{}", tags_.size() + 1));
            if (fresh) line += fmt::format("\n        capture {} = header SIP-ETag", at->second);
        }
        a->wants.push_back(std::move(line));
    }

    void came(const message_read& m) {
        actor* a = owner_of(m.call_id);
        const auto dialog = dialogs_.find(m.call_id);
        if (a == nullptr || dialog == dialogs_.end() || m.what.method() != "NOTIFY")
            return note(m,
                        fmt::format("this {} belongs to nothing that began in the capture", m.what.method()));
        std::string line = fmt::format("    < NOTIFY in {}", dialog->second);
        const std::string_view state = m.what.value(header::subscription_state);
        if (!state.empty())
            line += fmt::format("\n        where  value Subscription-State == {}",
                                state.substr(0, state.find_first_of("; \t")));
        a->wants.push_back(std::move(line));
        a->notified = true;
    }

    void flush() {
        for (auto& a : actors_) {
            if (a.wants.empty()) continue;
            out_.text += fmt::format("{} within {{{}}} {{\n", a.name, a.notified ? "notify" : "reply");
            for (const auto& line : a.wants) out_.text += line + "\n";
            out_.text += "}\n";
            a.wants.clear();
            a.notified = false;
        }
    }

    static std::string quoted(std::string_view text) {
        std::string out;
        for (const char c : text) {
            if (c == '{' || c == '}') out += c;
            out += c == '"' || static_cast<unsigned char>(c) < 0x20 ? '\'' : c;
        }
        return out;
    }

    const capture& from_;
    transcript out_;
    std::vector<message_read> messages_;
    std::vector<actor> actors_;
    std::set<std::string> seen_, used_tags_, challenged_;
    std::map<std::string, std::size_t> owners_;  ///< by Call-ID
    std::map<std::string, std::string> dialogs_; ///< names, by Call-ID
    std::map<std::string, std::string> tags_;    ///< names of captured entity-tags
    const captured* last_ = nullptr;
};

} // namespace

std::expected<transcript, std::string> transcribe(const capture& from, std::string_view id,
                                                  std::string_view title) {
    return writer(from).write(id, title);
}

} // namespace simplespec::scenarios
