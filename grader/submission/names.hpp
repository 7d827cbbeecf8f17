/// File names that students and their tools make out of the expected ones.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// ASCII letters only.
std::string lower_case(std::string text);

/// The one of `expected` that a file called `name` was probably meant to be: "affine.cpp" for "Affine.cpp",
/// "affine-1.cpp", "affine (1).cpp", "affine.cc", "affine.cpp.txt" and "afine.cpp". Nullopt for an expected
/// name itself, and for a name that resembles none of them or two of them alike.
std::optional<std::string> meant_by(const std::string& name, const std::vector<std::string>& expected);

/// Whether nobody wrote a file or folder of that name by hand: hidden ones, what macOS and Windows leave in
/// archives, what package managers fetch.
bool is_left_by_a_tool(std::string_view name);

/// Whether a folder's name says that its contents are not the last word: "old", "backup 2", "a1-gates_bak".
bool says_outdated(std::string_view name);

}  // namespace grader
