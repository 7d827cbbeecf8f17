// Stage by stage; the table's gradient goes through a matrix of the values of all actions.
#include <backprop/dqn_loss.hpp>

namespace backprop {

Forward<double, DqnLossCache> dqn_loss_forward(const Matrix& table, const Matrix& target_table,
                                               const Transitions& batch, double gamma, double delta) {
  require_shape("dqn_loss_forward", "target_table", target_table.shape(), {table.shape(0), table.shape(1)},
                "(S, A)");
  const auto next_rows = gather_rows_forward(target_table, batch.s_next);
  const Vector target = td_target(batch.reward, next_rows.out, batch.done, gamma);
  const auto rows = gather_rows_forward(table, batch.s);
  const auto values = gather_forward(rows.out, batch.a);
  const auto loss = huber_loss_forward(values.out, target, delta);
  DqnLossCache cache{rows.cache, next_rows.cache, values.cache, loss.cache};
  return {loss.out, cache};
}

Matrix dqn_loss_backward(double dloss, const DqnLossCache& cache) {
  const Vector dvalues = huber_loss_backward(1.0, cache.huber);
  const Matrix drows = gather_backward(dvalues, cache.actions);
  return dloss * gather_rows_backward(drows, cache.rows);
}

}  // namespace backprop
