/// Further cases for comparisons of what the code computes: a norm, a probability, a determinant.
#pragma once

#include "grader/grading/further_cases.hpp"

namespace grader {

/// Adds cases in which a value that the code computes, a norm or a probability, comes near the number that it
/// is compared with, on either side: inputs or upstream gradients are scaled until it does.
void find_cases_at_computed_numbers(const Op& op, Subject& subject, const std::vector<PlacedBranch>& branches,
                                    std::uint64_t seed, const Tolerance& tolerance, FurtherCases& further);

}  // namespace grader
