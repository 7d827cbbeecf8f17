/// A game to learn: a ball falls through a grid of 5 columns, one row a step, and a paddle in the bottom row
/// moves left, stays, or moves right. After 5 steps the ball is caught, or it is not.
#pragma once

#include <backprop/rng.hpp>
#include <vector>

namespace grader {

/// What the agent sees: the row of the ball, and how far to the right of the paddle it is. Rows of a table
/// of Q values.
inline constexpr std::size_t kCatchStates = 5 * 9;
inline constexpr std::size_t kCatchActions = 3;

struct CatchTransition {
  std::size_t s;
  std::size_t a;
  double reward;       // 1 for a ball caught, -1 for one missed, 0 before that
  std::size_t s_next;  // after the last step: the first state of another game
  bool done;
};

/// What each action does in each position, once: 375 transitions. `rng` draws the games that begin after a
/// last step.
std::vector<CatchTransition> catch_transitions(backprop::Rng& rng);

/// The fraction of balls, over all 25 first positions, that are caught by an agent that takes the action of
/// the highest value, the first of them where several are highest. table: (kCatchStates, kCatchActions).
double caught_fraction(const backprop::Matrix& table);

}  // namespace grader
