// Mistakes that the loop over time of any recurrent layer can contain.
#include <memory>

#include "grader/mistakes/catalogue/recurrence.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

namespace {

using namespace backprop;

// Functions instead of constants, since they are called while other files register their mistakes.
std::vector<std::string> all_gradients() { return {"x", "h0", "wx", "wh", "b"}; }
std::vector<std::string> weights() { return {"wx", "wh", "b"}; }

// Returns all the gradients of a wrong loop.
WrongAnswer turning(const Unroll& unroll, const Turns& turns) {
  return
      [unroll, turns](Given& given) { return tensors_of(back_through_time(given, unroll(given.in), turns)); };
}

Tensors averaged_over_time(Given& given) {
  return scaled(given.right, weights(), 1.0 / static_cast<double>(given.in.tensor3("x").shape(1)));
}

// Returns dx with its parts in the order in which the loop reaches them.
Tensors dx_last_first(Given& given, const Unrolled& layer) {
  const Turns turns = {.collect = [&](SequenceBack& all, std::size_t t, const StepBack& step) {
    set_time(all.dx, layer.steps - 1 - t, step.dx);
  }};
  return {{"x", from_xtensor(back_through_time(given, layer, turns).dx)}};
}

// Returns what reaches h_1 instead of what reaches h_0.
Tensors dh0_one_step_short(Given& given, const Unrolled& layer) {
  Matrix reached;
  back_through_time(given, layer, {.reaching = [&](std::size_t, const Matrix& dh, const Matrix& carried) {
                      return reached = dh + carried;
                    }});
  return {{"h0", from_xtensor(reached)}};
}

Tensors without_h0_in_dwh(Given& given, const Unrolled& layer) {
  const Turns turns = {.collect = [](SequenceBack& all, std::size_t t, const StepBack& step) {
    if (t > 0) all.dwh += step.dwh;
  }};
  return {{"wh", from_xtensor(back_through_time(given, layer, turns).dwh)}};
}

// What was carried past the first step remains when the next backward pass begins, if the sizes allow.
WrongAnswer with_leftover(const Unroll& unroll) {
  return [unroll, leftover = zeros(0, 0)](Given& given) mutable {
    const Unrolled layer = unroll(given.in);
    const auto reaching = [&](std::size_t t, const Matrix& dh, const Matrix& carried) -> Matrix {
      if (t + 1 == layer.steps && leftover.shape() == dh.shape()) return dh + leftover;
      return dh + carried;
    };
    const SequenceBack back = back_through_time(given, layer, {.reaching = reaching});
    leftover = back.dh0;
    return tensors_of(back);
  };
}

std::vector<KnownMistake> wrong_carries(const Unroll& unroll) {
  return {
      {.id = "nothing-carried",
       .spoils = all_gradients(),
       .hint = "By which ways does h_t reach the loss, when t is not the last step?",
       .misconception = "Each step's gradient comes from its own output alone; the steps are independent.",
       .answer =
           turning(unroll, {.reaching = [](std::size_t, const Matrix& dh, const Matrix&) { return dh; }})},
      {.id = "last-output-only",
       .spoils = all_gradients(),
       .hint = "The loss may look at the output of every step: what comes in at the earlier ones?",
       .misconception = "A sequence is judged by its last hidden state, all else follows from carrying back.",
       .answer = [unroll](Given& given) -> Tensors {
         const Unrolled layer = unroll(given.in);
         const auto reaching = [&](std::size_t t, const Matrix& dh, const Matrix& carried) -> Matrix {
           return t + 1 == layer.steps ? dh : carried;
         };
         return tensors_of(back_through_time(given, layer, {.reaching = reaching}));
       }},
      {.id = "carried-adds-up",
       .spoils = all_gradients(),
       .hint =
           "Once what came back from the next step has been used, should it go back any further as it is?",
       .misconception = "Like those of the weights, the gradient of the hidden state is added up over time.",
       .answer = turning(unroll, {.carry = [](const Matrix& carried, const StepBack& step) -> Matrix {
                           return carried + step.dprev_h;
                         }})},
      {.id = "first-to-last",
       .spoils = all_gradients(),
       .hint = "Which step's gradient has to be known before that of step t can be?",
       .misconception = "The backward pass visits the steps in the same order as the forward pass.",
       .answer = turning(unroll, {.order =
                                      [](std::size_t steps) {
                                        std::vector<std::size_t> order;
                                        for (std::size_t t = 0; t < steps; ++t) order.push_back(t);
                                        return order;
                                      }})},
      {.id = "first-step-skipped",
       .spoils = all_gradients(),
       .hint = "Which steps does your loop visit, and does it do anything for a sequence of a single step?",
       .misconception = "A countdown from T - 1 that goes on while t > 0 visits them all.",
       .answer = turning(unroll, {.order =
                                      [](std::size_t steps) {
                                        std::vector<std::size_t> order;
                                        for (std::size_t t = steps - 1; t > 0; --t) order.push_back(t);
                                        return order;
                                      }})},
      {.id = "carried-left-over",
       .spoils = all_gradients(),
       .hint = "What comes back to the last step from the future, and is it so at the second call as well?",
       .misconception =
           "The carried gradient may live on from one call to the next, as the hidden state does.",
       .answer_with_memory = [unroll] { return with_leftover(unroll); }},
  };
}

std::vector<KnownMistake> wrong_collections(const Unroll& unroll) {
  const auto overwrite = [](SequenceBack& all, std::size_t, const StepBack& step) {
    all.dwx = step.dwx;
    all.dwh = step.dwh;
    all.db = step.db;
  };
  return {
      {.id = "weights-overwritten",
       .spoils = weights(),
       .hint = "The same weights are at work in every step: what is left of the contributions of the others?",
       .misconception = "The loop assigns what each step's backward pass returns.",
       .answer =
           [unroll, overwrite](Given& given) {
             return weights_of(back_through_time(given, unroll(given.in), {.collect = overwrite}));
           }},
      {.id = "weights-averaged",
       .spoils = weights(),
       .hint = "Does the forward pass divide by the number of time steps anywhere?",
       .misconception = "A weight that is shared by T steps gets the mean of their gradients.",
       .answer = averaged_over_time},
      {.id = "dx-last-first",
       .spoils = {"x"},
       .hint = "Your loop runs from the last step to the first: in which order does dx have its steps?",
       .misconception = "What the loop returns first belongs to the front.",
       .answer = [unroll](Given& given) { return dx_last_first(given, unroll(given.in)); }},
      {.id = "dh0-one-step-short",
       .spoils = {"h0"},
       .hint = "Is h0 a hidden state before or after the first step?",
       .misconception = "What reaches the output of the first step is the gradient of the initial state.",
       .answer = [unroll](Given& given) { return dh0_one_step_short(given, unroll(given.in)); }},
      {.id = "h0-ignored",
       .spoils = {"wh"},
       .hint = "What does wh multiply in the first step?",
       .misconception = "The first step has no hidden state before it, so wh has no part in it.",
       .answer = [unroll](Given& given) { return without_h0_in_dwh(given, unroll(given.in)); }},
  };
}

}  // namespace

std::vector<KnownMistake> recurrent_mistakes(const Unroll& unroll, const std::vector<KnownMistake>& own) {
  std::vector<KnownMistake> mistakes = wrong_carries(unroll);
  const std::vector<KnownMistake> collections = wrong_collections(unroll);
  mistakes.insert(mistakes.end(), collections.begin(), collections.end());
  mistakes.insert(mistakes.end(), own.begin(), own.end());
  return mistakes;
}

}  // namespace grader
