/// Writes text into HTML.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace grader {

/// Returns untrusted text as HTML text, which also fits into an attribute in double quotes. It is cleaned,
/// has at most `cap` characters before escaping, and contains no markup.
std::string html(std::string_view untrusted, std::size_t cap);

/// Returns a path relative to the page as the value of href or src. Each segment is percent-encoded, so the
/// result never names another scheme or host.
std::string href(std::string_view relative_path);

/// Returns JSON text as the content of a script element: without "<", which could end it, and without line
/// separators at which scripts break.
std::string script_json(std::string_view json);

}  // namespace grader
