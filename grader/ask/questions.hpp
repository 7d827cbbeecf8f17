/// Questions for an oral check: about lines of the student's own code, with answers for the instructor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace grader {

/// A file of a student, or a part of one.
struct OwnSource {
  std::string name;  ///< "affine.cpp"
  std::string text;
  std::size_t first_line = 1;  ///< The number of the text's first line in the file.
  std::string given = {};      ///< The starter's file: lines that it has are not the student's own.
};

struct OralQuestion {
  std::string file;
  std::size_t line = 0;
  std::string code;  ///< The line, trimmed. It is not cleaned.
  std::string question;
  std::string answer;
};

/// Returns up to `count` questions, in the order of the files and lines. Each is about something that its
/// line has: a sum over an axis, a transposed factor, a comparison, a saturating slope, a division, a sum
/// that grows, a loop that runs down. What question and answer say holds for that expression in any program;
/// what it is for is the student's to say. Prefers different kinds of questions, and falls back on the shapes
/// of a line. The same files and seed give the same questions. Returns nothing if no line is the student's
/// own.
std::vector<OralQuestion> oral_questions(const std::vector<OwnSource>& sources, std::uint64_t seed,
                                         std::size_t count);

}  // namespace grader
