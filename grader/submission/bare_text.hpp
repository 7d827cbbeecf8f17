/// Source text without its comments and layout. It tells a copy of a file from a changed file.
#pragma once
#include <string>
#include <string_view>

namespace grader {

/// Returns C++ source without comments, white space and byte order mark. The result is the same for a file
/// and for its copy with other line ends, another layout or a name in the first comment.
std::string bare_text(std::string_view source);

}  // namespace grader
