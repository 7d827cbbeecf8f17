#include "grader/mistakes/catalogue/pooling.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace grader {

using backprop::PoolParam;

PoolCall::PoolCall(Given& given)
    : x(given.in.tensor4("x")),
      dout(given.upstream.tensor4("out")),
      param{static_cast<std::size_t>(given.attributes.at("height")),
            static_cast<std::size_t>(given.attributes.at("width")),
            static_cast<std::size_t>(given.attributes.at("stride"))},
      dx(backprop::zeros_like(x)) {}

void for_each_window(const PoolCall& call, const PoolParam& param,
                     const std::function<void(const PoolWindow&)>& visit) {
  const auto& shape = call.dout.shape();
  for (std::size_t n = 0; n < shape[0]; ++n) {
    for (std::size_t c = 0; c < shape[1]; ++c) {
      for (std::size_t i = 0; i < shape[2]; ++i) {
        for (std::size_t j = 0; j < shape[3]; ++j) {
          const std::size_t top = std::min(i * param.stride, call.H() - 1);
          const std::size_t left = std::min(j * param.stride, call.W() - 1);
          visit({n, c, i, j, top, left, std::min(top + param.height, call.H()),
                 std::min(left + param.width, call.W())});
        }
      }
    }
  }
}

WrongAnswer each_window(void (*treat)(PoolCall& call, const PoolWindow& window)) {
  return each_window_of([](PoolParam right) { return right; }, treat);
}

WrongAnswer each_window_of(PoolParam (*wrong)(PoolParam right),
                           void (*treat)(PoolCall& call, const PoolWindow& window)) {
  return [wrong, treat](Given& given) {
    PoolCall call(given);
    for_each_window(call, wrong(call.param), [&](const PoolWindow& window) { treat(call, window); });
    return call.answer();
  };
}

WrongAnswer pooled_dx_times(double (*factor)(const PoolCall& call)) {
  return [factor](Given& given) -> Tensors {
    Tensor dx = given.right.at("x");
    const double by = factor(PoolCall(given));
    for (double& value : dx.values) value *= by;
    return {{"x", std::move(dx)}};
  };
}

WrongAnswer dx_left_over() {
  return [kept = Tensor()](Given& given) mutable -> Tensors {
    const Tensor& right = given.right.at("x");
    if (kept.shape != right.shape) kept = Tensor::filled(right.shape, 0.0);
    for (std::size_t k = 0; k < right.values.size(); ++k) kept.values[k] += right.values[k];
    return {{"x", kept}};
  };
}

std::vector<KnownMistake> pooling_mistakes_and(void (*treat)(PoolCall& call, const PoolWindow& window),
                                               std::vector<KnownMistake> own) {
  std::vector<KnownMistake> mistakes = std::move(own);
  std::vector<KnownMistake> shared = {
      {.id = "stride-is-height",
       .spoils = {"x"},
       .hint = "Where does the second window begin: right below the first one, or after the stride?",
       .misconception = "Windows touch each other, so that they begin at multiples of their own size.",
       .answer = each_window_of(
           [](PoolParam right) {
             return PoolParam{right.height, right.width, right.height};
           },
           treat)},
      {.id = "stride-is-one",
       .spoils = {"x"},
       .hint = "Which pixels has output (1, 1) seen: where does its window begin?",
       .misconception = "An output lies at the same place as its pixels.",
       .answer = each_window_of(
           [](PoolParam right) {
             return PoolParam{right.height, right.width, 1};
           },
           treat)},
      {.id = "height-and-width-swapped",
       .spoils = {"x"},
       .hint = "Which of the two loops over a window runs over its rows, and how many rows has it got?",
       .misconception = "The first size of a window counts its columns.",
       .answer = each_window_of(
           [](PoolParam right) {
             return PoolParam{right.width, right.height, right.stride};
           },
           treat)},
      {.id = "window-is-square",
       .spoils = {"x"},
       .hint = "A window may be wider than it is high: does your code know both of its sizes?",
       .misconception = "The windows of a pooling layer are squares.",
       .answer = each_window_of(
           [](PoolParam right) {
             return PoolParam{right.height, right.height, right.stride};
           },
           treat)},
      {.id = "divided-by-n",
       .spoils = {"x"},
       .hint = "Does the forward pass of this layer take any mean over the batch?",
       .misconception = "Every gradient is to be averaged over the batch.",
       .answer =
           pooled_dx_times([](const PoolCall& call) { return 1.0 / static_cast<double>(call.x.shape(0)); })},
      {.id = "sign",
       .spoils = {"x"},
       .hint = "If a pixel gets brighter, does the output of its window fall?",
       .misconception = "The gradient is the direction in which the loss falls.",
       .answer = pooled_dx_times([](const PoolCall&) { return -1.0; })},
      {.id = "leftover",
       .spoils = {"x"},
       .hint = "What is in your dx at the moment when the backward pass begins?",
       .misconception = "A gradient that is added up may live on from one call to the next.",
       .answer_with_memory = dx_left_over},
  };
  mistakes.insert(mistakes.end(), std::make_move_iterator(shared.begin()),
                  std::make_move_iterator(shared.end()));
  return mistakes;
}

}  // namespace grader
