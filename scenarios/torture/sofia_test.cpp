// Heads and multiparts read a second time, by sofia-sip: a misunderstanding that our reader shares with our
// writer and our rules shows here. Built where libsofia-sip-ua is there, run where SIMPLESPEC_PEERS is yes.
#include "agent/presence_server.hpp"
#include "mime/entity.hpp"
#include "rigs/wire/virtual_wire.hpp"
#include "scenarios/runner/runner.hpp"
#include "scenarios/runner/suite.hpp"
#include "scenarios/torture/corpus.hpp"
#include "scenarios/torture/reference.hpp"
#include "sip/cursor.hpp"
#include "sip/headers/address.hpp"
#include "sip/headers/event.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/value.hpp"
#include "sip/headers/via.hpp"
#include "sip/message.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/msg_mime.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#include <sofia-sip/su.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace simplespec::scenarios {
namespace {

/// What a reader makes of a message, by the name of the question.
using facts = std::map<std::string, std::string>;

std::string text(const char* t) { return t == nullptr ? std::string() : std::string(t); }

void part_facts(std::size_t i, const std::string& type, std::string_view id, std::size_t size, facts& out) {
    id = sip::trim(id);
    if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
    out[fmt::format("part {}", i)] = fmt::format("{} <{}> {} octets", sip::lowercase(type), id, size);
}

// ---- by sofia-sip

void parts_by_sofia(su_home_t* home, const sip_t& m, facts& out) {
    if (m.sip_payload == nullptr || m.sip_payload->pl_len == 0) return;
    msg_content_type_t* type = sip_content_type_dup(home, m.sip_content_type);
    msg_payload_t* body = sip_payload_dup(home, m.sip_payload);
    std::size_t i = 0;
    for (auto* part = msg_multipart_parse(home, type, body); part != nullptr; part = part->mp_next)
        part_facts(i++, part->mp_content_type == nullptr ? "text/plain" : text(part->mp_content_type->c_type),
                   part->mp_content_id == nullptr ? "" : text(part->mp_content_id->g_string),
                   part->mp_payload == nullptr ? 0 : part->mp_payload->pl_len, out);
    out["parts"] = std::to_string(i);
}

facts by_sofia(const std::string& octets) {
    facts out;
    msg_t* msg = msg_make(sip_default_mclass(), 0, octets.data(), static_cast<ssize_t>(octets.size()));
    const sip_t* m = msg == nullptr ? nullptr : sip_object(msg);
    if (m == nullptr || (m->sip_request == nullptr && m->sip_status == nullptr)) {
        msg_destroy(msg);
        return {{"message", "none"}};
    }
    if (m->sip_request != nullptr) {
        out["method"] = text(m->sip_request->rq_method_name);
        out["host"] = sip::lowercase(text(m->sip_request->rq_url->url_host));
        out["port"] = text(m->sip_request->rq_url->url_port);
    } else {
        out["status"] = std::to_string(m->sip_status->st_status);
        out["phrase"] = text(m->sip_status->st_phrase);
    }
    if (m->sip_call_id != nullptr) out["call-id"] = text(m->sip_call_id->i_id);
    if (m->sip_cseq != nullptr)
        out["cseq"] = fmt::format("{} {}", m->sip_cseq->cs_seq, text(m->sip_cseq->cs_method_name));
    if (m->sip_from != nullptr) out["from tag"] = text(m->sip_from->a_tag);
    if (m->sip_to != nullptr) out["to tag"] = text(m->sip_to->a_tag);
    std::size_t count = 0;
    for (const sip_via_t* v = m->sip_via; v != nullptr; v = v->v_next)
        out[fmt::format("via {}", count++)] = fmt::format(
            "{} port {} branch {}", sip::lowercase(text(v->v_host)), text(v->v_port), text(v->v_branch));
    count = 0;
    for (const sip_contact_t* c = m->sip_contact; c != nullptr; c = c->m_next) ++count;
    if (count > 0) out["contacts"] = std::to_string(count);
    if (m->sip_max_forwards != nullptr) out["max-forwards"] = std::to_string(m->sip_max_forwards->mf_count);
    if (m->sip_event != nullptr)
        out["event"] = fmt::format("{} id {}", text(m->sip_event->o_type), text(m->sip_event->o_id));
    if (m->sip_expires != nullptr) out["expires"] = std::to_string(m->sip_expires->ex_delta);
    if (const auto* s = m->sip_subscription_state; s != nullptr)
        out["state"] = fmt::format("{} reason {} expires {}", text(s->ss_substate), text(s->ss_reason),
                                   text(s->ss_expires));
    if (m->sip_etag != nullptr) out["entity-tag"] = text(m->sip_etag->g_string);
    if (m->sip_content_type != nullptr) out["type"] = sip::lowercase(text(m->sip_content_type->c_type));
    out["body"] = std::to_string(m->sip_payload == nullptr ? 0 : m->sip_payload->pl_len);
    su_home_t home[1] = {SU_HOME_INIT(home)};
    su_home_init(home);
    if (out["type"].starts_with("multipart/")) parts_by_sofia(home, *m, out);
    su_home_deinit(home);
    msg_destroy(msg);
    return out;
}

// ---- by our own readers

void parts_by_us(const sip::message& m, facts& out) {
    if (m.body().empty()) return;
    const auto whole = mime::read_entity(m.value(sip::header::content_type), {}, m.body()).value;
    for (std::size_t i = 0; i < whole.parts.size(); ++i)
        part_facts(i, whole.parts[i].type.essence(), whole.parts[i].content_id, whole.parts[i].size, out);
    out["parts"] = std::to_string(whole.parts.size());
}

std::string port_text(const std::optional<std::uint16_t>& port) {
    return port ? std::to_string(*port) : std::string();
}
/// sofia-sip keeps the brackets of an IPv6 reference.
std::string host_text(const std::string& host) {
    return sip::lowercase(host.find(':') == std::string::npos ? host : "[" + host + "]");
}

facts by_us(const std::string& octets) {
    using sip::header;
    const auto m = sip::read_message(octets);
    if (!m) return {{"message", "none"}};
    facts out;
    if (m->is_request()) {
        out["method"] = m->method();
        const auto uri = sip::parse_uri(m->request_uri());
        out["host"] = uri ? host_text(uri->host) : "";
        out["port"] = uri ? port_text(uri->port) : "";
    } else {
        out["status"] = std::to_string(m->status());
        out["phrase"] = m->reason();
    }
    if (m->has(header::call_id)) out["call-id"] = m->value(header::call_id);
    if (const auto read = sip::parse_cseq(m->value(header::cseq)))
        out["cseq"] = fmt::format("{} {}", read->number, read->method);
    if (const auto read = sip::parse_from(m->value(header::from))) out["from tag"] = read->tag();
    if (const auto read = sip::parse_to(m->value(header::to))) out["to tag"] = read->tag();
    std::size_t count = 0;
    for (const auto& item : sip::list_values(*m, header::via))
        if (const auto v = sip::parse_via(item.text))
            out[fmt::format("via {}", count++)] =
                fmt::format("{} port {} branch {}", host_text(v->host), port_text(v->port), v->branch());
    const auto contacts = sip::list_values(*m, header::contact).size();
    if (contacts > 0) out["contacts"] = std::to_string(contacts);
    if (const auto read = sip::parse_number(m->value(header::max_forwards)))
        out["max-forwards"] = std::to_string(*read);
    if (const auto read = sip::parse_event(m->value(header::event)))
        out["event"] = fmt::format("{} id {}", read->type, read->id());
    if (const auto read = sip::parse_number(m->value(header::expires)))
        out["expires"] = std::to_string(*read);
    if (const auto read = sip::parse_subscription_state(m->value(header::subscription_state)))
        out["state"] =
            fmt::format("{} reason {} expires {}", read->state, read->reason(), read->params.text("expires"));
    if (m->has(header::sip_etag)) out["entity-tag"] = m->value(header::sip_etag);
    if (m->has(header::content_type)) {
        sip::findings passed_over;
        const auto type = mime::read_media_type(m->value(header::content_type), 0, passed_over);
        out["type"] = type ? type->essence() : "";
    }
    out["body"] = std::to_string(m->body().size());
    if (out["type"].starts_with("multipart/")) parts_by_us(*m, out);
    return out;
}

/// Both readings side by side; what differs, a line each.
std::string differences(const std::string& octets) {
    const auto ours = by_us(octets), theirs = by_sofia(octets);
    std::set<std::string> names;
    for (const auto& [name, unused] : ours) names.insert(name);
    for (const auto& [name, unused] : theirs) names.insert(name);
    std::string out;
    for (const auto& name : names) {
        const auto a = ours.find(name), b = theirs.find(name);
        const auto one = a == ours.end() ? "(not there)" : a->second,
                   other = b == theirs.end() ? "(not there)" : b->second;
        if (one != other) out += fmt::format("  {}: ours \"{}\", sofia-sip \"{}\"\n", name, one, other);
    }
    return out;
}

struct sofia : testing::Test {
    void SetUp() override {
        const char* peers = std::getenv("SIMPLESPEC_PEERS");
        if (peers == nullptr || std::string_view(peers) != "yes")
            GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes";
        su_init();
    }
};

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

/// Valid messages that sofia-sip reads in another way, and why it is not us who are wrong.
const std::map<std::string, std::string> sofia_differs = {
    {"sip/every-token-character-in-method.sip", "a method with a back quote in it is refused"},
    {"sip/unknown-scheme-in-request-uri.sip", "a host is looked for in a URI of any scheme"},
    {"sip/nul-behind-a-backslash.sip", "a string ends at a NUL"},
    {"mime/part-headers-folded.sip",
     "a Content-Type that is folded before a semicolon is not read in a part"},
    {"mime/comments-in-part-headers.sip", "comments are not known in a part"},
};

/// Scenarios that have such a value in messages that are no deviation themselves.
const std::map<std::string, std::string> sofia_differs_in = {
    {"rfc4475/3.1.2.14/spaces-within-angle-brackets", "spaces in a To that is sent back in a refusal"},
    {"rfc4475/3.3.2/scheme-that-nobody-knows", "a host is looked for in a URI of any scheme"},
    {"rfc4475/3.3.3/scheme-that-is-not-for-sip", "a host is looked for in a URI of any scheme"},
};

TEST_F(sofia, reads_the_valid_corpus_as_we_do) {
    const auto folder = std::filesystem::path(SIMPLESPEC_SOURCE_DIR) / "scenarios/torture/corpus";
    const auto corpus = read_corpus_index(content_of(folder / "index.toml"));
    ASSERT_TRUE(corpus);
    std::size_t compared = 0;
    for (const auto& t : *corpus) {
        if (!t.valid || t.messages != 1) continue;
        const auto found = differences(content_of(folder / t.file));
        ++compared;
        if (sofia_differs.contains(t.file)) {
            EXPECT_FALSE(found.empty()) << t.file << " is read alike now";
        } else {
            EXPECT_TRUE(found.empty()) << t.file << "\n" << found;
        }
    }
    EXPECT_GE(compared, 100U);
}

struct world {
    world(agent::server_settings settings, const sip::hop& at, std::uint64_t seed)
        : server(std::move(settings), at, sip::entropy(seed)), wire({.seed = seed}) {
        auto tcp = at;
        tcp.via = sip::transport::tcp;
        wire.host(server, {at, tcp});
    }
    agent::presence_server server;
    rigs::virtual_wire wire;
};

TEST_F(sofia, reads_what_a_run_of_the_suite_sends_as_we_do) {
    const auto bed = embedded_testbed();
    const auto settings = server_of(bed);
    const set_scene set = [&](const scenario&, std::uint64_t seed) -> std::expected<scene, std::string> {
        const sip::hop at{sip::transport::udp, "192.0.2.1", 5060};
        auto made = std::make_shared<world>(settings, at, seed);
        return scene{std::shared_ptr<rigs::wire>(made, &made->wire), at, {}};
    };
    std::vector<const scenario*> all;
    for (const auto& s : built_in_suite())
        if (!s.of_client()) all.push_back(&s);
    const auto done = run(bed, all, set, {});
    std::size_t compared = 0;
    std::set<std::string> differ;
    for (const auto& s : done.scenarios)
        for (const auto& m : s.messages) {
            if (m.deviation) continue;
            ++compared;
            const auto found = differences(m.octets);
            if (!found.empty()) differ.insert(s.id);
            EXPECT_TRUE(found.empty() || sofia_differs_in.contains(s.id))
                << s.id << ": " << m.start_line << "\n" << found;
        }
    for (const auto& [id, why] : sofia_differs_in)
        EXPECT_TRUE(differ.contains(id)) << id << " is read alike now: " << why;
    EXPECT_GE(compared, 500U);
}

} // namespace
} // namespace simplespec::scenarios
