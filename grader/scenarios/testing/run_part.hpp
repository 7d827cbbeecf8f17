/// For tests: parts of scenarios, run and judged.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/scenarios/rounding.hpp"
#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Returns what the part measures on the reference's layers.
inline Measurements measured(const ScenarioPart& part, std::uint64_t seed = 1) {
  LinkedSubject reference;
  return part.run(reference, seed, silent);
}

/// Returns the verdict on a student whose layers are the reference's, but for those in `wrong`.
inline PartVerdict verdict_of(const std::string& scenario, const std::string& part,
                              std::map<std::string, Op> wrong, std::uint64_t seed = 1) {
  const ScenarioPart& p = *find_scenario(scenario)->find(part);
  LinkedSubject reference;
  OverridingSubject student(std::move(wrong));
  return p.judge(p.run(student, seed, silent), run_reference(p, reference, seed, silent));
}

}  // namespace grader
