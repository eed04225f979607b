#include "sip/transaction/layer.hpp"

#include "sip/transaction/answer.hpp"
#include "sip/transaction/client.hpp"
#include "sip/transaction/matching.hpp"
#include "sip/transaction/server.hpp"
#include "sip/transaction/top_via.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace simplespec::sip {
namespace {

// RFC 3261 section 18.3: a response whose datagram ends before its Content-Length is discarded.
bool in_part(const message& response) {
    return std::ranges::any_of(response.departures(),
                               [](const finding& d) { return d.rule == "content-length-too-large"; });
}


struct client_row {
    client_transaction machine;
    hop target;
    std::string octets;
    std::string match;
    std::string sent_by; // of our Via, as we spelled it
    bool retransmit = true;
    std::optional<composer> over_udp; // before its Via: what to fall back to
    std::optional<time_point> armed{};
    std::size_t vias = 1; // rows of the request
};

struct server_row {
    server_transaction machine;
    hop local;
    hop source;
    std::string match;
    std::string last{};
    std::optional<time_point> armed{};
};

std::string sent_by_of(const via& top) {
    return lowercase(top.host) + (top.port ? ":" + std::to_string(*top.port) : std::string());
}

} // namespace

struct transaction_layer::tables {
    layer_settings settings;
    entropy* random;
    std::uint64_t last_key = 0;
    std::unordered_map<std::uint64_t, client_row> clients;
    std::unordered_map<std::uint64_t, server_row> servers;
    std::unordered_map<std::string, std::uint64_t> client_matches;
    std::map<std::string, std::uint64_t> server_matches; // ordered: a CANCEL looks for a prefix
    std::set<std::pair<time_point, std::uint64_t>> deadlines;

    hop local(transport via) const { return {via, settings.local.host, settings.local.port}; }

    template <class Row>
    void arm(std::uint64_t key, Row& row) {
        const auto due = row.machine.deadline();
        if (due == row.armed) return;
        if (row.armed) deadlines.erase({*row.armed, key});
        if (due) deadlines.insert({*due, key});
        row.armed = due;
    }

    void forget_client(std::uint64_t key) {
        const auto found = clients.find(key);
        if (found == clients.end()) return;
        if (found->second.armed) deadlines.erase({*found->second.armed, key});
        const auto match = client_matches.find(found->second.match);
        if (match != client_matches.end() && match->second == key) client_matches.erase(match);
        clients.erase(found);
    }

    void forget_server(std::uint64_t key) {
        const auto found = servers.find(key);
        if (found == servers.end()) return;
        if (found->second.armed) deadlines.erase({*found->second.armed, key});
        server_matches.erase(found->second.match);
        servers.erase(found);
    }

    // After a step: the deadline is set anew, or a terminated transaction is destroyed at once.
    void settle_client(std::uint64_t key, client_row& row) {
        if (row.machine.current() == client_transaction::state::terminated)
            forget_client(key);
        else
            arm(key, row);
    }
    void settle_server(std::uint64_t key, server_row& row) {
        if (row.machine.current() == server_transaction::state::terminated)
            forget_server(key);
        else
            arm(key, row);
    }

    std::string via_row(transport via) {
        const auto& own = settings.sent_by.empty() ? hostport(settings.local) : settings.sent_by;
        std::string out = "SIP/2.0/" + std::string(name(via)) + " " + own + ";branch=" + random->branch();
        if (!reliable(via)) out += ";rport";
        return out;
    }

    // Fix octets, target and match of a row for the transport that it now goes over.
    void compose(client_row& row, composer request, hop target, bool add_via) {
        if (add_via) request.prepend(header::via, via_row(target.via));
        row.octets = request.octets();
        row.target = std::move(target);
        row.match.clear();
        const auto read = read_message(row.octets);
        if (!read) return; // broken on purpose: it goes out, and no answer can match
        row.match = client_match(*read).value_or(std::string());
        row.vias = read->count(header::via);
        if (const auto via = read_top_via(*read)) row.sent_by = sent_by_of(via->parm);
    }

    void apply(std::uint64_t key, const client_row& row, const client_transaction::effects& step, bool again,
               layer_effects& out) const {
        if (step.transmit && (row.retransmit || !again))
            out.push_back(transmission{local(row.target.via), row.target, row.octets});
        if (step.timed_out) out.push_back(timed_out{client_key(key)});
        if (step.transport_failed) out.push_back(transport_failed{client_key(key)});
    }

    bool honours_maddr(const via& top, const hop& source) const {
        const auto maddr = top.maddr();
        if (maddr.empty()) return false;
        return maddr == source.host || (settings.honours_maddr && settings.honours_maddr(maddr));
    }

