#include "sip/header_name.hpp"

#include "sip/cursor.hpp"

#include <array>

namespace simplespec::sip {

namespace {
struct row {
    std::string_view name;
    char compact;
    bool list;
};

// In the order of the enumeration.
constexpr std::array table = {
    row{"", '\0', false},
    row{"Via", 'v', true},
    row{"From", 'f', false},
    row{"To", 't', false},
    row{"Call-ID", 'i', false},
    row{"CSeq", '\0', false},
    row{"Contact", 'm', true},
    row{"Route", '\0', true},
    row{"Record-Route", '\0', true},
    row{"Max-Forwards", '\0', false},
    row{"Event", 'o', false},
    row{"Allow-Events", 'u', true},
    row{"Subscription-State", '\0', false},
    row{"Expires", '\0', false},
    row{"Min-Expires", '\0', false},
    row{"SIP-ETag", '\0', false},
    row{"SIP-If-Match", '\0', false},
    row{"Suppress-If-Match", '\0', false},
    row{"Supported", 'k', true},
    row{"Require", '\0', true},
    row{"Unsupported", '\0', true},
    row{"Proxy-Require", '\0', true},
    row{"Accept", '\0', true},
    row{"Accept-Encoding", '\0', true},
    row{"Accept-Language", '\0', true},
    row{"Allow", '\0', true},
    row{"Content-Type", 'c', false},
    row{"Content-Length", 'l', false},
    row{"Content-Encoding", 'e', true},
    row{"Content-Disposition", '\0', false},
    row{"Content-Language", '\0', true},
    row{"Content-ID", '\0', false},
    row{"Content-Transfer-Encoding", '\0', false},
    row{"MIME-Version", '\0', false},
    row{"WWW-Authenticate", '\0', false},
    row{"Proxy-Authenticate", '\0', false},
    row{"Authorization", '\0', false},
    row{"Proxy-Authorization", '\0', false},
    row{"Authentication-Info", '\0', false},
    row{"Proxy-Authentication-Info", '\0', false},
    row{"Retry-After", '\0', false},
    row{"Warning", '\0', true},
    row{"Reason", '\0', true},
    row{"User-Agent", '\0', false},
    row{"Server", '\0', false},
    row{"Timestamp", '\0', false},
    row{"Date", '\0', false},
    row{"Subject", 's', false},
    row{"Organization", '\0', false},
    row{"Priority", '\0', false},
    row{"Refer-To", 'r', false},
    row{"Referred-By", 'b', false},
    row{"Path", '\0', true},
    row{"Service-Route", '\0', true},
    row{"P-Asserted-Identity", '\0', true},
    row{"P-Preferred-Identity", '\0', true},
    row{"Privacy", '\0', false},
    row{"In-Reply-To", '\0', true},
    row{"Reply-To", '\0', false},
    row{"Error-Info", '\0', true},
    row{"Alert-Info", '\0', true},
    row{"Call-Info", '\0', true},
    row{"Session-Expires", 'x', false},
    row{"Min-SE", '\0', false},
    row{"Refer-Sub", '\0', false},
    row{"Target-Dialog", '\0', false},
    row{"History-Info", '\0', true},
    row{"Accept-Contact", 'a', true},
    row{"Reject-Contact", 'j', true},
    row{"Request-Disposition", 'd', true},
    row{"Identity", 'y', false},
    row{"Identity-Info", 'n', false},
};
static_assert(table.size() == static_cast<std::size_t>(header::identity_info) + 1);

constexpr std::size_t buckets = 512;

constexpr char fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr std::size_t hash(std::string_view name) {
    std::size_t h = name.size();
    for (const char c : name) h = h * 31 + static_cast<unsigned char>(fold(c));
    return h % buckets;
}

// Open addressing over the long names: index into `table`, 0 for empty.
constexpr auto index = [] {
    std::array<std::uint8_t, buckets> slots{};
    for (std::size_t i = 1; i < table.size(); ++i) {
        std::size_t at = hash(table[i].name);
        while (slots[at] != 0) at = (at + 1) % buckets;
        slots[at] = static_cast<std::uint8_t>(i);
    }
    return slots;
}();

constexpr auto compact_index = [] {
    std::array<std::uint8_t, 128> slots{};
    for (std::size_t i = 1; i < table.size(); ++i)
        if (table[i].compact != '\0') slots[static_cast<unsigned char>(table[i].compact)] = static_cast<std::uint8_t>(i);
    return slots;
}();
} // namespace

header header_of(std::string_view name) {
    if (name.size() == 1) {
        const auto c = static_cast<unsigned char>(lower(name.front()));
        return c < 128 ? static_cast<header>(compact_index[c]) : header::other;
    }
    for (std::size_t at = hash(name); index[at] != 0; at = (at + 1) % buckets)
        if (iequal(table[index[at]].name, name)) return static_cast<header>(index[at]);
    return header::other;
}

std::string_view name(header h) { return table[static_cast<std::size_t>(h)].name; }
char compact_form(header h) { return table[static_cast<std::size_t>(h)].compact; }
bool is_list(header h) { return table[static_cast<std::size_t>(h)].list; }

} // namespace simplespec::sip
