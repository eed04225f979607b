#include "bench/corpus.hpp"

#include "contacts/rlmi.hpp"
#include "presence/pidf.hpp"
#include "sip/composer.hpp"

#include <fmt/format.h>

#include <array>

namespace simplespec::bench {
namespace {

constexpr std::array<std::string_view, 8> first_names = {"Joe",  "Marie",         "Mark", "Zo\xC3\xAB",
                                                         "Olga", "J\xC3\xBCrgen", "Ines", "Wei"};
constexpr std::array<std::string_view, 5> last_names = {"Thomas", "Edwards", "Nakamura", "O'Neill",
                                                        "Sk\xC5\x82odowska"};
constexpr std::array<std::string_view, 7> notes = {"",
                                                   "Lunch",
                                                   "In a meeting & on mute",
                                                   "",
                                                   "On the way",
                                                   "Bin zur\xC3\xBC"
                                                   "ck um 4",
                                                   "Gone home"};

// A document as a desk phone publishes it: an element to a line, its own prefix for the word of its state.
std::string phone_document(const member& m, std::size_t which) {
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"\n"
        "xmlns:im=\"urn:ietf:params:xml:ns:pidf:im\"\nentity=\"{0}\">\n"
        "<tuple id=\"snom320-{1:012X}\">\n<status>\n<basic>{2}</basic>\n{3}</status>\n"
        "<contact priority=\"1.00\">{0}</contact>\n{4}</tuple>\n</presence>\n",
        presence::xml::escape(m.uri), 0x000413000000U + which, m.open ? "open" : "closed",
        m.note.empty() ? "" : fmt::format("<im:im>{}</im:im>\n", presence::xml::escape(m.note)),
        m.note.empty() ? ""
                       : fmt::format("<note xml:lang=\"en\">{}</note>\n", presence::xml::escape(m.note)));
}

// A document as our server writes it: each fourth has a person with an activity beside the tuple.
std::string own_document(const member& m, std::size_t which) {
    presence::presence_document out;
    out.entity = m.uri;
    presence::tuple t;
    t.id = fmt::format("t{}", which);
    t.status.basic = m.open ? presence::basic::open : presence::basic::closed;
    t.contact = presence::contact{m.uri, 800};
    if (!m.note.empty()) t.notes.push_back({m.note, "en"});
    t.timestamp = sip::wall_time(std::chrono::seconds(1'760'000'000 + 61 * which));
    out.tuples.push_back(std::move(t));
    if (which % 4 == 0) {
        presence::person p;
        p.id = fmt::format("p{}", which);
        p.rich.activities.push_back({{{m.open ? "working" : "away"}}});
        out.persons.push_back(std::move(p));
    }
    return presence::write_pidf(out);
}

// The head of a NOTIFY in a dialog that went through two proxies.
sip::composer head_of_notify(std::uint32_t cseq) {
    auto out = sip::composer::request("NOTIFY", "sip:alice@192.0.2.17:5062;transport=tcp;line=h3k9x2");
    out.add("Via", "SIP/2.0/TCP proxy.example.com:5060;branch=z9hG4bKd1f5.8c2e4b77a9.0;rport;i=7f2")
        .add("Via", "SIP/2.0/TCP 192.0.2.80:5060;received=192.0.2.80;branch=z9hG4bKnashds8m3ay1")
        .add("Record-Route", "<sip:proxy.example.com;transport=tcp;lr=on;ftag=1a2b3c>")
        .add("Max-Forwards", "69")
        .add("From", "\"Friends\" <sip:alice-friends@example.com>;tag=1a2b3c4d5e6f7081")
        .add("To", "\"Alice Jones\" <sip:alice@example.com>;tag=h3kfi29s")
        .add("Call-ID", "3c26701f3a5c-8cbqw1hxgmd2@192.0.2.17")
        .add("CSeq", fmt::format("{} NOTIFY", cseq))
        .add("Contact", "<sip:rls.example.com:5060;transport=tcp>")
        .add("Event", "presence")
        .add("Subscription-State", "active;expires=3571")
        .add("Require", "eventlist")
        .add("User-Agent", "kamailio (5.6.3 (x86_64/linux))");
    return out;
}

constexpr std::string_view host = "rls.example.com";

} // namespace

list_corpus::list_corpus(corpus_settings settings)
    : settings_(settings), random_(settings.seed), changed_(settings.contacts, false) {
    for (std::size_t i = 0; i < settings.contacts; ++i) {
        const auto draw = random_.next();
        members_.push_back({fmt::format("sip:{}@example.com", 2000 + i),
                            fmt::format("{} {}", first_names[draw % first_names.size()],
                                        last_names[draw / 8 % last_names.size()]),
                            draw / 64 % 3 != 0, std::string(notes[draw / 256 % notes.size()])});
        stable_.push_back(mime::new_content_id(host, random_));
    }
}

void list_corpus::change(std::size_t which) {
    auto& m = members_[which];
    m.open = !m.open;
    m.note = m.note == "Lunch" ? "On the phone" : "Lunch";
    changed_[which] = true;
}

contact_table list_corpus::expected() const {
    contact_table out;
    for (const auto& m : members_) {
        auto& row = out.add();
        row = {m.uri, m.name, m.note,
               m.open ? presence::availability::available : presence::availability::unavailable};
    }
    return out;
}

std::string list_corpus::document(std::size_t which) const {
    const auto& m = members_[which];
    return settings_.from == server::kamailio ? phone_document(m, which) : own_document(m, which);
}

std::string list_corpus::list_document(const std::vector<std::string>& cids, bool full,
                                       const std::vector<bool>& named) const {
    contacts::rlmi_list list{
        "sip:alice-friends@example.com", version_, true, full, {}, {{"Friends", "en"}}, {}};
    for (std::size_t i = 0; i < members_.size(); ++i)
        if (named[i])
            list.resources.push_back({members_[i].uri,
                                      {{members_[i].name, {}}},
                                      {{"1", contacts::instance_state::active, {}, cids[i]}}});
    auto text = contacts::write(list);
    if (settings_.spelt == spelling::valid) return text;
    std::string out;
    constexpr std::string_view good = "state=\"active\"";
    std::size_t from = 0;
    for (auto at = text.find(good); at != std::string::npos; at = text.find(good, from)) {
        out.append(text, from, at - from).append("state=StrUtils::kActive");
        from = at + good.size();
    }
    return out.append(text, from);
}

std::string list_corpus::full() { return notify(true); }
std::string list_corpus::partial() { return notify(false); }

std::string list_corpus::notify(bool full) {
    const auto named = full ? std::vector<bool>(members_.size(), true) : changed_;
    const bool valid = settings_.spelt == spelling::valid;
    std::vector<std::string> cids = stable_;
    if (settings_.ids == content_ids::fresh)
        for (auto& cid : cids) cid = mime::new_content_id(host, random_);
    parts_.clear();
    parts_.push_back(
        {valid ? "application/rlmi+xml;charset=\"UTF-8\"" : "application/rlmi+xml;;charset=\"UTF-8\"",
         valid ? mime::new_content_id(host, random_) : std::string(), list_document(cids, full, named)});
    for (std::size_t i = 0; i < members_.size(); ++i)
        if (named[i])
            parts_.push_back(
                {"application/pidf+xml;charset=\"UTF-8\"", valid ? cids[i] : std::string(), document(i)});
    const auto body = mime::write_related(parts_, random_);
    ++version_;
    changed_.assign(members_.size(), false);
    return head_of_notify(cseq_++).body(body.content_type, body.body).octets();
}

single_message publish() {
    const member m{"pres:431@192.0.2.59", "", true, "Lunch"};
    auto octets = sip::composer::request("PUBLISH", "sip:431@192.0.2.59")
                      .add("Via", "SIP/2.0/UDP 192.0.2.136:2051;branch=z9hG4bK-i9mwzvn9bqv7;rport")
                      .add("From", "\"431\" <sip:431@192.0.2.59>;tag=31xhncbjm9")
                      .add("To", "\"431\" <sip:431@192.0.2.59>")
                      .add("Call-ID", "3c2698992729-frk2yiv6im5g")
                      .add("CSeq", "1 PUBLISH")
                      .add("Max-Forwards", "70")
                      .add("Event", "presence")
                      .add("Expires", "3600")
                      .body("application/pidf+xml", phone_document(m, 1))
                      .octets();
    return {std::move(octets), m};
}

single_message single_notify() {
    const member m{"sip:2001@example.com", "", false, "Gone home"};
    auto head = head_of_notify(7).remove(sip::header::require);
    return {head.body("application/pidf+xml", phone_document(m, 2)).octets(), m};
}

std::string notify_head() {
    return head_of_notify(4711)
        .body("multipart/related;type=\"application/rlmi+xml\";start=\"<nXYxAE@rls.example.com>\";"
              "boundary=\"50UBfW7LSCVLtggUPe5z\"",
              "")
        .octets();
}

} // namespace simplespec::bench
