/// Some known mistakes as students write them: edits of a solution. The functions in the catalogue prove that
/// the checks catch each mistake. An edit proves that a source file leads to the mistake's name. Made-up
/// classes hand in edits too.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace grader {

struct MistakeAsWritten {
  /// The mistake's full id in the catalogue: "affine/transposed-dw".
  std::string mistake;
  /// The file that is edited: "affine.cpp".
  std::string file;
  /// The edits, in order: a text of the solution, and its replacement.
  std::vector<std::pair<std::string, std::string>> edits;
};

/// Reads the mistakes of a file. Throws InputError, with file and line, unless it is a map from op to a map
/// from mistake to a map from text to text.
std::vector<MistakeAsWritten> mistakes_as_written(const std::string& assignment);

/// Returns `solution` with the mistake in it. Throws InputError, with mistake and text, when a text to
/// replace does not occur exactly once.
std::string write_mistake(const MistakeAsWritten& mistake, std::string solution);

}  // namespace grader
