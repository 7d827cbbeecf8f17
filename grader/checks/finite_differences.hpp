/// Recognises gradients that were found by differences of the forward pass instead of being derived.
///
/// Two signs show it, and only together. First, such an answer is off by 1e-13 to 1e-3 of the gradient in
/// most elements of most cases: by the rounding of the forward pass over the step or, when the step is long,
/// by the curvature. A derivation is off by 1e-15. Second, the layer's forward pass runs within the backward
/// pass, at least once for each element. A derivation that is inexact does not call the forward pass. A
/// derivation that calls it again, in order to cache less, is exact.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "grader/checks/finding.hpp"

namespace grader {

/// The failing class of such an answer, when every comparison agrees to what finite differences reach: 1e-5
/// of the scale. An assignment may give points for it.
inline constexpr const char* kFiniteDifferences = "finite_differences";
/// The failing class of such an answer that is less exact somewhere. It is never worth points.
inline constexpr const char* kInexactFiniteDifferences = "inexact_finite_differences";

/// Returns how exact the answers of `name` ("x" for dx) are, if they were found by finite differences: the
/// median of |answer - right| / scale, over elements and cases. Returns nullopt if they were derived, or if
/// some case was not answered in full.
std::optional<double> finite_difference_error(const Op& op, const Transcript& transcript,
                                              const std::string& name);

/// Returns a sentence about an answer that passed in ordinary cases, with the first sign alone: it differs by
/// what differences are off, and its backward pass ran no forward pass of the layer. A copy of the forward
/// pass would leave the same trace, and so would a derivation that loses digits: it is a question for a
/// person, and costs no points. Empty when the answer is as exact as a derivation.
std::string doubt_about_derivation(const Op& op, std::span<const CaseTranscript> answers,
                                   const std::string& name);

/// Returns a fail of one of the classes above when `finding`, the result of this gradient's check, is about
/// numbers, the numbers were found by finite differences, and all of them are near the right ones. Otherwise
/// returns `finding` unchanged: a few noisy elements do not excuse wrong ones.
Finding name_finite_differences(const Op& op, const Transcript& transcript, const std::string& name,
                                Finding finding);

}  // namespace grader
