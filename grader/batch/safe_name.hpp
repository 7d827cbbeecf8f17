/// Makes safe file names from names that someone else chose.
#pragma once

#include <string>
#include <string_view>

namespace grader {

/// Returns `name` if it has at most 80 bytes, all of them letters, digits, '-', '_' or '.', and does not
/// begin with '-' or '.'. Otherwise returns its first 80 bytes with '_' for every other character, a '_' in
/// front if it would begin with '-' or '.', and at the end "-" and eight digits of a hash of `name`, so that
/// different names stay different.
std::string safe_name(std::string_view name);

}  // namespace grader
