#include "reports/replay.hpp"

#include "sip/headers/address.hpp"
#include "sip/headers/via.hpp"
#include "sip/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <ranges>
#include <string_view>

namespace simplespec::reports {

namespace {

using scenarios::message_record;
using scenarios::scenario_result;

/// A stretch of a message's octets that is not sent as it stands.
struct blank {
    std::size_t from = 0;
    std::size_t size = 0;
    piece with;
};

std::size_t offset_in(const sip::message& m, std::string_view part) {
    return static_cast<std::size_t>(part.data() - m.octets().data());
}

std::string tag_of(std::string_view from_or_to) {
    const auto address = sip::parse_to(from_or_to);
    return address ? address->tag() : std::string();
}

std::string contact_of(const sip::message& m) {
    const std::string_view contact = m.value(sip::header::contact);
    const auto open = contact.find('<');
    const auto close = contact.find('>', open);
    return open == std::string_view::npos || close == std::string_view::npos
               ? std::string()
               : std::string(contact.substr(open + 1, close - open - 1));
}

class transcription {
  public:
    explicit transcription(const scenario_result& scenario) : scenario_(scenario) {}

    std::expected<replay, std::string> make() {
        out_.id = scenario_.id;
        out_.title = scenario_.title;
        const auto* deviation = scenario_.deviations.empty() ? nullptr : &scenario_.deviations.front();
        const std::size_t last = deviation == nullptr ? SIZE_MAX : deviation->message;
        for (std::size_t i = 0; i < scenario_.messages.size() && i <= last; ++i) step(i);
        if (std::ranges::none_of(out_.steps, &replay_step::sent))
            return std::unexpected(fmt::format("{} sent nothing that could be repeated", scenario_.id));
        if (deviation != nullptr) check(*deviation);
        out_.calls = calls_.size();
        return std::move(out_);
    }

  private:
    void step(std::size_t index) {
        const message_record& record = scenario_.messages[index];
        if (record.cleanup || record.retransmission) return;
        const auto m = sip::read_message(record.octets);
        const bool ours = is_actor(record);
        if (!ours && (!m || (m->is_response() && m->status() < 200))) return;
        replay_step step{.sent = ours, .actor = ours ? record.source : record.destination, .message = index};
        if (m) step.method = m->is_request() ? std::string(m->method()) : std::string();
        if (m) step.status = m->status();
        if (ours) {
            if (out_.target.empty())
                out_.target = record.destination_address, out_.transport = record.transport;
            const std::int64_t gap = (record.at_us - before_us_) / 1000;
            if (gap >= 500 && !out_.steps.empty()) step.pause_ms = gap;
            if (m)
                step.pieces = pieces_of(*m, record);
            else
                step.pieces = {{.text = record.octets}};
        } else {
            remember(*m);
        }
        before_us_ = record.at_us;
        out_.steps.push_back(std::move(step));
    }

    // An actor's name is no hostport.
    static bool is_actor(const message_record& m) { return m.source != m.source_address; }

    void remember(const sip::message& m) {
        const std::size_t at = out_.steps.size();
        const auto keep = [&](taking::what what, std::string value) {
            if (value.size() >= 4) known_[std::move(value)] = {at, what, {}};
        };
        keep(taking::what::contact, contact_of(m));
        keep(taking::what::entity_tag, std::string(m.value(sip::header::sip_etag)));
        keep(taking::what::from_tag, m.is_request() ? tag_of(m.value(sip::header::from)) : std::string());
        if (m.is_response()) keep(taking::what::to_tag, tag_of(m.value(sip::header::to)));
    }

    // A blank for a value that the target chose, and the note in the earlier step that it is to be kept.
    std::optional<piece> taken(std::string_view value, std::initializer_list<taking::what> from) {
        const auto found = known_.find(std::string(value));
        if (found == known_.end() || std::ranges::find(from, found->second.is) == from.end()) return {};
        if (!found->second.number) {
            found->second.number = ++out_.values;
            out_.steps[found->second.step].takes.push_back({found->second.is, *found->second.number});
        }
        return piece{.is = piece::kind::taken, .text = {}, .number = *found->second.number};
    }

