/// Compilers' phrases in plain words.
#pragma once
#include <string>
#include <string_view>

namespace grader {

/// g++'s words of an error, types simplified, as a student who knows little C++ understands them; unchanged
/// where they are clear enough. `note` is the first note that g++ adds, if any.
std::string in_plain_words(const std::string& message, std::string_view note);

}  // namespace grader
