/// Explains compiler messages in plain words.
#pragma once
#include <string>
#include <string_view>

namespace grader {

/// Rewrites an error message of g++, whose types are already simplified, for a student who knows little C++.
/// Returns the message unchanged when it is clear enough. `note` is the first note that g++ adds; it may be
/// empty.
std::string in_plain_words(const std::string& message, std::string_view note);

}  // namespace grader
