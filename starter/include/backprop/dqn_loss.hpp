/// The loss of a DQN on a batch of transitions s, a -> reward, s', made of the layers you have written. The Q
/// function is a table with a row for each state; a second table, an older copy of the first, gives the
/// targets (Mnih et al., 2015).
///
///     q_n = table_s(n),a(n)
///     target_n = td_target of row s'(n) of target_table
///     loss = huber_loss(q, target)
///
/// Call the layers; derive nothing again. The target is data, whatever it was computed from.
/// N = batch size, S = states, A = actions.
#pragma once

#include <backprop/gather.hpp>
#include <backprop/gather_rows.hpp>
#include <backprop/huber_loss.hpp>
#include <backprop/td_target.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct Transitions {
  Labels s;       // (N) states, each in [0, S)
  Labels a;       // (N) actions taken, each in [0, A)
  Vector reward;  // (N)
  Labels s_next;  // (N) the states that followed, each in [0, S)
  Labels done;    // (N) 1 where the episode ended with this step, else 0
};

struct DqnLossCache {
  GatherRowsCache rows;       // of s in table
  GatherRowsCache next_rows;  // of s_next in target_table
  GatherCache actions;
  HuberLossCache huber;
};

/// table: (S, A), target_table: (S, A), 0 <= gamma <= 1, delta > 0.  Returns the loss, one number, and the
/// cache. Throws ShapeError when the sizes do not fit.
Forward<double, DqnLossCache> dqn_loss_forward(const Matrix& table, const Matrix& target_table,
                                               const Transitions& batch, double gamma, double delta);

/// dloss: the upstream gradient, one number.  Returns dtable: (S, A). The table of the targets gets no
/// gradient.
Matrix dqn_loss_backward(double dloss, const DqnLossCache& cache);

}  // namespace backprop
