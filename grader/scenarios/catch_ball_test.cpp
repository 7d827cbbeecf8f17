#include "grader/scenarios/catch_ball.hpp"

#include <gtest/gtest.h>

#include <set>

namespace grader {
namespace {

using backprop::Matrix;

// Returns a table that prefers `action(offset)` in every state. The offset is how far the ball is to the
// right of the paddle.
Matrix player(int (*action)(int offset)) {
  Matrix table = backprop::zeros(kCatchStates, kCatchActions);
  for (std::size_t s = 0; s < kCatchStates; ++s) {
    table(s, static_cast<std::size_t>(action(static_cast<int>(s % 9) - 4))) = 1.0;
  }
  return table;
}

TEST(CatchBall, WhoFollowsTheBallCatchesAll) {
  EXPECT_EQ(caught_fraction(player([](int offset) { return offset < 0 ? 0 : offset > 0 ? 2 : 1; })), 1.0);
}

TEST(CatchBall, WhoStaysCatchesOneInFive) {
  EXPECT_EQ(caught_fraction(player([](int) { return 1; })), 0.2);
}

TEST(CatchBall, WhoRunsAwayCatchesAlmostNone) {
  EXPECT_LT(caught_fraction(player([](int offset) { return offset < 0 ? 2 : 0; })), 0.2);
}

TEST(CatchBall, TransitionsCoverEveryStateAndAction) {
  backprop::Rng rng(1);
  const std::vector<CatchTransition> transitions = catch_transitions(rng);
  EXPECT_EQ(transitions.size(), 375u);
  std::set<std::pair<std::size_t, std::size_t>> seen;
  std::size_t caught = 0;
  for (const CatchTransition& t : transitions) {
    seen.emplace(t.s, t.a);
    ASSERT_LT(t.s_next, kCatchStates);
    const std::size_t row = t.s / 9;
    EXPECT_EQ(t.done, row == 4);
    EXPECT_EQ(t.s_next / 9, t.done ? 0 : row + 1) << "after the last step another game begins";
    EXPECT_EQ(t.reward != 0.0, t.done);
    caught += t.reward == 1.0;
  }
  EXPECT_EQ(seen.size(), kCatchStates * kCatchActions);
  // Counts the last steps after which ball and paddle are in the same column. There are 75 last steps, and
  // each of 15 paddle moves meets one of 5 balls.
  EXPECT_EQ(caught, 15u);
}

TEST(CatchBall, TheSeedDecidesWhichGamesFollow) {
  backprop::Rng a(1), same(1), other(2);
  const auto next_states = [](backprop::Rng& rng) {
    std::vector<std::size_t> states;
    for (const CatchTransition& t : catch_transitions(rng)) states.push_back(t.s_next);
    return states;
  };
  const auto states = next_states(a);
  EXPECT_EQ(states, next_states(same));
  EXPECT_NE(states, next_states(other));
}

}  // namespace
}  // namespace grader
