#include "events/content.hpp"

#include "events/reading.hpp"
#include "sip/cursor.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/media.hpp"

#include <algorithm>

namespace simplespec::events {
namespace {

// qvalue = ( "0" [ "." 0*3("0") ] ) / ...: only whether it is zero matters here.
bool excluded(std::string_view item) {
    const auto q = parameter_of(item, "q");
    return !q.empty() && q.find_first_not_of("0.") == std::string::npos;
}

// media-range = ( "*/*" / ( m-type SLASH "*" ) / ( m-type SLASH m-subtype ) ) *( SEMI m-parameter )
// 0: does not name the type; 3: names it exactly.
int closeness(std::string_view range, std::string_view type) {
    if (range == type) return 3;
    if (range == "*/*") return 1;
    const bool any_subtype = range.size() > 2 && range.ends_with("/*");
    return any_subtype && type.starts_with(range.substr(0, range.size() - 1)) ? 2 : 0;
}

} // namespace

content content_of(const sip::message& m) {
    if (m.body().empty()) return {};
    return {std::string(m.value(sip::header::content_type)), std::string(m.body()),
            std::string(m.value(sip::header::content_encoding))};
}

void put(sip::composer& m, const content& body) {
    if (body.empty()) return;
    if (!body.encoding.empty()) m.set(sip::header::content_encoding, body.encoding);
    m.body(body.type, body.octets);
}

std::string media_type(std::string_view content_type) {
    const auto type = content_type.substr(0, content_type.find(';'));
    std::string out;
    std::ranges::copy_if(type, std::back_inserter(out), [](char c) {
        return !sip::is_wsp(c) && c != '\r' && c != '\n'; // SLASH allows white space around it
    });
    return sip::lowercase(out);
}

std::string parameter_of(std::string_view content_type, std::string_view name) {
    const auto read = read_tolerantly<sip::media_type>(sip::parse_media_type, content_type);
    return read ? read->params.text(name) : std::string();
}

bool accepts(const sip::message& m, std::string_view type) {
    const std::string wanted = media_type(type);
    int closest = 0;
    bool admitted = false;
    for (const auto& value : sip::list_values(m, sip::header::accept)) {
        const auto item = value.text;
        const int how = closeness(media_type(item), wanted);
        if (how <= closest) continue;
        closest = how;
        admitted = !excluded(item);
    }
    return admitted;
}

} // namespace simplespec::events
