/// Writes a kit's folder of golden answers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "grader/grading/assignment.hpp"
#include "grader/grading/golden_mistakes.hpp"

namespace grader {

/// Returns the catalogue's mistakes of an op, with sketches of their wrong answers to these cases.
std::vector<GoldenMistake> golden_mistakes(const Op& op, const Transcript& cases);

/// Computes what the public checks of `assignment` need and writes it into `folder`: one file for each op,
/// without the probes that only hidden checks use, and one for each scenario. Calls `step` for each file.
void write_golden(const Assignment& assignment, std::uint64_t seed, const std::filesystem::path& folder,
                  const std::function<void(const std::string&)>& step);

}  // namespace grader
