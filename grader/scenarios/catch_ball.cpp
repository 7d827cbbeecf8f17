#include "grader/scenarios/catch_ball.hpp"

namespace grader {

namespace {

constexpr std::size_t kColumns = 5;
constexpr std::size_t kSteps = 5;

struct Position {
  std::size_t row;
  std::size_t ball;
  std::size_t paddle;
};

std::size_t state(const Position& p) {
  return p.row * (2 * kColumns - 1) + (p.ball + kColumns - 1 - p.paddle);
}

// The ball falls one row and the paddle moves. A wall stops the paddle.
Position step(const Position& p, std::size_t action) {
  std::size_t paddle = p.paddle;
  if (action == 0 && paddle > 0) --paddle;
  if (action == 2 && paddle + 1 < kColumns) ++paddle;
  return {p.row + 1, p.ball, paddle};
}

std::size_t greedy(const backprop::Matrix& table, std::size_t s) {
  std::size_t best = 0;
  for (std::size_t a = 1; a < kCatchActions; ++a) {
    if (table(s, a) > table(s, best)) best = a;
  }
  return best;
}

}  // namespace

std::vector<CatchTransition> catch_transitions(backprop::Rng& rng) {
  std::vector<CatchTransition> result;
  for (std::size_t row = 0; row < kSteps; ++row) {
    for (std::size_t ball = 0; ball < kColumns; ++ball) {
      for (std::size_t paddle = 0; paddle < kColumns; ++paddle) {
        for (std::size_t action = 0; action < kCatchActions; ++action) {
          const Position before = {row, ball, paddle};
          const Position after = step(before, action);
          const bool done = after.row == kSteps;
          const double reward = !done ? 0.0 : after.ball == after.paddle ? 1.0 : -1.0;
          const Position next = done ? Position{0, rng.index(kColumns), rng.index(kColumns)} : after;
          result.push_back({state(before), action, reward, state(next), done});
        }
      }
    }
  }
  return result;
}

double caught_fraction(const backprop::Matrix& table) {
  static_assert(kColumns * kColumns == kCatchBalls);
  std::size_t caught = 0;
  for (std::size_t ball = 0; ball < kColumns; ++ball) {
    for (std::size_t paddle = 0; paddle < kColumns; ++paddle) {
      Position p = {0, ball, paddle};
      while (p.row < kSteps) p = step(p, greedy(table, state(p)));
      if (p.ball == p.paddle) ++caught;
    }
  }
  return static_cast<double>(caught) / static_cast<double>(kColumns * kColumns);
}

}  // namespace grader
