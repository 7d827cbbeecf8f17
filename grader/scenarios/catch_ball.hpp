/// A game to learn: a ball falls through a grid of 5 columns, one row a step, and a paddle in the bottom row
/// moves left, stays, or moves right. After 5 steps the ball is caught, or it is not.
#pragma once

#include <backprop/rng.hpp>
#include <vector>

namespace grader {

/// The states that the agent sees: the row of the ball, and how far it is to the right of the paddle. They
/// are the rows of a table of Q values.
inline constexpr std::size_t kCatchStates = 5 * 9;
inline constexpr std::size_t kCatchActions = 3;
inline constexpr std::size_t kCatchBalls = 5 * 5;  // one for each first position of ball and paddle

struct CatchTransition {
  std::size_t s;
  std::size_t a;
  double reward;       // 1 for a ball caught, -1 for one missed, 0 before that
  std::size_t s_next;  // after the last step: the first state of another game
  bool done;
};

/// Returns what each action does in each position, once: 375 transitions. `rng` draws the games that begin
/// after a last step.
std::vector<CatchTransition> catch_transitions(backprop::Rng& rng);

/// Returns the fraction of balls, over all kCatchBalls first positions, that an agent catches. The agent
/// takes the action with the highest value, and the first of them when several are highest. table:
/// (kCatchStates, kCatchActions).
double caught_fraction(const backprop::Matrix& table);

}  // namespace grader
