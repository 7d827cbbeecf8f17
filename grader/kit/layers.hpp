/// Which layers' files a kit holds.
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace grader {

/// The solutions, by the file's name: "affine.cpp" is a1-gates/affine.cpp below the folder of solutions.
/// Throws InputError where there is none of that name.
std::filesystem::path solution_of(const std::filesystem::path& solutions, const std::string& file);

/// The layers, "affine", whose functions the C++ files below `folder` can call: those whose header they
/// include.
std::set<std::string> layers_called(const std::filesystem::path& folder,
                                    const std::filesystem::path& solutions);

/// `layers`, and those that the solutions of these call, and so on.
std::set<std::string> with_callees(std::set<std::string> layers, const std::filesystem::path& solutions);

}  // namespace grader
