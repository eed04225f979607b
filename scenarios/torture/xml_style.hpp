#pragma once
// An XML document written in one of the many ways that mean the same.
#include "presence/xml.hpp"

#include <string>

namespace simplespec::scenarios {

/// How a document is spelled. Nothing of it changes what the document says.
struct xml_style {
    bool prefixed = false; ///< a prefix for each namespace, no default one
    char quote = '"';
    bool comments = false; ///< between and within
    bool instructions = false;
    bool cdata = false;      ///< text in CDATA sections
    bool references = false; ///< ASCII letters of text as character references
    bool reversed = false;   ///< attributes in reverse order
    std::string gap{};       ///< white space between elements that hold no text
    std::string within{};    ///< white space at the end of tags
    bool long_empty = false; ///< <a></a> for <a/>
    std::string declaration = R"(<?xml version="1.0" encoding="UTF-8"?>)";
};

/// The document as octets in UTF-8.
std::string write_styled(const presence::xml::element& root, const xml_style& style);

/// UTF-8 (of the Basic Multilingual Plane) as UTF-16, big-endian with a byte order mark.
std::string to_utf16(std::string_view utf8);

} // namespace simplespec::scenarios
