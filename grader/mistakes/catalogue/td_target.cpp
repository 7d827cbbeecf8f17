#include <algorithm>
#include <functional>

#include "grader/mistakes/mistake.hpp"

namespace grader::td_target_mistakes {

using namespace backprop;

// The parts of one transition's target.
struct Transition {
  double reward;
  std::vector<double> q_next;  // (A)
  bool done;
  double gamma;

  double best() const { return *std::max_element(q_next.begin(), q_next.end()); }
};

Tensors targets(Given& given, const std::function<double(const Transition&)>& target) {
  const Matrix& q_next = given.in.matrix("q_next");
  Vector result = zeros(q_next.shape(0));
  for (std::size_t n = 0; n < result.size(); ++n) {
    const auto row = xt::row(q_next, static_cast<std::ptrdiff_t>(n));
    result(n) = target({given.in.vector("reward")(n), std::vector<double>(row.begin(), row.end()),
                        given.in.labels("done")(n) != 0, given.attributes.at("gamma")});
  }
  return {{"target", from_xtensor(result)}};
}

// The right sum, with another value in place of the best action's.
Tensors targets_with_future(Given& given, const std::function<double(const Transition&)>& future) {
  return targets(
      given, [&](const Transition& one) { return one.reward + (one.done ? 0.0 : one.gamma * future(one)); });
}

const MistakeRegistration registration{
    "td_target",
    {
        {.id = "done-ignored",
         .spoils = {"target"},
         .hint = "What does q_next hold after the last step of an episode, and may you expect it?",
         .misconception = "There is always a next state: q_next has a row for each transition.",
         .answer =
             [](Given& given) {
               return targets(given,
                              [](const Transition& one) { return one.reward + one.gamma * one.best(); });
             }},
        {.id = "done-inverted",
         .spoils = {"target"},
         .hint = "Does a 1 in done mean that the episode goes on, or that it has ended?",
         .misconception = "done is the mask of what counts, and can be multiplied with as it is.",
         .answer =
             [](Given& given) {
               return targets(given, [](const Transition& one) {
                 return one.reward + (one.done ? one.gamma * one.best() : 0.0);
               });
             }},
        {.id = "last-reward-dropped",
         .spoils = {"target"},
         .hint = "The last step of an episode has no future, but had it no reward?",
         .misconception = "The end of the episode masks the whole target and not just what comes after it.",
         .answer =
             [](Given& given) {
               return targets(given, [](const Transition& one) {
                 return one.done ? 0.0 : one.reward + one.gamma * one.best();
               });
             }},
        {.id = "reward-only-at-the-end",
         .spoils = {"target"},
         .hint = "Which steps of an episode bring a reward that counts: all of them, or just the last?",
         .misconception = "The target is either the reward or the discounted value of the next state.",
         .answer =
             [](Given& given) {
               return targets(given, [](const Transition& one) {
                 return one.done ? one.reward : one.gamma * one.best();
               });
             }},
        {.id = "not-discounted",
         .spoils = {"target"},
         .hint = "Is what comes a step later worth as much as what comes now?",
         .misconception = "gamma is for the returns of whole episodes, and not for one step.",
         .answer =
             [](Given& given) {
               return targets(
                   given, [](const Transition& one) { return one.reward + (one.done ? 0.0 : one.best()); });
             }},
        {.id = "reward-discounted",
         .spoils = {"target"},
         .hint = "The reward is had at once, so by how many steps of waiting is it discounted?",
         .misconception = "gamma belongs to the whole sum of reward and future.",
         .answer =
             [](Given& given) {
               return targets(given, [](const Transition& one) {
                 return one.gamma * (one.reward + (one.done ? 0.0 : one.best()));
               });
             }},
        {.id = "maximum-from-zero",
         .spoils = {"target"},
         .hint = "What is the best action worth in a state in which all actions are bad?",
         .misconception =
             "A maximum can start at 0, or at the smallest positive double, which is what numeric "
             "limits call min.",
         .answer =
             [](Given& given) {
               return targets_with_future(given,
                                          [](const Transition& one) { return std::max(0.0, one.best()); });
             }},
        {.id = "mean-over-actions",
         .spoils = {"target"},
         .hint = "Is the agent going to take any action next, or the one that it holds for the best?",
         .misconception = "The value of a state is the mean of the values of its actions.",
         .answer =
             [](Given& given) {
               return targets_with_future(given, [](const Transition& one) {
                 double total = 0.0;
                 for (const double q : one.q_next) total += q;
                 return total / static_cast<double>(one.q_next.size());
               });
             }},
        {.id = "best-action-for-its-value",
         .spoils = {"target"},
         .hint = "Do you need to know which action is best, or what it is worth?",
         .misconception = "The maximum and its place are the same: argmax for max.",
         .answer =
             [](Given& given) {
               return targets_with_future(given, [](const Transition& one) {
                 const auto best = std::max_element(one.q_next.begin(), one.q_next.end());
                 return static_cast<double>(best - one.q_next.begin());
               });
             }},
        {.id = "maximum-over-the-batch",
         .spoils = {"target"},
         .hint = "From a given next state, which actions can be chosen: those of its row, or of any row?",
         .misconception = "The maximum of q_next needs no axis: it is one number, the best value there is.",
         .answer =
             [](Given& given) {
               const double best = max(given.in.matrix("q_next"));
               return targets_with_future(given, [&](const Transition&) { return best; });
             }},
    }};

}  // namespace grader::td_target_mistakes
