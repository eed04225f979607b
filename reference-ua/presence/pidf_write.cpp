#include "presence/fields.hpp"
#include "presence/pidf.hpp"

#include <fmt/core.h>

namespace simplespec::presence {

namespace {

std::string priority_text(int thousandths) {
    if (thousandths >= 1000) return "1";
    if (thousandths <= 0) return "0";
    std::string out = fmt::format("0.{:03}", thousandths);
    while (out.back() == '0') out.pop_back();
    return out;
}

xml::element write_tuple(const tuple& value) {
    auto e = xml::make(pidf_ns, "tuple");
    xml::put(e, "id", value.id);
    auto status = xml::make(pidf_ns, "status");
    if (value.status.basic) status.children.push_back(xml::make(pidf_ns, "basic", name(*value.status.basic)));
    if (!value.status.im.empty()) status.children.push_back(xml::make(im_ns, "im", value.status.im));
    for (const auto& x : value.status.extensions) status.children.push_back(x);
    e.children.push_back(std::move(status));
    write_rpid(value.rich, e.children);
    write_cipid(value.card, e.children);
    for (const auto& t : value.timed) e.children.push_back(write_timed_status(t));
    if (!value.device_id.empty()) e.children.push_back(xml::make(data_model_ns, "deviceID", value.device_id));
    for (const auto& x : value.extensions) e.children.push_back(x);
    if (value.contact) {
        auto contact = xml::make(pidf_ns, "contact", value.contact->uri);
        if (value.contact->priority) xml::put(contact, "priority", priority_text(*value.contact->priority));
        e.children.push_back(std::move(contact));
    }
    for (const auto& n : value.notes) e.children.push_back(write_note(pidf_ns, n));
    if (value.timestamp) e.children.push_back(xml::make(pidf_ns, "timestamp", write_time(*value.timestamp)));
    return e;
}

} // namespace

xml::element write_presence(const presence_document& document) {
    auto root = xml::make(pidf_ns, "presence");
    xml::put(root, "entity", document.entity);
    for (const auto& t : document.tuples) root.children.push_back(write_tuple(t));
    for (const auto& n : document.notes) root.children.push_back(write_note(pidf_ns, n));
    for (const auto& p : document.persons) root.children.push_back(write_person(p));
    for (const auto& d : document.devices) root.children.push_back(write_device(d));
    for (const auto& x : document.extensions) root.children.push_back(x);
    return root;
}

std::string write_pidf(const presence_document& document) { return xml::write(write_presence(document)); }

} // namespace simplespec::presence
