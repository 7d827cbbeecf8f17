/// Text in HTML.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace grader {

/// Untrusted text as HTML text or as an attribute's value in double quotes: cleaned, at most `cap`
/// characters, and nothing in it is markup.
std::string html(std::string_view untrusted, std::size_t cap);

/// A path relative to the page as the value of href or src, percent-encoded segment by segment: never another
/// scheme or host.
std::string href(std::string_view relative_path);

/// JSON text as the content of a script element: no "<" that could end it, no line separators that scripts
/// break at.
std::string script_json(std::string_view json);

}  // namespace grader
