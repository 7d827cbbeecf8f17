#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/deep_stack.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/orthogonal.hpp"
#include "grader/scenarios/slow_lower_layers.hpp"

namespace grader {

namespace slow_lower_layers_sigmoid_part {

using backprop::Matrix;

constexpr std::size_t kLayers = kSlowHiddenLayers + 1;
constexpr std::size_t kSteps = 25;
constexpr double kLearningRate = 1.0;
constexpr double kOrdersOfMagnitude = 1e3;  // the top's update over the bottom's, at least
constexpr double kMoved = 1e-6;             // sgd's step may differ from lr |dw| by this share

// Returns the first (rows, columns) of an orthogonal matrix. Such weights keep norms or shrink them.
Matrix corner(backprop::Rng& rng, std::size_t rows, std::size_t columns) {
  const Matrix q = random_orthogonal(rng, std::max(rows, columns));
  Matrix w = backprop::zeros(rows, columns);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) w(i, j) = q(i, j);
  }
  return w;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  backprop::Rng rng(seed);
  std::vector<Matrix> weights = {corner(rng, kDigitPixels, kSlowWidth)};
  while (weights.size() < kSlowHiddenLayers) weights.push_back(corner(rng, kSlowWidth, kSlowWidth));
  weights.push_back(corner(rng, kSlowWidth, kDigitClasses));
  return train_stack(subject, std::move(weights),
                     {.name = "deep sigmoid net",
                      .gate = "sigmoid",
                      .batchnorm = false,
                      .learning_rate = kLearningRate,
                      .steps = kSteps},
                     rng, tell);
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  for (std::size_t l = 1; l < kLayers; ++l) {
    const std::vector<double>& below = m.at(at_layer("gradient", l));
    const std::vector<double>& above = m.at(at_layer("gradient", l + 1));
    for (std::size_t step = 0; step < kSteps; ++step) {
      if (!(below[step] <= above[step] / 4.0))
        return fmt::format("below layer {} the gradient falls less than fourfold at step {}", l + 1, step);
    }
  }
  if (!(kOrdersOfMagnitude * median(m.at(at_layer("update", 1))) <=
        median(m.at(at_layer("update", kLayers)))))
    return "the first layer's updates are not orders of magnitude below the last's";
  return std::nullopt;
}

// Judges sgd on gradients of every size. The gradients at the bottom are smaller than any that sgd's own
// checks try.
std::optional<Finding> judge_steps(const Measurements& student) {
  for (std::size_t l = 1; l <= kLayers; ++l) {
    const std::vector<double>& moved = student.at(at_layer("moved", l));
    for (std::size_t step = 0; step < moved.size(); ++step) {
      if (std::abs(moved[step] - 1.0) <= kMoved) continue;
      return scenario_fails(fmt::format(
          "In the deep sigmoid net, your sgd moves the weights of layer {} by {} times learning_rate |dw| at "
          "step {}, where "
          "|dw| is {:.2g} of |w|: a gradient of that size counts like any other.",
          l, format_number(moved[step], 6), step, student.at(at_layer("update", l))[step] / kLearningRate));
    }
  }
  return std::nullopt;
}

Finding judge_curves(const Measurements& student, const Measurements& reference) {
  if (const auto finding = judge_steps(student)) return *finding;
  for (const std::string series : {"gradient", "update"}) {
    for (std::size_t l = kLayers; l > 0; --l) {
      const std::string key = at_layer(series, l);
      const auto departure = first_departure(student.at(key), reference.at(key));
      if (!departure) continue;
      const auto [yours, expected] = format_apart(departure->student, departure->reference);
      return scenario_fails(fmt::format(
          "In the deep sigmoid net, {} layer {} is {} at step {}, expected {}: your sgd moves the "
          "parameters elsewhere.",
          series == "gradient" ? "the norm of the gradient at" : "the update-to-weight ratio of", l, yours,
          departure->step, expected));
    }
  }
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  return {judge_curves(student, reference),
          {by_layer("slow-sigmoid-gradients", "Deep sigmoid net: norm of the gradient", "gradient", student,
                    kLayers),
           by_layer("slow-sigmoid-updates", "Deep sigmoid net: update-to-weight ratio", "update", student,
                    kLayers),
           pace_figure("slow-sigmoid-pace",
                       "Deep sigmoid net: how many times less than the last layer each moves", student,
                       kLayers)}};
}

std::string story(const Measurements& m) {
  const double top = m.at(at_layer("gradient", kLayers)).front();
  const double bottom = m.at(at_layer("gradient", 1)).front();
  return fmt::format(
      "At the first step the gradient's norm is {} at layer {}, the last, and {} at layer 1. A step changes "
      "the weights of layer {} by {} of their size (the median of {} steps). Beside it {}.",
      format_number(top, 2), kLayers, format_number(bottom, 2), kLayers,
      format_number(median(m.at(at_layer("update", kLayers))), 2), kSteps, pace_by_layer(m, kLayers));
}

std::vector<Question> questions() {
  return {
      {.id = "bottom-of-sigmoids",
       .text =
           "Eight hidden layers of sigmoids, plain gradient descent. A step changes the weights of the last "
           "layer by some share of their size. How many times smaller is that share at layer 1?",
       .measure =
           [](const Measurements& m) {
             return median(m.at(at_layer("update", kLayers))) / median(m.at(at_layer("update", 1)));
           },
       .factor = 10.0}};
}

}  // namespace slow_lower_layers_sigmoid_part

ScenarioPart slow_lower_layers_sigmoid() {
  return {"sigmoid",
          {"affine", "sigmoid", "softmax_loss", "sgd"},
          {"sgd"},
          slow_lower_layers_sigmoid_part::run,
          slow_lower_layers_sigmoid_part::judge,
          slow_lower_layers_sigmoid_part::story,
          {},
          slow_lower_layers_sigmoid_part::questions()};
}

}  // namespace grader
