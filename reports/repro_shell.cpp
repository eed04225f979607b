// The exchange as a bash script. dd reads and writes whole datagrams, which bash itself does not.
#include "reports/repro.hpp"

#include "reports/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace simplespec::reports {

namespace {

constexpr std::string_view preamble = R"sh(set -u
host=${1:-@HOST@} port=${2:-@PORT@}
exec 3<>"/dev/udp/$host/$port" || exit 3

# Our own address, which Via and Contact need: the kernel's table tells it, in hexadecimal.
inode=$(readlink /proc/self/fd/3); inode=${inode//[!0-9]/}
here=
while read -r _ address _ _ _ _ _ _ _ node _; do
  [ "$node" = "$inode" ] || continue
  ip=${address%:*}
  here=$((16#${ip:6:2})).$((16#${ip:4:2})).$((16#${ip:2:2})).$((16#${ip:0:2})):$((16#${address#*:}))
done </proc/net/udp
[ -n "$here" ] || { echo "our own IPv4 address could not be told from /proc/net/udp" >&2; exit 3; }

run=$$-$RANDOM$RANDOM sent=0 came=
branch() { sent=$((sent + 1)); branch=z9hG4bK-$run-$sent; }
send() { printf '>>> %s\n' "${1%%$'\r'*}"; printf %s "$1" | dd bs=65535 iflag=fullblock status=none >&3; }
row() { grep -i -m1 "^$1:" <<<"$came" | sed 's/^[^:]*: *//; s/\r$//'; }
rows() { grep -i "^$1:" <<<"$came" | sed 's/\r$//' | sed 's/$/\r/'; }
# receive SECONDS: the next message that is no 1xx, in $came; fails when none comes.
receive() {
  came=$(timeout "$1" dd bs=65535 count=1 status=none <&3 2>/dev/null | tr -d '\0') || return 1
  printf '<<< %s\n' "${came%%$'\r'*}"
  case $came in 'SIP/2.0 1'*) receive "$1" ;; '') return 1 ;; esac
}
# await WHAT: receive until a message begins like this.
await() {
  while receive 10; do case $came in "$1"*) return 0 ;; esac; done
  echo "no $1 came; is the target as it was?"; exit 3
}
md5() { printf %s "$1" | md5sum | cut -d' ' -f1; }
of_challenge() { sed -n "s/.*[ ,]$1=\"\{0,1\}\([^\",]*\).*/\1/pI" <<<"$challenge"; }
# credentials USER METHOD URI: the row that answers the last challenge (RFC 2617, MD5), in $credentials.
credentials() {
  local secret=SECRET_${1//[!A-Za-z0-9]/_} name=Authorization realm nonce opaque
  [ -n "${!secret:-}" ] || { echo "set $secret to the password of $1" >&2; exit 2; }
  case $challenge in P*|p*) name=Proxy-Authorization ;; esac
  realm=$(of_challenge realm) nonce=$(of_challenge nonce) opaque=$(of_challenge opaque)
  local a1 a2 response
  a1=$(md5 "$1:$realm:${!secret}") a2=$(md5 "$2:$3")
  credentials="$name: Digest username=\"$1\", realm=\"$realm\", nonce=\"$nonce\", uri=\"$3\""
  if [ -n "$(of_challenge qop)" ]; then
    response=$(md5 "$a1:$nonce:00000001:$run:auth:$a2")
    credentials+=", qop=auth, nc=00000001, cnonce=\"$run\""
  else response=$(md5 "$a1:$nonce:$a2"); fi
  credentials+=", response=\"$response\""
  [ -z "$opaque" ] || credentials+=", opaque=\"$opaque\""
}
)sh";

// A text for bash, between $' and '.
std::string quoted(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '\r')
            out += "\\r";
        else if (c == '\n')
            out += "\\n";
        else if (c == '\'' || c == '\\')
            out += fmt::format("\\{}", c);
        else if (octet < 0x20 || octet >= 0x7f)
            out += fmt::format("\\x{:02x}", octet);
        else
            out += c;
    }
    return "$'" + out + "'";
}

// A message as an assignment to `m`, a line of the script for each line of the message.
std::string assign(const std::vector<piece>& pieces) {
    std::string out = "m=";
    for (const auto& p : pieces) {
        switch (p.is) {
        case piece::kind::text: {
            std::string_view rest = p.text;
            while (!rest.empty()) {
                const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
                out += quoted(rest.substr(0, end));
                if (rest[end - 1] == '\n') out += "\nm+=";
                rest.remove_prefix(end);
            }
            break;
        }
        case piece::kind::transport:
            out += "UDP";
            break;
        case piece::kind::local_address:
            out += "\"$here\"";
            break;
        case piece::kind::branch:
            out += "\"$branch\"";
            break;
        case piece::kind::call_id:
            out += fmt::format("\"{}-$run\"", p.number);
            break;
        case piece::kind::content_length:
            out += p.text;
            break;
        case piece::kind::credentials:
            out += "\"$credentials\"";
            break;
        case piece::kind::taken:
            out += fmt::format("\"$value{}\"", p.number);
            break;
        case piece::kind::echoed:
            out += fmt::format("\"$(rows '{}')\"", p.text);
            break;
        }
    }
    return out + "\n";
}

std::string text_of(std::string_view octets, std::size_t line_word) {
    for (; line_word > 0; --line_word) octets.remove_prefix(std::min(octets.find(' ') + 1, octets.size()));
    return std::string(octets.substr(0, octets.find(' ')));
}

std::string send(const replay_step& step, const std::string& request_uri) {
    std::string out = "branch\n";
    for (const auto& p : step.pieces)
        if (p.is == piece::kind::credentials)
            out += fmt::format("credentials {} {} {}\n", quoted(p.text), quoted(step.method), request_uri);
    return out + assign(step.pieces) + "send \"$m\"\n";
}

