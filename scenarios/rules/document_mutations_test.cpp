// Broken on purpose: bodies, part by part and document by document.
#include "scenarios/rules/mutation.hpp"

namespace simplespec::scenarios::testing_exchange {
namespace {

constexpr auto error = severity::error;
constexpr auto warning = severity::warning;
constexpr auto note = severity::note;

constexpr mutation of_mime[] = {
    {"mime-form", listing, [](exchange& e) { e.replace(2, "Content-ID: <bob1@example.com>", "Content-ID: bob1@example.com"); },
     note, 0s, "content-id-without-brackets"},
    {"mime-form", listing, [](exchange& e) {
         e.replace(2, "Content-ID: <bob1@", "Content-Transfer-Encoding: rot13\r\nContent-ID: <bob1@"); }, note, 0s,
     "transfer-encoding-unknown"},
    {"mime-form", listing, [](exchange& e) { e.replace(2, ";boundary=\"fr7\"", ""); }, error, 0s,
     "multipart-without-boundary"},
    {"mime-form", listing, [](exchange& e) { e.replace(2, "boundary=\"fr7\"", "boundary=\"other\""); }, error, 0s,
     "boundary-differs"},
    {"mime-form", listing, [](exchange& e) { e.replace(2, "--fr7--", "--fr7-- \t"); }, error, 0s, "delimiter-padded"},
    {"mime-form", listing, [](exchange& e) { e.replace(2, "</list>", "</list><!--\r\n--fr7x\r\n-->"); }, error, 0s,
     "boundary-within-part"},
    {"mime-form", listing, [](exchange& e) { e.replace(2, "--fr7--", ""); }, error, 0s, "close-delimiter-missing"},
    {"mime-form", listing, [](exchange& e) {
         e.add(2, "Content-Transfer-Encoding: base64"); }, note, 0s, "multipart-encoded"},
    {"mime-form", listing, [](exchange& e) {
         e.replace(2, "application/pidf+xml\r\n\r\n<?xml", "application/pidf+xml\r\n<?xml"); }, note, 0s,
     "part-without-empty-line"},
    {"mime-form", listing, [](exchange& e) { e.replace(2, "\r\n--fr7\r\n", "\n--fr7\n"); }, error, 0s,
     "delimiter-bare-lf"},
};

constexpr mutation of_related[] = {
    {"mime-form", listing, [](exchange& e) { e.messages[2].body = "--fr7--\r\n"; }, error, 0s, "multipart-without-part"},
    {"mime-form", listing, [](exchange& e) {
         e.replace(2, "boundary=\"fr7\"", "boundary=\"fr7#\"");
         for (int i = 0; i < 3; ++i) e.replace(2, i == 2 ? "--fr7--" : "--fr7\r\n", i == 2 ? "--fr7#--" : "--fr7#\r\n"); },
     error, 0s, "boundary-characters"},
    {"mime-form", listing, [](exchange& e) { e.replace(2, "type=\"application/rlmi+xml\";", ""); }, note, 0s,
     "related-without-type"},
    {"mime-form", listing, [](exchange& e) {
         e.replace(2, "type=\"application/rlmi+xml\"", "type=\"application/pidf+xml\""); }, note, 0s,
     "related-type-differs"},
    {"mime-form", listing, [](exchange& e) { e.replace(2, "start=\"<root@example.com>\"", "start=\"root@example.com\""); },
     note, 0s, "related-start-without-brackets"},
    {"mime-form", listing, [](exchange& e) { e.replace(2, "start=\"<root@", "start=\"<nobody@"); }, note, 0s,
     "related-start-unknown"},
};

constexpr mutation of_pidf[] = {
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "</status>", "</status><x:e xmlns:x=\"urn:x\" xmlns:p=\"urn:ietf:params:xml:ns:pidf\" "
                                   "p:mustUnderstand=\"1\"/>"); }, error, 0s, "pidf-mustunderstand-misplaced"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "</presence>",
                   "<dm:person id=\"p\" xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\"><dm:timestamp>now</dm:timestamp>"
                   "</dm:person></presence>"); }, note, 0s, "schema-pidf"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "</status>",
                   "</status><t:timed-status xmlns:t=\"urn:ietf:params:xml:ns:pidf:timed-status\" from=\"soon\"/>"); },
     note, 0s, "schema-pidf"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "<contact>", "<contact lunch=\"x\">"); }, error, 0s, "schema-pidf"},
    {"pidf-document", publishing, [](exchange& e) { e.replace(0, "xmlns=\"urn:ietf:params:xml:ns:pidf\"", "xmlns=\"urn:x\""); },
     error, 0s, "pidf-root"},
    {"pidf-document", publishing, [](exchange& e) { e.replace(0, " entity=\"sip:alice@example.com\"", ""); }, error,
     0s, "pidf-without-entity"},
    {"pidf-document", publishing, [](exchange& e) { e.replace(0, "<tuple", "<note>x</note><tuple"); }, error, 0s,
     "pidf-presence-order"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "</presence>", "<tuple id=\"t1\"><status><basic>open</basic></status></tuple></presence>"); },
     error, 0s, "pidf-tuple-id-twice"},
    {"pidf-document", publishing, [](exchange& e) { e.replace(0, "id=\"t1\"", "id=\"1\""); }, error, 0s,
     "pidf-tuple-id-syntax"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "<status><basic>open</basic></status>", ""); }, error, 0s, "pidf-tuple-without-status"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "<contact>sip:alice@example.com</contact>", ""); }, warning, 0s, "pidf-tuple-without-contact"},
    {"pidf-document", publishing, [](exchange& e) { e.replace(0, "<basic>open</basic>", ""); }, error, 0s,
     "pidf-status-empty"},
    {"pidf-document", publishing, [](exchange& e) { e.replace(0, ">open<", ">Open<"); }, error, 0s,
     "pidf-basic-value"},
    {"pidf-document", publishing, [](exchange& e) { e.replace(0, "<contact>", "<contact priority=\"2\">"); }, error,
     0s, "pidf-priority"},
    {"pidf-document", publishing, [](exchange& e) { e.replace(0, "2026-01-01T00:00:00Z", "yesterday"); }, error, 0s,
     "timestamp-not-rfc3339"},
    {"pidf-document", publishing, [](exchange& e) { e.replace(0, "T00:00:00Z", "t00:00:00z"); }, error, 0s,
     "timestamp-not-rfc3339"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "</presence>", "<dm:person xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\"/></presence>"); },
     note, 0s, "data-model-without-id"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "</presence>", "<dm:device id=\"d\" xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\"/></presence>"); },
     note, 0s, "device-without-deviceid"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "</presence>",
                   "<dm:person id=\"p\" xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\"><r:activities "
                   "xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\"><r:unknown/><r:meal/></r:activities></dm:person>"
                   "</presence>"); }, note, 0s, "rpid-unknown-not-alone"},
    {"rpid-misplaced", publishing, [](exchange& e) {
         e.replace(0, "</status>", "<r:mood xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\"><r:happy/></r:mood></status>"); },
     note},
    {"cipid-misplaced", publishing, [](exchange& e) {
         e.replace(0, "</presence>", "<c:card xmlns:c=\"urn:ietf:params:xml:ns:pidf:cipid\">http://example.com/c</c:card></presence>"); },
     note},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "</status>", "</status><r:user-input xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\">busy</r:user-input>"); },
     note, 0s, "rpid-user-input"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "</status>", "</status><r:sphere xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\" from=\"x\"><r:home/></r:sphere>"); },
     note, 0s, "schema-pidf"},
    {"pidf-document", publishing, [](exchange& e) {
         e.replace(0, "</status>", "</status><t:timed-status xmlns:t=\"urn:ietf:params:xml:ns:pidf:timed-status\"/>"); },
     note, 0s, "timed-status-without-from"},
};

constexpr mutation of_watcherinfo[] = {
    {"watcherinfo-document", watching, [](exchange& e) { e.replace(2, "version=\"0\"", "version=\"x\""); }, error, 0s,
     "winfo-version"},
    {"watcherinfo-document", watching, [](exchange& e) { e.replace(2, " package=\"presence\"", ""); }, error, 0s,
     "winfo-list-attributes"},
    {"watcherinfo-document", watching, [](exchange& e) { e.replace(2, " id=\"w1\"", ""); }, error, 0s,
     "winfo-watcher-id"},
};

} // namespace

std::vector<mutation> document_mutations() {
    std::vector<mutation> out;
    for (const auto& m : of_mime) out.push_back(m);
    for (const auto& m : of_related) out.push_back(m);
    for (const auto& m : of_pidf) out.push_back(m);
    for (const auto& m : of_watcherinfo) out.push_back(m);
    return out;
}

} // namespace simplespec::scenarios::testing_exchange
