/// The solutions as objects: what a chained problem is linked to in place of a student's broken layer, so
/// that one mistake costs its own problem only. Made by the grader's build, and absent where there are no
/// solutions.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "grader/submission/compile.hpp"

namespace grader {

/// Where they are; perhaps there is no such folder.
std::filesystem::path reference_objects_folder();

/// The solution of "affine.cpp"; empty where there is none.
std::optional<Object> reference_object(const std::string& source_name);

}  // namespace grader
