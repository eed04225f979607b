#include "scenarios/language/reader.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::scenarios {

namespace {
bool is_status(std::string_view word) {
    return word.size() == 3 && std::ranges::all_of(word, sip::is_digit) && word[0] >= '1' && word[0] <= '6';
}
} // namespace

// send = NAME ">" ( METHOD [uri] / STATUS [phrase] ["to" METHOD] ) ["in" dialog] ["as" dialog] NL *row
send_line reader::send(const std::string& actor, place at, const std::string& line) {
    send_line out;
    out.actor = actor;
    out.at = at;
    out.text = line;
    in_.skip_space();
    const place what_at = in_.here();
    const std::string what = in_.word();
    if (is_status(what))
        out.status = std::stoi(what);
    else if (!what.empty() && std::ranges::none_of(what, [](char c) { return c >= 'a' && c <= 'z'; }) &&
             !sip::is_digit(what[0]))
        out.method = what;
    else
        in_.fail(what_at, fmt::format("`{}` is neither a method nor a status", what),
                 "a method as PUBLISH, or a status as 412", sip::lowercase(what), {});
    target(out);
    end_line("the start line");
    for (in_.skip_blank(); send_row(out); in_.skip_blank()) {
    }
    return out;
}

void reader::target(send_line& to) {
    for (in_.skip_space(); !in_.at_line_end() && !in_.failed(); in_.skip_space()) {
        const auto word = in_.peek_word();
        if (word == "in" || word == "as") {
            const bool inside = in_.word() == "in";
            (inside ? to.dialog : to.opens) = name("the dialog's name");
        } else if (word == "to" && to.status != 0) {
            in_.word();
            in_.skip_space();
            to.answers = in_.word();
        } else if (to.status != 0 ? to.reason.empty() : to.uri.empty()) {
            (to.status != 0 ? to.reason : to.uri) = in_.text("the Request-URI");
        } else {
            return end_line("the start line");
        }
    }
    if (to.status == 0 && to.uri.empty() && to.dialog.empty())
        in_.fail(in_.here(), "the Request-URI is missing", "a URI, or `in DIALOG`");
}

bool reader::send_row(send_line& to) {
    if (in_.at_end() || in_.failed()) return false;
    if (in_.at_header_row()) {
        row(to);
        return true;
    }
    const auto word = in_.peek_word();
    const place at = in_.here();
    if (word == "body") {
        if (to.body) in_.fail(at, "a second body", "one `body` in a message; multipart is a raw body");
        in_.word();
        to.body = body();
        end_line("the body");
        return true;
    }
    for (const std::string_view known : {"raw", "omit", "dup", "mutate", "deviates", "credentials"}) {
        if (word != known) continue;
        to.liberties.push_back(take_liberty(in_.word(), at));
        end_line(fmt::format("`{}`", known));
        return true;
    }
    return false;
}

// row = token ":" rest-of-line
void reader::row(send_line& to) {
    header_row out;
    out.at = in_.here();
    while (in_.peek() != ':') {
        out.name += in_.peek();
        in_.take(in_.peek());
    }
    in_.take(':');
    out.value = in_.rest_of_line();
    to.rows.push_back(std::move(out));
}

// liberty = "raw" quoted / "omit" NAME / "dup" [NAME] / "mutate" quoted "->" quoted / "deviates" quoted
//         / "credentials" *(("user" / "password") "=" phrase)
liberty reader::take_liberty(const std::string& word, place at) {
    using kind = liberty::kind;
    liberty out{kind::raw, {}, {}, {}, at};
    in_.skip_space();
    if (word == "credentials") {
        out.what = kind::credentials;
        out.attributes = attributes();
        for (const auto& [key, value] : out.attributes)
            if (key != "user" && key != "password")
                in_.fail(value.at, fmt::format("`{}` is no part of credentials", key),
                         "user=NAME, password=TEXT", key, {"user", "password"});
        return out;
    }
    if (word == "dup" && in_.at_line_end()) {
        out.what = kind::dup_message;
        return out;
    }
    out.what = word == "omit"     ? kind::omit
               : word == "dup"    ? kind::dup_row
               : word == "mutate" ? kind::mutate
               : word == "raw"    ? kind::raw
                                  : kind::deviates;
    out.text = in_.text(word == "omit" || word == "dup" ? "the field's name" : "the text");
    if (word == "mutate") {
        in_.skip_space();
        if (!in_.take("->"))
            in_.fail(in_.here(), "`->` is missing", "mutate \"what stands\" -> \"what is sent\"");
        in_.skip_space();
        out.with = in_.text("what is sent instead");
    }
    return out;
}

// attributes = *(key "=" phrase)
std::vector<std::pair<std::string, phrase>> reader::attributes() {
    std::vector<std::pair<std::string, phrase>> out;
    for (in_.skip_space(); !in_.at_line_end() && in_.peek() != '{' && in_.peek() != '}' && in_.peek() != ';';
         in_.skip_space()) {
        const place at = in_.here();
        std::string key = in_.word();
        if (key.empty() || !in_.take('=')) {
            in_.fail(at, fmt::format("`{}` is no attribute", key), "KEY=VALUE");
            break;
        }
        out.emplace_back(std::move(key), in_.text("the value", ';'));
    }
    return out;
}

// body = "body" ( format attributes "{" items "}" / media-type ( quoted / "<<" NL *line ">>" ) )
body_block reader::body() {
    static const std::vector<std::string> formats{"pidf", "contacts", "resource-lists"};
    body_block out;
    in_.skip_space();
    out.at = in_.here();
    if (in_.peek() == '"') {
        for (const auto& f : in_.text("the media type").fragments) out.type += f.text;
    } else {
        out.type = in_.word();
    }
    in_.skip_space();
    if (out.type.find('/') != std::string::npos) {
        out.raw = in_.take("<<") ? in_.raw_lines() : in_.text("the body");
        return out;
    }
    if (std::ranges::find(formats, out.type) == formats.end())
        in_.fail(out.at, fmt::format("`{}` is no format of a body", out.type),
                 "pidf, contacts, resource-lists, or a media type with its text", out.type, formats);
    out.attributes = attributes();
    in_.skip_space();
    in_.expect('{', "the body's parts in braces");
    out.items = items();
    return out;
}

// items = *( kind [phrase] attributes ["{" items "}"] (NL / ";") ) "}"
std::vector<body_item> reader::items() {
    std::vector<body_item> out;
    for (in_.skip_blank(); !in_.at_end() && in_.peek() != '}'; in_.skip_blank()) {
        if (in_.take(';')) continue;
        body_item one;
        one.at = in_.here();
        one.kind = in_.word();
        if (one.kind.empty()) {
            in_.fail(one.at, fmt::format("`{}` begins no part of a body", in_.peek()),
                     "a part as `tuple t1 basic=open`");
            break;
        }
        in_.skip_space();
        scanner ahead = in_;
        ahead.word();
        const bool named = !in_.at_line_end() && in_.peek() != '}' && in_.peek() != ';' &&
                           ahead.peek() != '=' && !in_.at_block();
        if (named) one.name = in_.text("the part's name", ';');
        one.attributes = attributes();
        in_.skip_space();
        if (in_.take('{')) one.items = items();
        out.push_back(std::move(one));
    }
    in_.expect('}', "`}` behind the body's parts");
    return out;
}

} // namespace simplespec::scenarios
