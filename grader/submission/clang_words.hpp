/// Says in g++'s words what clang++ says.
#pragma once
#include <string>
#include <string_view>

namespace grader {

struct CompilerWords {
  std::string message;
  std::string note;  ///< The first one that helps; may be empty.
};

/// Returns the words of g++ for an error that both compilers report, so that one explanation serves both.
/// Where g++ names something that clang++ does not, takes it from `source`: the student's line from the
/// error's column on, or an empty string when the error is in a header. Returns other words unchanged. Types
/// are already simplified.
CompilerWords in_words_of_gcc(CompilerWords words, std::string_view source);

}  // namespace grader
