#pragma once
// A testbed for somebody's server, written from what the server answered: what it takes to begin, and why each line says
// what it says.
#include "rigs/probe_inquiry.hpp"

#include <string>
#include <vector>

namespace simplespec::scenarios {

/// One user: which environment variable holds the password. Empty: the author gave none.
struct account_facts {
    std::string user;
    std::string secret_in;
};

/// A contact list as its author knows it.
struct list_facts {
    std::string uri;
    std::vector<std::string> members; ///< users or URIs
};

struct testbed_facts {
    std::string file;    ///< how its author will call it, for the command in the first lines
    std::string address; ///< "pbx.example.com:5060"
    std::string domain;
    std::vector<account_facts> accounts;
    std::vector<list_facts> lists; ///< those that proved to be lists are written as such
};

/// The TOML text. Every octet that the target sent is kept inside comments and quotes.
std::string write_testbed(const testbed_facts& about, const rigs::inquiry_findings& found);

/// What the author should know at once: users that were refused, a publication that stayed; empty where all is well.
std::vector<std::string> remarks_on(const testbed_facts& about, const rigs::inquiry_findings& found);

} // namespace simplespec::scenarios
