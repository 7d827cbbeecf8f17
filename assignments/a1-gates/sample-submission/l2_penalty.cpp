#include <backprop/l2_penalty.hpp>

namespace backprop {

Forward<double, L2PenaltyCache> l2_penalty_forward(const Matrix& w, double reg) {
  return {0.5 * reg * sum(w * w), {w, reg}};
}

Matrix l2_penalty_backward(double dloss, const L2PenaltyCache& cache) {
  const auto& [w, reg] = cache;
  return (dloss * reg) * w;
}

}  // namespace backprop
