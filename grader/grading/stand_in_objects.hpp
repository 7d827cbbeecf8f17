/// Stand-ins as object files, made by the grader's build from grader/stand_ins. A worker is linked with one
/// of them in place of a student's broken layer, so that a mistake costs only its own problem. The object
/// holds no layer: its functions ask the grader. A tree without solutions has no such objects.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "grader/submission/compile.hpp"

namespace grader {

/// Returns the folder of the objects. It may not exist.
std::filesystem::path stand_in_objects_folder();

/// Returns the object that stands in for a layer such as "affine", or nullopt when there is none.
std::optional<Object> stand_in_object(const std::string& layer);

}  // namespace grader
