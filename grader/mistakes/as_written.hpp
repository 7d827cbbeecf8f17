/// Known mistakes as students write them: edits of a solution. A function of the catalogue proves that the checks see a mistake; its
/// edit proves the same of a file that is compiled, and gives made-up classes something to hand in.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace grader {

struct MistakeAsWritten {
  std::string mistake;  ///< Its full id in the catalogue: "affine/transposed-dw".
  std::string file;     ///< Where it is made: "affine.cpp".
  std::vector<std::pair<std::string, std::string>>
      edits;  ///< In order: what the solution has, what stands there instead.
};

/// Those of an assignment, from as_written/ASSIGNMENT.yaml in its order; none where there is no such file. Throws InputError, with
/// file and line, when it is not a map from op to a map from mistake to a map from text to text.
std::vector<MistakeAsWritten> mistakes_as_written(const std::string& assignment);

/// `solution` with the mistake in it. Throws InputError, with mistake and text, when what an edit replaces does not stand there
/// exactly once.
std::string write_mistake(const MistakeAsWritten& mistake, std::string solution);

}  // namespace grader
