/// Text in CSV files.
#pragma once
#include <string>
#include <string_view>

namespace grader {

/// One field (RFC 4180), cleaned, quoted where it must be. A text that a spreadsheet would take for a formula
/// (it begins with = + - @, a tab or a carriage return) has a ' before it.
std::string csv_text(std::string_view text);

}  // namespace grader
