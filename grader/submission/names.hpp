/// Recognises file names that students and their tools make out of the expected ones.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// Returns the text in lower case. Changes ASCII letters only.
std::string lower_case(std::string text);

/// Returns the expected name that a file called `name` was probably meant to have: "affine.cpp" for
/// "Affine.cpp", "affine-1.cpp", "affine (1).cpp", "affine.cc", "affine.cpp.txt" and "afine.cpp". Returns
/// nullopt when `name` is itself expected, when it resembles no expected name, or when it resembles two of
/// them equally.
std::optional<std::string> meant_by(const std::string& name, const std::vector<std::string>& expected);

/// Returns whether a tool made the file or folder called `name`: hidden ones, those that macOS and Windows
/// leave in archives, those that package managers fetch.
bool is_left_by_a_tool(std::string_view name);

/// Returns whether a folder's name says that its contents are outdated: "old", "backup 2", "a1-gates_bak".
bool says_outdated(std::string_view name);

}  // namespace grader
