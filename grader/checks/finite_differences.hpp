/// Gradients that were not derived but found by differences of the forward pass.
///
/// Two signs, and only both together say so. Such an answer is off by the rounding of the forward pass over
/// the step (or, for a long step, by the curvature), 1e-13 to 1e-3 of the gradient, in most elements of most
/// cases, where a derivation is off by 1e-15. And the layer's forward pass runs within the backward pass,
/// once for each element at least. A derivation that is inexact does not call the forward pass; one that runs
/// it again, to cache less, is exact.
#pragma once

#include <optional>
#include <string>

#include "grader/checks/finding.hpp"

namespace grader {

/// The class of failure of such an answer.
inline constexpr const char* kFiniteDifferences = "finite_differences";

/// How exact the answers of `name` ("x" for dx) are if they were found by finite differences: the median,
/// over cases and elements, of |answer - right| / scale. Empty if they were not, and where some case was not
/// answered in full.
std::optional<double> finite_difference_error(const Op& op, const Transcript& transcript,
                                              const std::string& name);

/// `finding`, of a check of that gradient, unless it is about numbers and they were found by finite
/// differences: then a fail of that class which says so.
Finding name_finite_differences(const Op& op, const Transcript& transcript, const std::string& name,
                                Finding finding);

}  // namespace grader
