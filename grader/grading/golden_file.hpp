/// Reads and writes golden answers: right outputs, gradients and measurements. They are worked out where the
/// solutions are, for a grader that has no solutions. A folder holds one file for each op (affine.json) and
/// one for each scenario (saturation.json).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "grader/checks/transcript.hpp"
#include "grader/grading/golden_mistakes.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {

/// The reference's measurements in a part of a scenario.
struct GoldenPart {
  std::string id;
  std::uint64_t seed = 0;
  Measurements measurements;
};

/// Returns the name of the file of an op, or of a scenario. An op and a scenario may have the same name.
std::string golden_name(const Op& op);
std::string golden_name_of_scenario(const std::string& scenario);

/// Returns the text of an op's file: the cases with their right answers, and the known mistakes.
std::string golden_text(const Op& op, const Transcript& cases,
                        const std::vector<GoldenMistake>& mistakes = {});
/// Returns the text of a scenario's file.
std::string golden_text(const Scenario& scenario, const std::vector<GoldenPart>& parts);

/// Returns the cases of an op's file in `folder`, each with its right answers. Throws InputError that names
/// file and place.
Transcript read_golden_cases(const std::filesystem::path& folder, const Op& op);
/// Returns the known mistakes of an op's file in `folder`. Throws InputError that names file and place.
std::vector<GoldenMistake> read_golden_mistakes(const std::filesystem::path& folder, const Op& op);
/// Returns a part of a scenario's file in `folder`. Throws InputError that names file and place, also when
/// the part is missing.
GoldenPart read_golden_part(const std::filesystem::path& folder, const std::string& scenario,
                            const std::string& part);

}  // namespace grader
