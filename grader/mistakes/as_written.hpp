/// Some known mistakes as students write them: edits of a solution. That the checks see a mistake is proved
/// by its function in the catalogue; an edit proves the way from a file that is compiled to the name, and
/// gives made-up classes something to hand in.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace grader {

struct MistakeAsWritten {
  /// Its full id in the catalogue: "affine/transposed-dw".
  std::string mistake;
  /// Where it is made: "affine.cpp".
  std::string file;
  /// In order: what the solution has, and what takes its place.
  std::vector<std::pair<std::string, std::string>> edits;
};

/// Those of an assignment, from as_written/ASSIGNMENT.yaml in its order; none where there is no such file.
/// Throws InputError, with file and line, when it is not a map from op to a map from mistake to a map from
/// text to text.
std::vector<MistakeAsWritten> mistakes_as_written(const std::string& assignment);

/// `solution` with the mistake in it. Throws InputError, with mistake and text, when what an edit replaces
/// does not occur in it exactly once.
std::string write_mistake(const MistakeAsWritten& mistake, std::string solution);

}  // namespace grader
