/// Says in the course's words what libraries say of wrong code in theirs.
#pragma once

#include <string>

namespace grader {

/// Returns what an exception says without what helps nobody: xtensor's headers and their lines, its words for
/// a Vector that is given a Matrix's value, and indices below 0 as unsigned numbers.
std::string in_plain_words(const std::string& what);

/// Returns what a failed check of the standard library means: "std::vector<_Tp, _Alloc>::reference
/// std::vector<_Tp, _Alloc>::operator[](size_type) [with ...]: __n < this->size()".
std::string failed_assertion(const std::string& what);

}  // namespace grader
