#include <fmt/format.h>

#include <algorithm>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/deep_stack.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/slow_lower_layers.hpp"

namespace grader {

namespace slow_lower_layers_cured_part {

constexpr std::size_t kLayers = kSlowHiddenLayers + 1;
constexpr std::size_t kSteps = 30;
constexpr double kLearningRate = 0.1;
constexpr double kOneOrder = 10.0;

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  std::vector<backprop::Matrix> weights;
  for (std::size_t l = 0; l < kLayers; ++l) {
    weights.push_back(he_weights(subject, l == 0 ? kDigitPixels : kSlowWidth,
                                 l + 1 == kLayers ? kDigitClasses : kSlowWidth,
                                 seed_for(seed, at_layer("w", l + 1))));
  }
  backprop::Rng rng(seed);
  return train_stack(subject, std::move(weights),
                     {.name = "deep net with ReLU and batchnorm",
                      .gate = "relu",
                      .batchnorm = true,
                      .learning_rate = kLearningRate,
                      .steps = kSteps},
                     rng, tell);
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  std::vector<double> updates;
  for (std::size_t l = 1; l <= kLayers; ++l) updates.push_back(median(m.at(at_layer("update", l))));
  const auto [least, most] = std::minmax_element(updates.begin(), updates.end());
  if (!(*most <= kOneOrder * *least)) return "the layers' updates are more than one order apart";
  if (!(m.at("loss").back() < 0.8 * m.at("loss").front())) return "the loss does not fall";
  return std::nullopt;
}

Finding fails_at(const std::string& what, const Departure& departure, const std::string& why) {
  const auto [yours, expected] = format_apart(departure.student, departure.reference);
  return scenario_fails(
      fmt::format("In the deep net with ReLU, He initialisation and batchnorm, {} is {}, expected {}: {}.",
                  what, yours, expected, why));
}

// The first place, in the order of the computation, at which the two runs differ shows what is wrong.
Finding judge_curves(const Measurements& student, const Measurements& reference) {
  if (const auto departure = first_departure(student.at("weights"), reference.at("weights"))) {
    return fails_at(fmt::format("the norm of the weights of layer {} at the start", departure->step + 1),
                    *departure, "your he_init");
  }
  const auto loss = first_departure(student.at("loss"), reference.at("loss"));
  if (loss && loss->step == 0)
    return fails_at("the first loss", *loss, "your batchnorm_forward gives something else");
  for (std::size_t l = kLayers; l > 0; --l) {
    const std::string key = at_layer("gradient", l);
    const double theirs = reference.at(key).front();
    if (const auto departure = first_departure({student.at(key).front()}, {theirs})) {
      return fails_at(
          fmt::format("the norm of the gradient at layer {} of {} at the first step", l, kLayers), *departure,
          "your batchnorm_backward lets through something else when a mean loss sends it gradients as small "
          "as a thousandth");
    }
  }
  for (std::size_t l = kLayers; l > 0; --l) {
    const auto departure =
        first_departure(student.at(at_layer("update", l)), reference.at(at_layer("update", l)));
    if (!departure) continue;
    return fails_at(fmt::format("the update-to-weight ratio of layer {} at step {}", l, departure->step),
                    *departure,
                    "the first step was right, so look at your sgd, and at your batchnorm as the gradients "
                    "become smaller");
  }
  if (loss)
    return fails_at(fmt::format("the loss at step {}", loss->step), *loss, "your sgd, dgamma or dbeta");
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  return {
      judge_curves(student, reference),
      {by_layer("slow-cured-gradients", "ReLU, He initialisation, batchnorm: norm of the gradient",
                "gradient", student, kLayers),
       by_layer("slow-cured-updates", "ReLU, He initialisation, batchnorm: update-to-weight ratio", "update",
                student, kLayers),
       pace_figure("slow-cured-pace",
                   "ReLU, He initialisation, batchnorm: how many times less than the last layer each moves",
                   student, kLayers),
       lines("slow-cured-loss", "Loss of the deep net with ReLU, He initialisation, batchnorm", "step",
             "loss", {{"yours", student.at("loss")}, {"reference", reference.at("loss")}})}};
}

std::string story(const Measurements& m) {
  return fmt::format(
      "A step changes the weights of layer {}, the last, by {} of their size (the median of {} steps). "
      "Beside "
      "it {}. The loss goes from {} to {}.",
      kLayers, format_number(median(m.at(at_layer("update", kLayers))), 2), kSteps, pace_by_layer(m, kLayers),
      format_number(m.at("loss").front(), 3), format_number(m.at("loss").back(), 3));
}

std::vector<Question> questions() {
  return {{.id = "bottom-when-cured",
           .text = "The same depth with ReLU, he_init and batch normalisation. By what share of their size "
                   "does a step "
                   "change the weights of layer 1, divided by that of the last layer?",
           .measure =
               [](const Measurements& m) {
                 return median(m.at(at_layer("update", 1))) / median(m.at(at_layer("update", kLayers)));
               },
           .factor = 2.0}};
}

}  // namespace slow_lower_layers_cured_part

ScenarioPart slow_lower_layers_cured() {
  return {"cured",
          {"affine", "relu", "softmax_loss", "he_init", "batchnorm", "sgd"},
          {"he_init", "batchnorm", "sgd"},
          slow_lower_layers_cured_part::run,
          slow_lower_layers_cured_part::judge,
          slow_lower_layers_cured_part::story,
          {},
          slow_lower_layers_cured_part::questions()};
}

}  // namespace grader
