/// Compares the spellings of names.
#pragma once
#include <string>
#include <string_view>

namespace grader {

/// Returns how many letters differ, where two neighbours that are swapped count once; 9 for unlike lengths.
std::size_t letters_off(std::string_view a, std::string_view b);

/// Returns the helper that a class of the vocabulary belongs to: "AsColumn" is as_column,
/// "detail::Reduce<detail::Reduction::max>" is max.
std::string helper_name(std::string type);

}  // namespace grader
