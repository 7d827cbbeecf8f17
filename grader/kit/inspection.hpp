/// Looks through a finished kit for what students must not see.
#pragma once

#include <filesystem>

#include "grader/kit/kit.hpp"

namespace grader {

/// Searches a folder for everything that students must not see: lines of the course's solutions, of other
/// right solutions and of mistakes; hidden checks; the course's seeds; and what a built grader would hold of
/// these. Throws KitLeaks if it finds any.
void inspect_kit(const std::filesystem::path& kit, const KitOptions& options);

}  // namespace grader
