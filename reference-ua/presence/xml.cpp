#include "presence/xml.hpp"

#include "presence/xml_text.hpp"
#include "sip/cursor.hpp"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace simplespec::presence::xml {

namespace {

// While there is one thread: libxml2 loses a mutex where two threads come to it first at the same moment.
[[maybe_unused]] const bool initialised = [] {
    xmlInitParser();
    return true;
}();

/// One parse: the stack of open elements, built up by libxml2's SAX2 events.
struct builder {
    std::string_view text;
    const read_options* options;
    xmlParserCtxtPtr context = nullptr;
    std::vector<element> open{};
    std::optional<element> root{};
    std::size_t nodes = 0;
    std::string_view limit{};
    std::string error{};
    std::size_t error_offset = 0;
    std::string unbound{};

    std::size_t here() const {
        const auto* in = context->input;
        return in == nullptr
                   ? 0
                   : std::min(text.size(), in->consumed + static_cast<std::size_t>(in->cur - in->base));
    }
    void refuse(std::string_view which) {
        if (limit.empty()) limit = which;
        xmlStopParser(context);
    }
};

builder& of(void* user) { return *static_cast<builder*>(user); }
std::string text_of(const xmlChar* text) {
    return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
}
std::string text_of(const xmlChar* from, const xmlChar* to) {
    return {reinterpret_cast<const char*>(from), reinterpret_cast<const char*>(to)};
}

/// The local name. Where a prefix is bound to nothing, or colons stand where none may, they become part of
/// it, so that what is written again is a name.
std::string local_name(const xmlChar* name, const xmlChar* prefix, const xmlChar* uri) {
    std::string out = text_of(name);
    if (prefix != nullptr && uri == nullptr) out.insert(0, text_of(prefix) + "_");
    std::ranges::replace(out, ':', '_');
    return out;
}

void on_start(void* user, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int declared,
              const xmlChar** bindings, int attributes, int, const xmlChar** rows) {
    builder& b = of(user);
    if (!b.limit.empty()) return;
    b.nodes += 1 + static_cast<std::size_t>(attributes) + static_cast<std::size_t>(declared);
    if (b.nodes > b.options->nodes) return b.refuse("more elements and attributes than are read");
    if (b.open.size() == b.options->depth) return b.refuse("elements nested deeper than is read");
    element e{text_of(uri), local_name(name, prefix, uri)};
    const std::size_t at = b.here(); // inside or behind the start tag, which holds no other "<"
    const auto* from = static_cast<const char*>(memrchr(b.text.data(), '<', std::max<std::size_t>(at, 1)));
    e.offset = from == nullptr ? at : static_cast<std::size_t>(from - b.text.data());
    e.attributes.reserve(static_cast<std::size_t>(attributes));
    for (int i = 0; i < attributes; ++i) { // each: local name, prefix, URI, value, end of the value
        const xmlChar** row = rows + 5 * static_cast<std::ptrdiff_t>(i);
        e.attributes.push_back(
            {text_of(row[2]), local_name(row[0], row[1], row[2]), text_of(row[3], row[4])});
    }
    for (int i = 0; i < declared; ++i) // each: prefix, URI
        e.declared.push_back({text_of(bindings[2 * static_cast<std::ptrdiff_t>(i)]),
                              text_of(bindings[2 * static_cast<std::ptrdiff_t>(i) + 1])});
    b.open.push_back(std::move(e));
}

void on_end(void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
    builder& b = of(user);
    if (!b.limit.empty() || b.open.empty()) return;
    element& done = b.open.back();
    if (b.open.size() == 1) {
        b.root = std::move(done);
    } else {
        element& parent = b.open[b.open.size() - 2];
        done.before = std::exchange(parent.last, gap::none);
        parent.children.push_back(std::move(done));
    }
    b.open.pop_back();
}

void on_text(void* user, const xmlChar* text, int size) {
    builder& b = of(user);
    if (b.open.empty() || size <= 0) return;
    const std::string_view said(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
    const bool white = said.find_first_not_of(" \t\r\n") == std::string_view::npos;
    auto& within = b.open.back();
    within.last = joined(within.last, white ? gap::white : gap::text);
    within.text.append(said);
}

void on_aside(void* user) {
    builder& b = of(user);
    if (!b.open.empty()) b.open.back().last = gap::unclear;
}
void on_comment(void* user, const xmlChar*) { on_aside(user); }
void on_instruction(void* user, const xmlChar*, const xmlChar*) { on_aside(user); }

xmlEntityPtr on_entity(void*, const xmlChar* name) { return xmlGetPredefinedEntity(name); }

void on_error(void* user, xmlErrorPtr error) {
    builder& b = of(user);
    if (error->level < XML_ERR_ERROR) return;
    std::string message = text_of(reinterpret_cast<const xmlChar*>(error->message));
    while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.pop_back();
    if (error->domain == XML_FROM_NAMESPACE) {
        if (b.unbound.empty()) b.unbound = std::move(message);
        return;
    }
    if (!b.error.empty()) return;
    b.error = message.empty() ? "not well-formed" : std::move(message);
    b.error_offset = b.here();
}

xmlSAXHandler handler() {
    xmlSAXHandler sax;
    std::memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = on_text;
    sax.cdataBlock = on_text;
    sax.ignorableWhitespace = on_text;
    sax.comment = on_comment;
    sax.processingInstruction = on_instruction;
    sax.getEntity = on_entity;
    sax.serror = on_error;
    return sax;
}

/// libxml2's parser, kept for the next document of the same thread: to make one costs as much as to read a small document. A
/// context that stopped early is not used again, nor one whose dictionary of names has grown, because names are what a peer
/// sends.
class kept_context {
public:
    /// Ready for this text, which must outlive the parse; null where there is no memory.
    xmlParserCtxtPtr take(std::string_view text) {
        if (context_ == nullptr) context_.reset(xmlNewParserCtxt());
        if (context_ == nullptr) return nullptr;
        auto* buffer = xmlParserInputBufferCreateMem(text.data(), static_cast<int>(text.size()), XML_CHAR_ENCODING_NONE);
        if (buffer == nullptr) return nullptr;
        buffer->readcallback = nullptr; // all is there: else it is asked for more at every step near the end
        auto* input = xmlNewIOInputStream(context_.get(), buffer, XML_CHAR_ENCODING_NONE);
        if (input == nullptr) {
            xmlFreeParserInputBuffer(buffer);
            return nullptr;
        }
        inputPush(context_.get(), input);
        return context_.get();
    }
    void give_back(bool whole) {
        constexpr std::size_t most_names = 64U << 10U; // octets
        if (!whole || xmlDictGetUsage(context_->dict) > most_names) context_.reset();
        else xmlCtxtReset(context_.get());
    }

private:
    std::unique_ptr<xmlParserCtxt, decltype([](xmlParserCtxtPtr c) { xmlFreeParserCtxt(c); })> context_;
};

/// libxml2 copies a comment up to each `--` in it, to speak of the error. Whether that comes to more than is done for anybody.
bool costly_comments(std::string_view text) {
    constexpr std::size_t most = 64U << 20U; // octets copied
    std::size_t copied = 0;
    for (auto at = text.find("<!--"); at != std::string_view::npos; at = text.find("<!--", at)) {
        const auto from = at + 4;
        at = text.find("--", from);
        while (at != std::string_view::npos && !text.substr(at).starts_with("-->")) {
            copied += at - from;
            if (copied > most) return true;
            at = text.find("--", at + 1);
        }
        if (at == std::string_view::npos) return false;
    }
    return false;
}

/// Parse UTF-8 text without DOCTYPE. Nothing is loaded: no resolver, no subset, no entity but the five.
void parse(builder& b) {
    if (costly_comments(b.text)) {
        b.limit = "more double hyphens in its comments than are read";
        return;
    }
    thread_local kept_context kept;
    b.context = b.text.empty() ? nullptr : kept.take(b.text);
    if (b.context == nullptr) {
        b.error = "the document is empty";
        return;
    }
    xmlCtxtUseOptions(b.context, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
    *b.context->sax = handler();
    b.context->userData = &b;
    xmlSwitchEncoding(b.context, XML_CHAR_ENCODING_UTF8);
    xmlParseDocument(b.context);
    const bool whole = b.context->wellFormed != 0;
    if (!whole && b.error.empty() && b.limit.empty()) b.error = "not well-formed";
    b.context = nullptr;
    kept.give_back(whole && b.error.empty() && b.limit.empty());
    if (!b.root && b.error.empty() && b.limit.empty()) b.error = "there is no root element";
}

/// Blank out a document type declaration before the root element: it is told, never read.
void blank_doctype(std::string& text, std::string_view requirement, sip::findings& departures) {
    std::size_t at = 0;
    while ((at = text.find('<', at)) != std::string::npos) {
        const auto rest = std::string_view(text).substr(at);
        if (rest.starts_with("<?") || rest.starts_with("<!--")) {
            const auto stop = rest.starts_with("<?") ? text.find("?>", at) : text.find("-->", at + 4);
            if (stop == std::string::npos) return;
            at = stop;
            continue;
        }
        if (rest.size() < 9 || !sip::iequal(rest.substr(0, 9), "<!DOCTYPE")) return;
        const std::size_t from = at;
        char quote = '\0';
        int depth = 0;
        for (; at < text.size(); ++at) {
            const char c = text[at];
            if (quote != '\0') {
                if (c == quote) quote = '\0';
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '[') {
                ++depth;
            } else if (c == ']') {
                --depth;
            } else if (c == '>' && depth <= 0) {
                break;
            }
        }
        departures.push_back({"xml-doctype",
                              requirement,
                              from,
                              "The document has a DOCTYPE; nothing of it is read or fetched.",
                              {},
                              text.substr(from, std::min<std::size_t>(64, at + 1 - from))});
        for (std::size_t i = from; i < text.size() && i <= at; ++i)
            if (text[i] != '\n') text[i] = ' ';
        return;
    }
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

} // namespace

const std::string* element::find(std::string_view attribute_name) const { return find({}, attribute_name); }

const std::string* element::find(std::string_view uri, std::string_view attribute_name) const {
    for (const auto& a : attributes)
        if (a.name == attribute_name && a.ns == uri) return &a.value;
    return nullptr;
}

const element* element::child(std::string_view uri, std::string_view local) const {
    for (const auto& c : children)
        if (c.is(uri, local)) return &c;
    return nullptr;
}

gap joined(gap a, gap b) { return std::max(a, b); }

std::string_view element::trimmed() const { return sip::trim(text); }

reading<element> read(std::string_view text, const read_options& options, const citations& cited) {
    reading<element> out;
    auto& notes = out.departures;
    if (text.size() > options.octets) {
        notes.push_back({"xml-limit", "", options.octets, "The document is longer than is read."});
        return out;
    }
    std::string utf8 = to_utf8(text, options.charset, cited.well_formed, notes);
    if (options.strict && !notes.empty()) return out;
    blank_doctype(utf8, {}, notes);
    const auto first = utf8.find_first_not_of(" \t\r\n");
    if (!cited.declaration.empty() && (first == std::string::npos || utf8.compare(first, 5, "<?xml") != 0))
        notes.push_back({"xml-declaration-missing", cited.declaration, 0,
                         "The document has no XML declaration.", "<?xml version=\"1.0\"?>",
                         std::string(first_line(utf8).substr(0, 40))});
    builder b{utf8, &options};
    parse(b);
    recovery mended;
    if (!b.error.empty()) {
        notes.push_back({"xml-not-well-formed", cited.well_formed, b.error_offset,
                         "The document is no well-formed XML: " + b.error});
        if (options.strict) return out;
        mended = recover(utf8, options, cited.well_formed);
        notes.insert(notes.end(), mended.changes.begin(), mended.changes.end());
        if (mended.gave_up) {
            notes.push_back({"xml-limit", "", utf8.size(), "More has to be mended than is."});
            return out;
        }
        builder again{mended.text, &options};
        parse(again);
        b = std::move(again);
    }
    if (!b.limit.empty()) {
        notes.push_back({"xml-limit", "", 0, "The document has " + std::string(b.limit) + "."});
        return out;
    }
    if (!b.unbound.empty()) notes.push_back({"xml-namespace", "", 0, "Namespaces: " + b.unbound});
    if (b.error.empty()) out.value = std::move(b.root);
    return out;
}

} // namespace simplespec::presence::xml
