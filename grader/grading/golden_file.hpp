/// The files of golden answers: right outputs, gradients and measurements, worked out where the solutions
/// are, for a grader that has none. A folder has a file for each op (affine.json) and one for each scenario
/// (saturation.json).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "grader/checks/transcript.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {

/// What the reference measured in a part of a scenario.
struct GoldenPart {
  std::string id;
  std::uint64_t seed = 0;
  Measurements measurements;
};

/// The cases with their right answers, as the text of op.json.
std::string golden_text(const Op& op, const Transcript& cases);
/// The parts, as the text of scenario.json.
std::string golden_text(const Scenario& scenario, const std::vector<GoldenPart>& parts);

/// The cases of folder/op.json, each of which knows its right answers. Throws InputError that names file and
/// place.
Transcript read_golden_cases(const std::filesystem::path& folder, const Op& op);
/// A part of folder/scenario.json. Throws InputError that names file and place, also where there is no such
/// part.
GoldenPart read_golden_part(const std::filesystem::path& folder, const std::string& scenario,
                            const std::string& part);

}  // namespace grader