    std::vector<piece> pieces_of(const sip::message& m, const message_record& record) {
        std::vector<blank> blanks;
        const auto put = [&](std::string_view part, std::optional<piece> with) {
            if (with && !part.empty()) blanks.push_back({offset_in(m, part), part.size(), std::move(*with)});
        };
        put(m.request_uri(), taken(m.request_uri(), {taking::what::contact}));
        bool first_via = true;
        for (const auto& f : m.fields()) {
            const bool echoed = m.is_response() && (f.id == sip::header::via || f.id == sip::header::from ||
                                                    f.id == sip::header::to || f.id == sip::header::call_id ||
                                                    f.id == sip::header::cseq);
            if (echoed)
                put(row_of(m, f), piece{.is = piece::kind::echoed, .text = std::string(f.name), .number = 0});
            else if (f.id == sip::header::via && first_via)
                via(m, f, record, blanks);
            else if (f.id == sip::header::call_id)
                put(f.value, call(f.value));
            else if (f.id == sip::header::to || f.id == sip::header::from)
                put(tag_in(f.value), taken(tag_of(f.value), {taking::what::to_tag, taking::what::from_tag}));
            else if (f.id == sip::header::sip_if_match || f.id == sip::header::suppress_if_match)
                put(f.value, taken(f.value, {taking::what::entity_tag}));
            else if (f.id == sip::header::authorization || f.id == sip::header::proxy_authorization)
                put(row_of(m, f), answer(f.value));
            else if (f.id == sip::header::content_length && is_right(m, f))
                put(f.value,
                    piece{.is = piece::kind::content_length, .text = std::string(f.value), .number = 0});
            else
                own_address(m, f, record, blanks);
            if (f.id == sip::header::via) first_via = false;
        }
        return cut(m.octets(), std::move(blanks));
    }

    static std::string_view row_of(const sip::message& m, const sip::field& f) {
        return m.octets().substr(f.offset, f.value_offset + f.value.size() - f.offset);
    }

    static std::string_view tag_in(std::string_view value) {
        const auto address = sip::parse_to(value);
        const auto* tag = address ? address->params.find("tag") : nullptr;
        return tag != nullptr && tag->value ? *tag->value : std::string_view();
    }

    static bool is_right(const sip::message& m, const sip::field& f) {
        const std::size_t behind_head = m.octets().size() - m.body_offset();
        return f.value == std::to_string(m.body().size()) && behind_head == m.body().size();
    }

    // Via: its transport, its address and its branch are the repeater's.
    static void via(const sip::message& m, const sip::field& f, const message_record& record,
                    std::vector<blank>& blanks) {
        const std::size_t slash = f.value.find('/', f.value.find('/') + 1);
        if (slash != std::string_view::npos && f.value.substr(slash + 1).starts_with(record.transport))
            blanks.push_back({f.value_offset + slash + 1,
                              record.transport.size(),
                              {.is = piece::kind::transport, .text = {}, .number = 0}});
        own_address(m, f, record, blanks);
        const std::size_t branch = f.value.find(";branch=z9hG4bK");
        if (branch == std::string_view::npos) return;
        const std::size_t value = branch + 8;
        const std::size_t end = std::min(f.value.find_first_of("; ,\t\r\n", value), f.value.size());
        blanks.push_back(
            {f.value_offset + value, end - value, {.is = piece::kind::branch, .text = {}, .number = 0}});
    }

    static void own_address(const sip::message&, const sip::field& f, const message_record& record,
                            std::vector<blank>& blanks) {
        if (record.source_address.empty()) return;
        for (auto at = f.value.find(record.source_address); at != std::string_view::npos;
             at = f.value.find(record.source_address, at + 1))
            blanks.push_back({f.value_offset + at,
                              record.source_address.size(),
                              {.is = piece::kind::local_address, .text = {}, .number = 0}});
    }

    piece call(std::string_view call_id) {
        const auto [found, is_new] = calls_.try_emplace(std::string(call_id), calls_.size() + 1);
        return {.is = piece::kind::call_id, .text = {}, .number = found->second};
    }