// The Request-URI as a word of the script: it may be a value that was taken.
std::string request_uri(const replay_step& step) {
    if (step.pieces.size() > 1 && step.pieces[1].is == piece::kind::taken)
        return fmt::format("\"$value{}\"", step.pieces[1].number);
    return quoted(step.pieces.empty() ? std::string() : text_of(step.pieces[0].text, 1));
}

std::string take(const taking& t) {
    switch (t.is) {
    case taking::what::to_tag:
        return fmt::format("value{}=$(row To | sed 's/.*;tag=//; s/;.*//')\n", t.number);
    case taking::what::from_tag:
        return fmt::format("value{}=$(row From | sed 's/.*;tag=//; s/;.*//')\n", t.number);
    case taking::what::entity_tag:
        return fmt::format("value{}=$(row SIP-ETag)\n", t.number);
    case taking::what::contact:
        return fmt::format("value{}=$(row Contact | sed 's/.*<//; s/>.*//')\n", t.number);
    }
    return {};
}

std::string beginning(const replay_step& step) {
    return step.status == 0 ? quoted(step.method + " ") : fmt::format("'SIP/2.0 {} '", step.status);
}

std::string receive(const replay_step& step) {
    std::string out = fmt::format("await {}\n", beginning(step));
    if (step.challenges)
        out += "challenge=$(grep -i -m1 -E '^(WWW|Proxy)-Authenticate: *Digest' <<<\"$came\")\n";
    for (const auto& t : step.takes) out += take(t);
    return out;
}

std::string last(const replay_check& c, const replay_step* step) {
    using kind = replay_check::kind;
    const auto verdict = [](std::string_view condition) {
        return fmt::format(
            "if {}; then echo 'as asked'; exit 0; fi\necho \"it deviates: $expected\"\nexit 1\n", condition);
    };
    const std::string header = quoted(c.header);
    switch (c.is) {
    case kind::none:
        return step == nullptr ? "" : receive(*step);
    case kind::statuses: {
        std::string patterns;
        for (const int status : c.statuses)
            patterns += fmt::format("{}'SIP/2.0 {} '*", patterns.empty() ? "" : "|", status);
        return "while receive 10; do case $came in SIP/2.0*) break ;; esac; done\n"
               "[ -n \"$came\" ] || { echo 'nothing came back: is the target there?'; exit 3; }\n" +
               verdict(fmt::format("case $came in {}) true ;; *) false ;; esac", patterns));
    }
    case kind::arrival:
        return fmt::format("while receive 10; do case $came in {}*) echo 'as asked'; exit 0 ;; esac; done\n",
                           quoted(c.method + " ")) +
               "echo \"it deviates: $expected\"\nexit 1\n";
    case kind::silence:
        return fmt::format("while receive 10; do case $came in {}*) echo \"it deviates: $expected\"; exit 1 "
                           ";; esac; done\n",
                           quoted(c.method + " ")) +
               "echo 'as asked'\n";
    case kind::header_there:
        return receive(*step) + verdict(fmt::format("[ -n \"$(row {})\" ]", header));
    case kind::header_absent:
        return receive(*step) + verdict(fmt::format("[ -z \"$(row {})\" ]", header));
    case kind::header_holds:
        return receive(*step) + verdict(fmt::format("rows {} | grep -qF {}", header, quoted(c.text)));
    case kind::header_lacks:
        return receive(*step) + verdict(fmt::format("! rows {} | grep -qF {}", header, quoted(c.text)));
    case kind::by_eye:
        return (step == nullptr ? "" : receive(*step)) + "printf '%s\\n' \"$came\" \"$expected\"\n";
    }
    return {};
}

} // namespace

std::expected<std::string, std::string> repro_shell(const replay& what) {
    if (what.transport != "UDP")
        return std::unexpected("the script sends by UDP, and this exchange went over " + what.transport);
    for (const auto& step : what.steps)
        for (const auto& p : step.pieces)
            if (p.text.find('\0') != std::string::npos)
                return std::unexpected(
                    "a message of this exchange holds a NUL, which bash cannot; take --as sipp or raw");
    const std::size_t colon = what.target.rfind(':');
    std::string out(preamble);
    const auto fill = [&out](std::string_view name, std::string_view value) {
        out.replace(out.find(name), name.size(), value);
    };
    fill("@HOST@", what.target.substr(0, colon));
    fill("@PORT@", what.target.substr(colon + 1));
    std::string head =
        fmt::format("#!/usr/bin/env bash\n# {}: {}\n# {}\n# Run it: bash THIS_FILE [HOST [PORT]]",
                    for_terminal(what.id), for_terminal(what.title), for_terminal(describe(what.check)));
    for (const auto& user : what.users)
        head += fmt::format(", the password of {0} in $SECRET_{0}", for_terminal(user));
    out = head + "\n# Exit 0: as asked. 1: it deviates. 3: it went another way before.\n" + out;
    out += fmt::format("expected={}\n\n", quoted(describe(what.check)));
    const bool ends_received = !what.steps.back().sent;
    const bool replaced = ends_received && what.check.is != replay_check::kind::arrival;
    for (std::size_t i = 0; i + (replaced ? 1 : 0) < what.steps.size(); ++i) {
        const replay_step& step = what.steps[i];
        if (step.pause_ms > 0)
            out += fmt::format("sleep {}.{:03}\n", step.pause_ms / 1000, step.pause_ms % 1000);
        out += step.sent ? send(step, request_uri(step)) : receive(step);
    }
    return out + last(what.check, replaced ? &what.steps.back() : nullptr);
}

} // namespace simplespec::reports
