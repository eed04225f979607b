#include "contacts/contact_list.hpp"
#include "mime/entity.hpp"
#include "presence/pidf.hpp"
#include "reports/lint.hpp"
#include "sip/message.hpp"

namespace simplespec::reports {
namespace {

std::vector<lint_contact> rows_of(const contacts::contact_list& list) {
    std::vector<lint_contact> out;
    for (const auto& row : list.rows())
        out.push_back({row.uri, row.names.empty() ? std::string() : std::string(row.title()),
                       std::string(presence::name(row.how.state)), row.how.activities, std::string(row.note())});
    return out;
}

/// Presence documents that stand outside of a list.
void apply_documents(const mime::entity& e, sip::wall_time now, contacts::contact_list& list, bool& found) {
    for (const auto& part : e.parts) apply_documents(part, now, list, found);
    if (e.is_multipart()) return;
    const auto document = presence::read_presence_body(e.type.essence(), e.body);
    if (!document.value) return;
    found = true;
    list.apply(now, document.value->entity, &*document.value);
}

} // namespace

std::vector<lint_contact> contacts_of(std::string_view message_octets, bool& found) {
    found = false;
    const auto message = sip::read_message(std::string(message_octets));
    if (!message || message->body().empty()) return {};
    const auto type = message->value(sip::header::content_type);
    const auto transfer = message->value(sip::header::content_transfer_encoding);
    const auto entity = mime::read_entity(type, transfer, message->body());
    contacts::contact_list list;
    constexpr sip::wall_time now{}; // nothing that is shown depends on it
    if (mime::find_type(entity.value, "application/rlmi+xml") != nullptr) {
        found = list.apply_body(now, type, transfer, message->body()).usable;
        if (found) return rows_of(list);
    }
    apply_documents(entity.value, now, list, found);
    return rows_of(list);
}

} // namespace simplespec::reports
