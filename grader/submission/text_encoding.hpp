/// Which encoding a source file is in.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace grader {

/// The text as UTF-8 when `bytes` are UTF-16, with or without a byte order mark: what PowerShell's `>` and
/// some editors on Windows write. Nullopt for anything else.
std::optional<std::string> from_utf16(std::string_view bytes);

}  // namespace grader
