#pragma once
// An inquiry on real sockets.
#include "rigs/probe_inquiry.hpp"

#include <expected>
#include <string>

namespace simplespec::cli {

/// Ask a target; `about.target.host` may be a name, `about.local` is chosen here. An error is a sentence with the reason and
/// what to do about it: nobody answers, no such host, interrupted.
std::expected<rigs::inquiry_findings, std::string> inquire(rigs::inquiry_settings about, const std::string& bind = {});

} // namespace simplespec::cli
