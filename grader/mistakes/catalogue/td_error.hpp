/// Shared by the mistakes of the losses of a TD error, target - q.
#pragma once

#include <functional>
#include <iterator>
#include <utility>
#include <vector>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader {

/// Returns target - q, (N).
inline backprop::Vector td_error(Given& given) { return given.in.vector("target") - given.in.vector("q"); }

/// Returns `from` with every element clamped to [least, most].
inline backprop::Vector clipped(const backprop::Vector& from, double least, double most) {
  return xt::minimum(xt::maximum(from, least), most);
}

/// Returns the number of examples.
inline double batch_size(const backprop::Vector& error) { return static_cast<double>(error.size()); }

/// The slope of one example's loss as a function of its error, elementwise: (N) -> (N).
using ErrorSlope = std::function<backprop::Vector(Given&, const backprop::Vector& error)>;

/// The answer of somebody who uses a wrong `slope` of the loss and gets the rest right.
inline WrongAnswer dq_with_slope(ErrorSlope slope) {
  return [slope](Given& given) -> Tensors {
    const backprop::Vector error = td_error(given);
    const backprop::Vector dq = -given.upstream.number("loss") * slope(given, error) / batch_size(error);
    return {{"q", from_xtensor(dq)}};
  };
}

/// Returns the right dq times `factor(N)`.
inline WrongAnswer dq_times(std::function<double(double)> factor) {
  return [factor](Given& given) -> Tensors {
    const auto N = static_cast<double>(given.right.at("q").values.size());
    return scaled(given.right, {"q"}, factor(N));
  };
}

/// Returns the mistakes that any such loss invites, and `more`. `right` is the loss's right slope.
inline std::vector<KnownMistake> td_loss_mistakes_and(const ErrorSlope& right,
                                                      std::vector<KnownMistake> more) {
  std::vector<KnownMistake> mistakes = {
      {.id = "sign",
       .spoils = {"q"},
       .hint = "If a prediction goes up, does its error go up as well?",
       .misconception = "The error is the prediction minus the target, as in most other losses.",
       .answer = dq_times([](double) { return -1.0; })},
      {.id = "sum-for-mean",
       .spoils = {"q"},
       .hint = "The loss is a mean over the batch: how much of it is one example's?",
       .misconception = "The mean has no derivative of its own.",
       .answer = dq_times([](double N) { return N; })},
      {.id = "averaged-twice",
       .spoils = {"q"},
       .hint = "How often does the forward pass divide by the number of examples?",
       .misconception = "What the loss has averaged must be averaged once more in the backward pass.",
       .answer = dq_times([](double N) { return 1.0 / N; })},
      {.id = "upstream-ignored",
       .spoils = {"q"},
       .hint = "What if this loss is only one term of a larger one, with a weight of its own?",
       .misconception = "A loss is the end of the graph, so nothing comes from upstream.",
       .answer = [right](Given& given) -> Tensors {
         const backprop::Vector error = td_error(given);
         const backprop::Vector dq = -right(given, error) / batch_size(error);
         return {{"q", from_xtensor(dq)}};
       }},
  };
  mistakes.insert(mistakes.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return mistakes;
}

}  // namespace grader
