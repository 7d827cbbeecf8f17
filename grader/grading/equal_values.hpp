/// Cases in which two values that the student's code compares are equal.
#pragma once

#include <cstdint>
#include <vector>

#include "grader/grading/further_cases.hpp"

namespace grader {

/// Searches for cases in which a fraction equals what it is compared with, where no probe made them equal, by
/// asking `subject`: a sum that is exactly 0, a mean that is exactly 1. Random normals never have that, and
/// whole numbers often do, so inputs and upstream gradients are drawn as small whole numbers. What is found
/// is added to `further`; see FurtherSearch::find.
void find_cases_of_equal_values(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                                std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further);

}  // namespace grader
