// std::inner_product of the weights with themselves; the gradient by std::transform.
#include <algorithm>
#include <backprop/l2_penalty.hpp>
#include <numeric>

namespace backprop {

Forward<double, L2PenaltyCache> l2_penalty_forward(const Matrix& w, double reg) {
  return {reg / 2.0 * std::inner_product(w.begin(), w.end(), w.begin(), 0.0), {w, reg}};
}

Matrix l2_penalty_backward(double dloss, const L2PenaltyCache& cache) {
  Matrix dw = cache.w;
  std::transform(dw.begin(), dw.end(), dw.begin(), [&](double weight) { return weight * dloss * cache.reg; });
  return dw;
}

}  // namespace backprop
