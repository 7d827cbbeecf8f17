/// The solutions as object files, made by the grader's build. A worker is linked with one of them in place of
/// a student's broken layer, so that a mistake costs only its own problem. A tree without solutions has no
/// such objects.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "grader/submission/compile.hpp"

namespace grader {

/// Returns the folder of the objects. It may not exist.
std::filesystem::path reference_objects_folder();

/// Returns the solution's object for a file such as "affine.cpp", or nullopt when there is none.
std::optional<Object> reference_object(const std::string& source_name);

}  // namespace grader