    void on_request(instant now, const message& request, const reception& received, layer_effects& out);
    void on_response(instant now, message response, const reception& received, layer_effects& out);
    bool fall_back(instant now, std::uint64_t key, client_row& row, layer_effects& out);
    std::optional<transmission> routed(const message& response, const hop& from, const hop& source) const;
};

transaction_layer::transaction_layer(layer_settings settings, entropy& random)
    : tables_(new tables{std::move(settings), &random, 0, {}, {}, {}, {}, {}}) {}
transaction_layer::~transaction_layer() = default;
transaction_layer::transaction_layer(transaction_layer&&) noexcept = default;
transaction_layer& transaction_layer::operator=(transaction_layer&&) noexcept = default;

const layer_settings& transaction_layer::settings() const { return tables_->settings; }
std::size_t transaction_layer::client_count() const { return tables_->clients.size(); }
std::size_t transaction_layer::server_count() const { return tables_->servers.size(); }
void transaction_layer::abandon(client_key key) { tables_->forget_client(static_cast<std::uint64_t>(key)); }

sent transaction_layer::send(instant now, composer request, const hop& target, const send_options& options) {
    const std::uint64_t key = ++tables_->last_key;
    sent out{client_key(key), {}, {}};
    client_row row{client_transaction(reliable(target.via), tables_->settings.timers),
                   {},
                   {},
                   {},
                   {},
                   options.retransmit,
                   {}};
    tables_->compose(row, request, target, options.add_via);
    const bool large = row.octets.size() > tables_->settings.datagram_limit;
    if (large && target.via == transport::udp && options.tcp_above_limit && options.add_via) {
        row.machine = client_transaction(true, tables_->settings.timers);
        row.over_udp = request;
        tables_->compose(row, std::move(request), {transport::tcp, target.host, target.port}, true);
    }
    out.octets = row.octets;
    if (tables_->clients.size() >= tables_->settings.max_transactions) {
        out.effects.push_back(transport_failed{client_key(key)});
        return out;
    }
    tables_->apply(key, row, row.machine.start(now), false, out.effects);
    if (!row.match.empty()) tables_->client_matches[row.match] = key;
    auto& stored = tables_->clients.emplace(key, std::move(row)).first->second;
    tables_->arm(key, stored);
    return out;
}

// RFC 3261 section 18.2.2: by the top Via of the response, which is that of the request.
std::optional<transmission> transaction_layer::tables::routed(const message& response, const hop& from,
                                                              const hop& source) const {
    const auto via = read_top_via(response);
    if (!via) return std::nullopt;
    return transmission{from, response_hops(via->parm, source, honours_maddr(via->parm, source)).front(),
                        std::string(response.octets())};
}

layer_effects transaction_layer::respond(instant now, server_key key, const message& response,
                                         std::string_view as_sent) {
    const auto id = static_cast<std::uint64_t>(key);
    const auto found = tables_->servers.find(id);
    if (found == tables_->servers.end()) return {};
    auto& row = found->second;
    layer_effects out;
    if (row.machine.on_respond(now, response.status()).transmit) {
        row.last = as_sent.empty() ? response.octets() : as_sent;
        if (auto routed = tables_->routed(response, row.local, row.source)) {
            routed->octets = row.last;
            out.push_back(std::move(*routed));
        }
    }
    tables_->settle_server(id, row);
    return out;
}

layer_effects transaction_layer::on_reception(instant now, const reception& received) {
    layer_effects out;
    auto read = read_message(received.octets);
    if (!read)
        out.push_back(unreadable{received, read.error()});
    else if (read->is_request())
        tables_->on_request(now, *read, received, out);
    else
        tables_->on_response(now, std::move(*read), received, out);
    return out;
}

void transaction_layer::tables::on_request(instant now, const message& request, const reception& received,
                                           layer_effects& out) {
    const auto match = server_match(request);
    if (!match) {
        const auto via = read_top_via(request);
        out.push_back(unreadable{received, via ? parse_error{} : via.error()});
        return;
    }
    const auto known = server_matches.find(*match);
    if (known != server_matches.end()) {
        auto& row = servers.at(known->second);
        if (request.method() == "ACK" || !row.machine.on_retransmission(now).transmit) return;
        if (const auto last = read_message(row.last))
            if (auto again = routed(*last, row.local, row.source)) out.push_back(std::move(*again));
        return;
    }
    message marked = mark_source(request, received.from);
    if (request.method() == "ACK") { // acknowledges what we no longer know: never answered
        out.push_back(request_arrived{server_key{}, std::move(marked), received});
        return;
    }
    if (servers.size() >= settings.max_transactions) {
        const auto busy = answer(marked, 503, random->token(8)).add(header::retry_after, "5").take();
        if (auto refusal = routed(busy, received.to, received.from)) out.push_back(std::move(*refusal));
        return;
    }
    const std::uint64_t key = ++last_key;
    servers.emplace(key, server_row{server_transaction(reliable(received.from.via), settings.timers),
                                    received.to, received.from, *match});
    server_matches.emplace(*match, key);
    out.push_back(request_arrived{server_key(key), std::move(marked), received});
}