    // A digest answers a challenge that will be another one next time.
    std::optional<piece> answer(std::string_view credentials) {
        const std::size_t name = credentials.find("username=\"");
        if (name == std::string_view::npos) return {};
        const std::size_t from = name + 10;
        std::string user(credentials.substr(from, credentials.find('"', from) - from));
        for (auto& step : out_.steps | std::views::reverse)
            if (!step.sent && (step.status == 401 || step.status == 407)) {
                step.challenges = true;
                break;
            }
        auto place = std::ranges::find(out_.users, user);
        if (place == out_.users.end()) place = out_.users.insert(place, user);
        const auto number = static_cast<std::size_t>(place - out_.users.begin());
        return piece{.is = piece::kind::credentials, .text = std::move(user), .number = number};
    }

    static std::vector<piece> cut(std::string_view octets, std::vector<blank> blanks) {
        std::ranges::sort(blanks, {}, &blank::from);
        std::vector<piece> out;
        std::size_t at = 0;
        for (auto& b : blanks) {
            if (b.from < at) continue;
            if (b.from > at) out.push_back({.text = std::string(octets.substr(at, b.from - at))});
            out.push_back(std::move(b.with));
            at = b.from + b.size;
        }
        if (at < octets.size()) out.push_back({.text = std::string(octets.substr(at))});
        return out;
    }

    void check(const scenarios::deviation& d) {
        replay_check& c = out_.check;
        c = {.is = replay_check::kind::by_eye,
             .statuses = {},
             .method = {},
             .header = {},
             .text = {},
             .requirement = d.requirement,
             .expected = trimmed(d.expected),
             .actual = d.actual};
        const auto words = words_of(d.expected);
        const bool there = d.message != SIZE_MAX;
        if (there && scenario_.reason.starts_with("unwanted-")) {
            c.is = replay_check::kind::silence;
            c.method = scenario_.reason.substr(9);
        } else if (words.size() >= 3 && words[0] == "header" && there) {
            header(c, words, d.expected);
        } else if (!words.empty() && std::ranges::all_of(words, is_status)) {
            c.is = replay_check::kind::statuses;
            for (const auto word : words)
                if (word != "or") c.statuses.push_back(std::stoi(std::string(word)));
        } else if (words.size() == 1 && !there &&
                   std::ranges::all_of(words[0], [](char x) { return x >= 'A' && x <= 'Z'; })) {
            c.is = replay_check::kind::arrival;
            c.method = words[0];
        }
    }

    static std::string trimmed(std::string_view text) {
        return std::string(text.substr(0, text.find_last_not_of(' ') + 1));
    }

    static bool is_status(std::string_view word) {
        return word == "or" ||
               (word.size() == 3 && std::ranges::all_of(word, [](char x) { return x >= '0' && x <= '9'; }));
    }

    static std::vector<std::string_view> words_of(std::string_view text) {
        std::vector<std::string_view> out;
        for (const auto word : text | std::views::split(' '))
            if (!word.empty()) out.emplace_back(word.begin(), word.end());
        return out;
    }

    static void header(replay_check& c, const std::vector<std::string_view>& words,
                       std::string_view expected) {
        using kind = replay_check::kind;
        if (words[1].find(';') != std::string_view::npos) return;
        c.header = words[1];
        if (words[2] == "exists")
            c.is = kind::header_there;
        else if (words[2] == "absent")
            c.is = kind::header_absent;
        else if (words[2] == "contains" && words.size() > 3)
            c.is = kind::header_holds;
        else if (words[2] == "lacks" && words.size() > 3)
            c.is = kind::header_lacks;
        if (c.is != kind::header_holds && c.is != kind::header_lacks) return;
        c.text = expected.substr(offset_of(words[3], expected));
        if (c.text.size() > 1 && c.text.front() == '"' && c.text.back() == '"')
            c.text = c.text.substr(1, c.text.size() - 2);
    }

    static std::size_t offset_of(std::string_view part, std::string_view whole) {
        return static_cast<std::size_t>(part.data() - whole.data());
    }

    struct known {
        std::size_t step;
        taking::what is;
        std::optional<std::size_t> number;
    };

    const scenario_result& scenario_;
    replay out_;
    std::map<std::string, known> known_;
    std::map<std::string, std::size_t> calls_;
    std::int64_t before_us_ = 0;
};

} // namespace

std::expected<replay, std::string> make_replay(const scenario_result& scenario) {
    return transcription(scenario).make();
}

} // namespace simplespec::reports
