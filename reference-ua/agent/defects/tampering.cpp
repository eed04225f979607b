#include "agent/defects/tampering.hpp"

#include "sip/headers/via.hpp"

#include <stdexcept>

namespace simplespec::agent {
namespace {

using sip::header;

constexpr std::size_t remembered = 512; // requests each way

std::string exchange_of(const sip::message& m) {
    return std::string(m.value(header::call_id)) + "\n" + std::string(m.value(header::cseq)) + "\n" +
           between(std::string(m.value(header::from)) + ";", ";tag=", ";");
}
std::string series_of(std::string_view method, const sip::message& m) {
    return std::string(method) + "\n" + std::string(m.value(header::call_id));
}
std::string branch_of(const sip::message& m) {
    return between(std::string(m.value(header::via)) + ";", "branch=", ";");
}
std::string sent_by(const sip::message& m) {
    return between(std::string(m.value(header::via)) + ";", " ", ";");
}

template <class Map>
void forget_oldest(Map& map, std::deque<std::string>& order) {
    while (order.size() > remembered) {
        map.erase(order.front());
        order.pop_front();
    }
}

} // namespace

tampering::tampering(std::span<const std::string> names, defect_role role) {
    for (const auto& name : names) {
        const auto* one = find_defect(name);
        if (one == nullptr || one->role != role) throw std::invalid_argument("no such defect here: " + name);
        active_.push_back(one);
    }
    kept_.resize(active_.size());
}

void tampering::note(passed& where, const sip::message& request) {
    const auto key = exchange_of(request);
    if (where.by_cseq.contains(key)) return;
    const auto series = series_of(request.method(), request);
    exchange now{request, {}, 1};
    if (const auto found = where.latest.find(series); found != where.latest.end()) {
        now.before = found->second.second;
        now.nth = found->second.first + 1;
        found->second = {now.nth, request};
    } else {
        where.latest.emplace(series, std::pair(std::size_t{1}, request));
        where.latest_order.push_back(series);
        forget_oldest(where.latest, where.latest_order);
    }
    where.by_cseq.emplace(key, std::move(now));
    where.order.push_back(key);
    forget_oldest(where.by_cseq, where.order);
}

void tampering::describe(passing& p, const passed& own, const passed& others) const {
    const auto& requests = p.message().is_request() ? own : others;
    const auto found = requests.by_cseq.find(exchange_of(p.message()));
    if (found != requests.by_cseq.end()) {
        if (p.message().is_response()) p.answers = &found->second.first;
        if (found->second.before) p.before = &*found->second.before;
        p.nth = found->second.nth;
    }
    for (const auto* side : {&in_, &out_})
        if (const auto s = side->latest.find(series_of("SUBSCRIBE", p.message())); s != side->latest.end())
            p.subscribe = &s->second.second;
}

void tampering::restore(passing& p) const {
    const auto found = altered_.find(branch_of(p.message()));
    if (found == altered_.end()) return;
    const auto known = sip::read_message(found->second.known);
    const auto sent = sip::read_message(found->second.sent);
    if (!known || !sent) return;
    // What is broken or carries Vias of others is dropped as it stands: it is not mended on its way.
    if (!p.message().departures().empty() || p.message().count(header::via) > sent->count(header::via)) return;
    for (const auto h : {header::via, header::from, header::call_id, header::cseq}) {
        if (known->value(h) == sent->value(h)) continue;
        // What answers somebody else's request goes on doing so.
        if (h == header::via ? sent_by(p.message()) != sent_by(*sent) : p.value(h) != sent->value(h)) continue;
        p.set(h, known->value(h));
    }
}

std::vector<sip::reception> tampering::arriving(const sip::reception& received) {
    if (active_.empty()) return {received};
    std::vector<sip::reception> out{received};
    for (std::size_t i = 0; i < active_.size(); ++i) {
        std::vector<sip::reception> next;
        for (const auto& one : out) {
            auto read = sip::read_message(one.octets);
            if (!read) {
                next.push_back(one);
                continue;
            }
            passing p(std::move(*read), kept_[i]);
            p.from = one.from;
            p.to = one.to;
            if (p.message().is_response()) restore(p);
            if (p.message().is_request()) note(in_, p.message());
            describe(p, in_, out_);
            // A message that is broken already stays as broken as it is.
            if (active_[i]->what.received != nullptr && p.message().departures().empty())
                active_[i]->what.received(p);
            for (auto& octets : p.result()) next.push_back({p.from, p.to, std::move(octets)});
        }
        out = std::move(next);
    }
    return out;
}

std::vector<sip::transmission> tampering::leaving(std::vector<sip::transmission> sent) {
    for (std::size_t i = 0; i < active_.size(); ++i) {
        if (active_[i]->what.sent == nullptr) continue;
        std::vector<sip::transmission> next;
        for (auto& one : sent) {
            const auto read = sip::read_message(one.octets);
            if (!read) {
                next.push_back(std::move(one));
                continue;
            }
            if (read->is_request()) note(out_, *read);
            passing p(*read, kept_[i]);
            p.from = one.from;
            p.to = one.to;
            describe(p, out_, in_);
            active_[i]->what.sent(p);
            if (const auto key = branch_of(p.message());
                read->is_request() && p.message().octets() != one.octets) {
                alteration made{one.octets, std::string(p.message().octets())};
                if (altered_.insert_or_assign(key, std::move(made)).second) altered_order_.push_back(key);
                forget_oldest(altered_, altered_order_);
            }
            for (auto& octets : p.result()) next.push_back({p.from, p.to, std::move(octets)});
        }
        sent = std::move(next);
    }
    return sent;
}

} // namespace simplespec::agent
