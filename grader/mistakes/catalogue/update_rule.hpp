/// Wrong update rules: from a parameter, its gradient and a state to the next parameter and state.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// What every rule is called with. The call of a rule with a state adds the state, before and after the call.
struct UpdateCall {
  explicit UpdateCall(Given& given)
      : w(given.in.matrix("w")), dw(given.in.matrix("dw")), rate(given.attributes.at("learning_rate")) {}

  /// Returns what the step is taken from. A rule with a decay has another one.
  const backprop::Matrix& kept() const { return w; }

  const backprop::Matrix& w;
  const backprop::Matrix& dw;
  double rate;
};

/// Returns the mistake of a rule that moves rightly but returns `states` as they were.
KnownMistake not_kept(std::string_view id, const std::vector<std::string>& states,
                      std::string_view misconception);

/// Returns the mistake of a rule that returns a new config: `settings` have their defaults again.
KnownMistake settings_begin_anew(const std::vector<std::pair<std::string, double>>& settings);

/// The wrong answers of a rule. A Call is right at first, and computes the rule's outputs from what it holds.
template <class Call>
struct UpdateRule {
  using Move = backprop::Matrix (*)(const Call& call);
  using Spoil = void (*)(Call& call);

  /// Keeps the right state, but moves to wrong(call).
  static WrongAnswer moves(Move wrong) {
    return [wrong](Given& given) -> Tensors { return {{"next_w", from_xtensor(wrong(Call(given)))}}; };
  }

  /// Returns these outputs of a call that `spoil` has changed.
  static WrongAnswer with(const std::vector<std::string>& outputs, Spoil spoil) {
    return [outputs, spoil](Given& given) {
      Call call(given);
      spoil(call);
      const Tensors all = call.outputs();
      Tensors wrong;
      for (const std::string& name : outputs) wrong[name] = all.at(name);
      return wrong;
    };
  }

  static KnownMistake uphill(Move wrong) {
    return {.id = "uphill",
            .spoils = {"next_w"},
            .hint = "The gradient points to where the loss grows: which way do you want to go?",
            .misconception = "One follows the gradient.",
            .answer = moves(wrong)};
  }

  // The mistakes of a rule that divides call.direction() by the root of call.mean_square(), with an epsilon.

  static KnownMistake epsilon_in_the_root() {
    return {.id = "epsilon-in-the-root",
            .spoils = {"next_w"},
            .hint = "Where is epsilon added, and how large is the root of it?",
            .misconception = "Inside or outside of the root, epsilon only guards against a division by 0.",
            .answer = moves([](const Call& call) -> backprop::Matrix {
              return call.kept() -
                     call.rate * call.direction() / backprop::sqrt(call.mean_square() + call.epsilon);
            })};
  }
  static KnownMistake epsilon_beside_the_fraction() {
    return {.id = "epsilon-beside-the-fraction",
            .spoils = {"next_w"},
            .hint = "What is epsilon added to: read your line as the compiler does, product before sum?",
            .misconception = "A denominator ends where the formula on paper ends it, brackets or not.",
            .answer = moves([](const Call& call) -> backprop::Matrix {
              return call.kept() -
                     (call.rate * call.direction() / backprop::sqrt(call.mean_square()) + call.epsilon);
            })};
  }
  static KnownMistake without_root(std::string_view hint) {
    return {.id = "without-root",
            .spoils = {"next_w"},
            .hint = hint,
            .misconception = "The step is divided by the mean square.",
            .answer = moves([](const Call& call) -> backprop::Matrix {
              return call.kept() - call.rate * call.direction() / (call.mean_square() + call.epsilon);
            })};
  }
};

}  // namespace grader
