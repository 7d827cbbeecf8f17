// The squares summed with Kahan's compensation: the error of the sum does not grow with the number of
// weights.
#include <backprop/l2_penalty.hpp>

namespace backprop {

Forward<double, L2PenaltyCache> l2_penalty_forward(const Matrix& w, double reg) {
  double total = 0.0, lost = 0.0;
  for (const double weight : w) {
    const double term = weight * weight - lost;
    const double next = total + term;
    lost = (next - total) - term;
    total = next;
  }
  return {reg * total / 2.0, {w, reg}};
}

Matrix l2_penalty_backward(double dloss, const L2PenaltyCache& cache) {
  return cache.w * (cache.reg * dloss);
}

}  // namespace backprop
