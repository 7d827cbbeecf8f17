/// Names of files made from names that somebody else chose.
#pragma once
#include <string>
#include <string_view>

namespace grader {

/// `name` itself where it consists of letters, digits, '-', '_' and '.' only, begins with none of '-' and
/// '.', and is no longer than 80 bytes. Otherwise the same with '_' for everything else, and "-" with eight
/// digits of a hash of `name`: different names stay different.
std::string safe_name(std::string_view name);

}  // namespace grader
