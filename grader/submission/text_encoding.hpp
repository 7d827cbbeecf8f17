/// Recognises UTF-16 source files.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace grader {

/// Converts UTF-16, with or without a byte order mark, to UTF-8. PowerShell's `>` and some editors on Windows
/// write UTF-16. Returns nullopt for anything else.
std::optional<std::string> from_utf16(std::string_view bytes);

}  // namespace grader
