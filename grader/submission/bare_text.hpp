/// Source text without what changes nothing, to tell a copy from a change.
#pragma once
#include <string>
#include <string_view>

namespace grader {

/// C++ source without comments, white space and byte order mark: the same for a file and its copy with other
/// line ends, another layout, a name in the first comment.
std::string bare_text(std::string_view source);

}  // namespace grader
