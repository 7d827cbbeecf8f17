/// Compares names as people read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// Returns the text in a form that is equal for texts that look the same: composed and in lower case, in all
/// scripts (Unicode's NFKC_Casefold). macOS writes the "ë" of a file name as two characters, other systems as
/// one. In text that is not UTF-8, only ASCII letters change.
std::string comparable(std::string_view text);

/// Returns the words of a name, comparable: {"ada", "lovelace"} for "Lovelace, Ada". A word is made of
/// letters and digits.
std::vector<std::string> words_of_name(std::string_view name);

}  // namespace grader
