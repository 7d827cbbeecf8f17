#include <backprop/dqn_loss.hpp>

namespace backprop {

Forward<double, DqnLossCache> dqn_loss_forward(const Matrix& table, const Matrix& target_table,
                                               const Transitions& batch, double gamma, double delta) {
  const auto& [s, a, reward, s_next, done] = batch;
  require_shape("dqn_loss_forward", "target_table", target_table.shape(), {table.shape(0), table.shape(1)},
                "(S, A)");
  // BEGIN SOLUTION function: look up the rows of s, take the values of the actions; look up the rows of s' in
  // the other table, make the target of them; then the loss. Keep every cache.
  const auto [q_all, rows] = gather_rows_forward(table, s);
  const auto [q, actions] = gather_forward(q_all, a);
  const auto [q_next, next_rows] = gather_rows_forward(target_table, s_next);
  const auto [loss, huber] = huber_loss_forward(q, td_target(reward, q_next, done, gamma), delta);
  return {loss, {rows, next_rows, actions, huber}};
  // END SOLUTION
}

Matrix dqn_loss_backward(double dloss, const DqnLossCache& cache) {
  // BEGIN SOLUTION backward: call your backward passes in the opposite order.
  // One of the caches is of no use here. Which?
  const Vector dq = huber_loss_backward(dloss, cache.huber);
  return gather_rows_backward(gather_backward(dq, cache.actions), cache.rows);
  // END SOLUTION
}

}  // namespace backprop
