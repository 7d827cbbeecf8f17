// Calls no other layer: one loop over the transitions forward, one back, and the clipped errors written where
// they belong.
#include <algorithm>
#include <backprop/dqn_loss.hpp>
#include <cmath>

namespace backprop {

Forward<double, DqnLossCache> dqn_loss_forward(const Matrix& table, const Matrix& target_table,
                                               const Transitions& batch, double gamma, double delta) {
  const std::size_t N = batch.s.size(), A = table.shape(1);
  require_shape("dqn_loss_forward", "target_table", target_table.shape(), {table.shape(0), A}, "(S, A)");
  require_labels("dqn_loss_forward", batch.s, table.shape(0));
  require_labels("dqn_loss_forward", batch.s_next, table.shape(0));
  require_labels("dqn_loss_forward", batch.a, A);
  Vector error = batch.reward;
  double loss = 0.0;
  for (std::size_t n = 0; n < N; ++n) {
    if (batch.done(n) == 0) {
      const auto next = xt::view(target_table, batch.s_next(n), xt::all());
      error(n) += gamma * *std::max_element(next.begin(), next.end());
    }
    error(n) -= table(static_cast<std::size_t>(batch.s(n)), static_cast<std::size_t>(batch.a(n)));
    const double size = std::abs(error(n));
    loss += size <= delta ? size * size / 2.0 : delta * size - delta * delta / 2.0;
  }
  const GatherRowsCache rows{batch.s, table.shape(0), A};
  return {loss / static_cast<double>(N), {rows, rows, {batch.a, A}, {error, delta}}};
}

Matrix dqn_loss_backward(double dloss, const DqnLossCache& cache) {
  Matrix dtable = zeros(cache.rows.rows, cache.rows.columns);
  const Vector& error = cache.huber.error;
  for (std::size_t n = 0; n < error.size(); ++n) {
    const double slope = std::clamp(error(n), -cache.huber.delta, cache.huber.delta);
    dtable(static_cast<std::size_t>(cache.rows.r(n)), static_cast<std::size_t>(cache.actions.a(n))) -=
        slope * dloss / static_cast<double>(error.size());
  }
  return dtable;
}

}  // namespace backprop
