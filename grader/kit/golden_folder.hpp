/// Writes a kit's folder of golden answers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "grader/grading/assignment.hpp"

namespace grader {

/// Computes what the public checks of `assignment` need and writes it into `folder`: one file for each op,
/// without the probes that only hidden checks use, and one for each scenario. Calls `step` for each file.
void write_golden(const Assignment& assignment, std::uint64_t seed, const std::filesystem::path& folder,
                  const std::function<void(const std::string&)>& step);

}  // namespace grader
