/// The gradient against the slope of the forward pass, by the adjoint identity <v, J d> = <b(v), d>.
///
/// J d is a directional derivative of the forward pass alone, by a 6-point central stencil, whose error is of
/// order h^6: no derivation of ours or of the student's goes into it. How small h must be for that error to
/// vanish depends on the case: where slope and gradient disagree, the smaller steps are tried as well, each
/// with the rounding error of its own, and the last word has the smallest. At a kink that the op does not
/// declare, also one of the slope such as that of x / (1 + |x|) at 0, no step is small enough: the 4-point
/// stencil within the same points then gives another slope, and neither is held against anybody.
#pragma once

#include <optional>

#include "grader/checks/comparison.hpp"

namespace grader {

struct AdjointTest {
  double slope = 0.0;    // <v, J d>, from the forward pass
  double product = 0.0;  // <b(v), d>, from the backward pass
  double tolerance = 0.0;
  /// The slope once more, by a stencil of lower order.
  double coarser = 0.0;
  bool agrees() const;
  /// Whether the stencils agree with each other, so that the slope can be held against an answer.
  bool converged() const;
};

/// For the input block `input`, with a random normal direction d drawn from `seed`, and the backward pass's
/// answer `gradient` to the upstream gradient `u`. Empty where the case sits on a kink, so close to one that
/// every stencil straddles it, or where the gradient disagrees with a slope that has not converged.
std::optional<AdjointTest> adjoint_test(const Op& op, const Case& the_case, const std::string& input,
                                        const Tensors& u, const Tensor& gradient, std::uint64_t seed,
                                        const Tolerance& tolerance = {});

}  // namespace grader
