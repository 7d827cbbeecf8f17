/// For tests: the finding about a gradient that a test has changed.
#pragma once

#include <cmath>
#include <functional>
#include <string>

#include "grader/checks/gradient.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

/// Factors that no axis, sum or other factor explains.
inline double uneven(std::size_t i) { return 2.0 + std::sin(static_cast<double>(7 * i * i + 3)); }

/// Changes the right gradient in place. The result must stay linear in the upstream gradient, because
/// linearity is checked first.
using ChangeGradient = std::function<void(Tensor& gradient, const Case& the_case, const Tensors& upstream)>;

inline Finding finding_of(const std::string& op_name, const std::string& gradient,
                          const ChangeGradient& change) {
  const Op& op = *find_op(op_name);
  Transcript transcript = cases::plan(op, 3);
  SpoiledSubject subject(
      gradient, [&](Tensor right, const Case& the_case, const auto&, const Tensors& upstream, auto&&...) {
        change(right, the_case, upstream);
        return right;
      });
  cases::ask(op, subject, transcript);
  return check_gradient(op, transcript, gradient);
}

}  // namespace grader
