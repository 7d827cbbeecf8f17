/// Compares a gradient with the slope of the forward pass, by the adjoint identity <v, J d> = <b(v), d>.
///
/// J d is a directional derivative. It comes from the forward pass alone, by a 6-point central stencil with
/// an error of order h^6, so it depends neither on our derivation nor on the student's. How small h must be
/// depends on the case. When slope and gradient disagree, smaller steps are tried as well, each with its own
/// rounding error, and the smallest step decides.
///
/// No step is small enough at a kink that the op does not declare, even if only the slope has the kink, as
/// that of x / (1 + |x|) does at 0. The 4-point stencil on the same points then gives another slope, and no
/// answer is judged by either of them.
///
/// No step is large enough where the forward pass magnifies rounding, as softmax does that of scores of 1e3
/// whose keys are nearly alike. A gradient that disagrees by less than rounding of the inputs explains is not
/// judged by the slope either.
#pragma once

#include <array>
#include <functional>
#include <optional>

#include "grader/checks/comparison.hpp"

namespace grader {

/// The steps h of the stencils, the coarsest first. Each has a millionth of the truncation error of the one
/// before, and ten times its rounding error. Below the last step rounding would drown the difference.
inline constexpr std::array kStencilSteps = {1e-3, 1e-4, 1e-5};

/// Returns whether a stencil of step `h`, in the direction drawn from `seed`, crosses no kink. Returns false
/// when the case sits on one.
bool stencil_is_clear(const Op& op, const Case& the_case, const std::string& input, std::uint64_t seed,
                      double h);

struct AdjointTest {
  double slope = 0.0;    // <v, J d>, from the forward pass
  double product = 0.0;  // <b(v), d>, from the backward pass
  double tolerance = 0.0;
  /// The slope by a stencil of lower order.
  double coarser = 0.0;
  bool agrees() const;
  /// Returns whether both stencils agree. Only then may an answer be judged by the slope.
  bool converged() const;
};

/// Tests the backward pass's `gradient` of `input` for the upstream gradient `u`. The direction d is random
/// normal, drawn from `seed`. `clear` tells which steps may be taken. Returns nullopt when it allows none,
/// and when the gradient disagrees with a slope that has not converged or that rounding may have moved as
/// far.
std::optional<AdjointTest> adjoint_test(const Op& op, const Case& the_case, const std::string& input,
                                        const Tensors& u, const Tensor& gradient, std::uint64_t seed,
                                        const std::function<bool(double h)>& clear,
                                        const Tolerance& tolerance);

/// The same with stencil_is_clear.
std::optional<AdjointTest> adjoint_test(const Op& op, const Case& the_case, const std::string& input,
                                        const Tensors& u, const Tensor& gradient, std::uint64_t seed,
                                        const Tolerance& tolerance = {});

}  // namespace grader
