/// The target of Q-learning, for transitions s, a -> reward, s' (Watkins, 1989; Mnih et al., 2015).
///
///     target_n = reward_n                                where the episode ended with this step: done_n = 1
///     target_n = reward_n + gamma max_a q_next_na        elsewhere: done_n = 0
///
/// After the last step there is no next state s'. Its row of q_next means nothing: often it belongs to the
/// first state of the next episode. All numbers are finite.
/// The target is data: there is no backward pass, and nothing that was used to compute it gets a gradient.
/// N = batch size, A = actions.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

/// reward: (N), q_next: (N, A) values of all actions in s', done: (N) zeros and ones, 0 <= gamma <= 1.
/// Returns the target: (N). Throws ShapeError when the sizes do not fit, std::out_of_range for a done that
/// is neither 0 nor 1.
Vector td_target(const Vector& reward, const Matrix& q_next, const Labels& done, double gamma);

}  // namespace backprop
