/// Writes text into CSV files.
#pragma once
#include <string>
#include <string_view>

namespace grader {

/// Returns one CSV field (RFC 4180), cleaned and quoted where needed. Puts a ' before a text that a
/// spreadsheet would take for a formula: one that begins with = + - @, a tab or the end of a line. Blanks
/// before these do not matter. Source: OWASP, "CSV Injection".
std::string csv_text(std::string_view text);

}  // namespace grader
