#include "presence/data_model.hpp"

#include "presence/fields.hpp"

namespace simplespec::presence {

namespace {

void require_id(const xml::element& e, const std::string& id, sip::findings& departures) {
    if (id.empty())
        departures.push_back(
            {"data-model-without-id", "RFC4479-5-1", e.offset, e.name + " has no id.", "id="});
}

} // namespace

person read_person(const xml::element& e, sip::findings& departures) {
    person out;
    out.id = attribute_of(e, "id");
    require_id(e, out.id, departures);
    for (const auto& c : e.children) {
        if (c.ns == e.ns && c.name == "note")
            out.notes.push_back(read_note(c));
        else if (c.ns == e.ns && c.name == "timestamp")
            out.timestamp = read_time_at(c.text, c.offset, "", departures);
        else if (!read_rpid(c, out.rich, departures) && !read_cipid(c, out.card))
            out.extensions.push_back(c);
    }
    return out;
}

device read_device(const xml::element& e, sip::findings& departures) {
    device out;
    out.id = attribute_of(e, "id");
    require_id(e, out.id, departures);
    for (const auto& c : e.children) {
        if (c.is(data_model_ns, "deviceID"))
            out.device_id = c.trimmed();
        else if (c.ns == e.ns && c.name == "note")
            out.notes.push_back(read_note(c));
        else if (c.ns == e.ns && c.name == "timestamp")
            out.timestamp = read_time_at(c.text, c.offset, "", departures);
        else if (!read_rpid(c, out.rich, departures))
            out.extensions.push_back(c);
    }
    if (out.device_id.empty())
        departures.push_back(
            {"device-without-deviceid", "RFC4479-5-2", e.offset, "device has no deviceID.", "<deviceID>"});
    return out;
}

// person = extensions, note*, timestamp? (RFC 4479 section 5)
xml::element write_person(const person& value) {
    auto e = xml::make(data_model_ns, "person");
    xml::put(e, "id", value.id);
    write_rpid(value.rich, e.children);
    write_cipid(value.card, e.children);
    for (const auto& x : value.extensions) e.children.push_back(x);
    for (const auto& n : value.notes) e.children.push_back(write_note(data_model_ns, n));
    if (value.timestamp)
        e.children.push_back(xml::make(data_model_ns, "timestamp", write_time(*value.timestamp)));
    return e;
}

// device = extensions, deviceID, note*, timestamp? (RFC 4479 section 5)
xml::element write_device(const device& value) {
    auto e = xml::make(data_model_ns, "device");
    xml::put(e, "id", value.id);
    write_rpid(value.rich, e.children);
    for (const auto& x : value.extensions) e.children.push_back(x);
    e.children.push_back(xml::make(data_model_ns, "deviceID", value.device_id));
    for (const auto& n : value.notes) e.children.push_back(write_note(data_model_ns, n));
    if (value.timestamp)
        e.children.push_back(xml::make(data_model_ns, "timestamp", write_time(*value.timestamp)));
    return e;
}

} // namespace simplespec::presence