void transaction_layer::tables::on_response(instant now, message response, const reception& received,
                                            layer_effects& out) {
    const auto match = client_match(response);
    const auto found = match ? client_matches.find(*match) : client_matches.end();
    if (found != client_matches.end()) {
        const std::uint64_t key = found->second;
        auto& row = clients.at(key);
        const auto via = read_top_via(response);
        // RFC 3261 section 18.1.2: a sent-by that is not ours is discarded; section 8.1.3.3: so are more Vias
        // than we sent, which are those of somebody else.
        if (via && sent_by_of(via->parm) == row.sent_by && !in_part(response) &&
            response.count(header::via) <= row.vias) {
            const auto step = row.machine.on_response(now, response.status());
            settle_client(key, row);
            if (step.deliver) {
                out.push_back(response_arrived{client_key(key), std::move(response), received});
                return;
            }
        }
    }
    out.push_back(stray_response{std::move(response), received});
}

// RFC 3261 section 18.1.1: TCP was chosen by size alone and is refused, so UDP it is. Nobody saw the first
// branch; a new one keeps every transaction's octets the same in all of its transmissions.
bool transaction_layer::tables::fall_back(instant now, std::uint64_t key, client_row& row,
                                          layer_effects& out) {
    if (!row.over_udp || row.machine.current() != client_transaction::state::trying) return false;
    if (!row.match.empty()) client_matches.erase(row.match);
    const hop target{transport::udp, row.target.host, row.target.port};
    compose(row, std::move(*row.over_udp), target, true);
    row.over_udp.reset();
    row.machine = client_transaction(false, settings.timers);
    if (!row.match.empty()) client_matches[row.match] = key;
    apply(key, row, row.machine.start(now), false, out);
    arm(key, row);
    return true;
}

layer_effects transaction_layer::on_undeliverable(instant now, const transmission& lost) {
    layer_effects out;
    const auto read = read_message(lost.octets);
    if (!read) return out;
    if (read->is_response()) {
        // The connection is gone: one to the port of the sent-by, if it was not that which failed
        // (section 18.2.2).
        const auto via = read_top_via(*read);
        if (!via || !reliable(lost.to.via)) return out;
        const auto hops = response_hops(via->parm, lost.to, false);
        if (hops.size() > 1) out.push_back(transmission{lost.from, hops[1], lost.octets});
        return out;
    }
    const auto match = client_match(*read);
    const auto found = match ? tables_->client_matches.find(*match) : tables_->client_matches.end();
    if (found == tables_->client_matches.end()) return out;
    const std::uint64_t key = found->second;
    auto& row = tables_->clients.at(key);
    if (row.target != lost.to || tables_->fall_back(now, key, row, out)) return out;
    tables_->apply(key, row, row.machine.on_transport_error(now), false, out);
    tables_->settle_client(key, row);
    return out;
}

layer_effects transaction_layer::on_timer(instant now) {
    layer_effects out;
    while (!tables_->deadlines.empty() && tables_->deadlines.begin()->first <= now.steady) {
        const std::uint64_t key = tables_->deadlines.begin()->second;
        if (const auto client = tables_->clients.find(key); client != tables_->clients.end()) {
            tables_->apply(key, client->second, client->second.machine.on_timer(now), true, out);
            tables_->settle_client(key, client->second);
        } else {
            auto& row = tables_->servers.at(key);
            row.machine.on_timer(now);
            tables_->settle_server(key, row);
        }
    }
    return out;
}

std::optional<time_point> transaction_layer::deadline() const {
    if (tables_->deadlines.empty()) return std::nullopt;
    return tables_->deadlines.begin()->first;
}

bool transaction_layer::cancels(const message& cancel) const {
    const auto prefix = cancel_match(cancel);
    if (!prefix) return false;
    for (auto at = tables_->server_matches.lower_bound(*prefix);
         at != tables_->server_matches.end() && at->first.starts_with(*prefix); ++at)
        if (!at->first.ends_with("\nCANCEL\n")) return true;
    return false;
}

} // namespace simplespec::sip
