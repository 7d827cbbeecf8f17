#include <fmt/format.h>

#include <algorithm>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/dead_relu.hpp"
#include "grader/scenarios/training.hpp"

namespace grader {

namespace dead_relu_never_fire_part {

constexpr std::size_t kBatch = 50;
constexpr std::size_t kHidden1 = 24;
constexpr std::size_t kHidden2 = 12;
constexpr std::size_t kDead1 = kHidden1 / 2;  // the first ones, by their bias
constexpr std::size_t kDead2 = kHidden2 / 3;  // the first ones, by their weights
constexpr double kFarBelow = -30.0;           // no image of pixels in [0, 1] makes up for this bias
constexpr std::size_t kSteps = 20;
constexpr double kLearningRate = 0.5;

// Returns the parameters of a net with two hidden layers. In the first layer some units begin with a bias far
// below 0. In the second some units have no positive weight, and their inputs, the outputs of relus, are
// never negative.
Tensors make_parameters(Subject& subject, std::uint64_t seed) {
  Tensors p = {{"w1", from_xtensor(he_weights(subject, kDigitPixels, kHidden1, seed_for(seed, "w1")))},
               {"b1", Tensor::filled({kHidden1}, 0.1)},
               {"w2", from_xtensor(he_weights(subject, kHidden1, kHidden2, seed_for(seed, "w2")))},
               {"b2", Tensor::filled({kHidden2}, 0.1)},
               {"w3", from_xtensor(he_weights(subject, kHidden2, kDigitClasses, seed_for(seed, "w3")))},
               {"b3", Tensor::filled({kDigitClasses}, 0.0)}};
  for (std::size_t m = 0; m < kDead1; ++m) p["b1"].values[m] = kFarBelow;
  for (std::size_t m = 0; m < kDead2; ++m) {
    p["b2"].values[m] = -0.1;
    for (std::size_t d = 0; d < kHidden1; ++d) {
      double& weight = p["w2"].values[d * kHidden2 + m];
      weight = -std::abs(weight);
    }
  }
  return p;
}

double largest_in_columns(const Tensor& matrix, std::size_t columns) {
  double largest = 0.0;
  const std::size_t width = matrix.shape.back();
  for (std::size_t i = 0; i < matrix.values.size(); ++i) {
    if (i % width >= columns) continue;
    // std::max would lose a NaN.
    if (!(std::abs(matrix.values[i]) <= largest)) largest = std::abs(matrix.values[i]);
  }
  return largest;
}

double largest_in_rows(const Tensor& matrix, std::size_t rows) {
  double largest = 0.0;
  for (std::size_t i = 0; i < rows * matrix.shape[1]; ++i) {
    if (!(std::abs(matrix.values[i]) <= largest)) largest = std::abs(matrix.values[i]);
  }
  return largest;
}

// Returns the activations of both hidden layers over the whole training set.
std::pair<Tensor, Tensor> activations(Subject& subject, const Tensors& p) {
  const std::size_t n = all_digits().y.values.size();
  const auto layer = [&](const Tensor& x, const char* number, std::size_t width) {
    const LayerCall affine(
        subject, "affine",
        {{"x", x}, {"w", p.at(std::string("w") + number)}, {"b", p.at(std::string("b") + number)}});
    return LayerCall(subject, "relu", {{"x", affine.output("out", {n, width})}}).output("out", {n, width});
  };
  Tensor first = layer(all_digits().x, "1", kHidden1);
  Tensor second = layer(first, "2", kHidden2);
  return {std::move(first), std::move(second)};
}

double dead_fraction(Subject& subject, const Tensor& activations) {
  return LayerCall(subject, "dead_fraction", {{"activations", activations}}).number("fraction");
}

double counted(const Tensor& activations) {
  const std::size_t width = activations.shape[1];
  std::vector<bool> dead(width, true);
  for (std::size_t i = 0; i < activations.values.size(); ++i) {
    if (activations.values[i] != 0.0) dead[i % width] = false;
  }
  return static_cast<double>(std::count(dead.begin(), dead.end(), true)) / static_cast<double>(width);
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  Measurements result;
  Tensors p = make_parameters(subject, seed);
  backprop::Rng rng(seed);
  const std::vector<std::string> trained = {"w1", "b1", "w2", "b2", "w3", "b3"};
  for (std::size_t step = 0; step < kSteps; ++step) {
    const DigitBatch batch = draw_digits(rng, kBatch);
    Tensors inputs = p;
    inputs.insert({{"x", batch.x}, {"y", batch.y}});
    for (const auto& [name, width] : {std::pair{"1", kHidden1}, std::pair{"2", kHidden2}}) {
      inputs[std::string("gamma") + name] = Tensor::filled({width}, 1.0);
      inputs[std::string("beta") + name] = Tensor::filled({width}, 0.0);
    }
    LayerCall net(subject, "deep_net", inputs,
                  {{"batchnorm", 0.0}, {"layers", 2.0}, {"keep", 1.0}, {"seed", 0.0}});
    const Tensors gradients = net.backward({{"loss", Tensor::scalar(1.0)}});
    result["loss"].push_back(net.number("loss"));
    result["into the first"].push_back(std::max(largest_in_columns(gradients.at("w1"), kDead1),
                                                largest_in_columns(gradients.at("b1"), kDead1)));
    result["into the second"].push_back(std::max(largest_in_columns(gradients.at("w2"), kDead2),
                                                 largest_in_columns(gradients.at("b2"), kDead2)));
    result["out of the first"].push_back(largest_in_rows(gradients.at("w2"), kDead1));
    result["out of the second"].push_back(largest_in_rows(gradients.at("w3"), kDead2));
    for (const std::string& name : trained)
      p[name] = sgd_step(subject, p[name], gradients.at(name), kLearningRate);
    tell_step(tell, "units that never fire", step + 1, kSteps,
              fmt::format("loss {:.4f}", result["loss"].back()));
  }
  const auto [first, second] = activations(subject, p);
  result["reported"] = {dead_fraction(subject, first), dead_fraction(subject, second)};
  result["dead"] = {counted(first), counted(second)};
  return result;
}

const char* const kPlaces[] = {"into the first", "into the second", "out of the first", "out of the second"};

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  for (const char* place : kPlaces) {
    const std::vector<double>& gradients = m.at(place);
    if (std::any_of(gradients.begin(), gradients.end(), [](double g) { return g != 0.0; }))
      return std::string("a gradient leaks ") + place;
  }
  if (!(m.at("dead")[0] >= 0.5 && m.at("dead")[1] >= 1.0 / 3.0)) return "the dead come back";
  return std::nullopt;
}

Finding judge_gradients(const Measurements& student, const Measurements& reference) {
  for (std::size_t step = 0; step < kSteps; ++step) {
    for (const char* place : kPlaces) {
      const double gradient = student.at(place)[step];
      if (gradient == 0.0) continue;
      return scenario_fails(
          fmt::format("Units that never fire have weight gradients of exactly 0; in your deep_net, a "
                      "gradient of {} leaks {} hidden layer's dead units at step {}.",
                      format_number(gradient, 6), place, step));
    }
  }
  if (const auto finding = judge_dead_fraction(student.at("reported"), student.at("dead"),
                                               "With units that are initialised never to fire")) {
    return *finding;
  }
  for (const char* series : {"loss", "dead"}) {
    const auto departure = first_departure(student.at(series), reference.at(series));
    if (!departure) continue;
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    return scenario_fails(series == std::string("loss")
                              ? fmt::format("With units that never fire, the loss of your deep_net under "
                                            "your he_init and sgd is {} at step {}, "
                                            "expected {}.",
                                            yours, departure->step, expected)
                              : fmt::format("After {} steps, {} of the units of hidden layer {} are dead, "
                                            "expected {}: your sgd moves weights "
                                            "that have no gradient.",
                                            kSteps, yours, departure->step + 1, expected));
  }
  return Finding::pass();
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  return {judge_gradients(student, reference), {}};
}

std::string story(const Measurements& m) {
  double largest = 0.0;
  for (const char* place : kPlaces) {
    for (const double gradient : m.at(place)) largest = gradient <= largest ? largest : gradient;
  }
  return fmt::format(
      "{} of {} units of the first hidden layer and {} of {} of the second were made never to fire. In {} "
      "steps the largest gradient at their weights is {}. Counted after them over the whole training set, "
      "{:.0f} % and "
      "{:.0f} % of all units of the two layers are dead.",
      kDead1, kHidden1, kDead2, kHidden2, kSteps, format_number(largest, 3), 100.0 * m.at("dead")[0],
      100.0 * m.at("dead")[1]);
}

std::vector<Question> questions() {
  return {{.id = "bias-of-minus-30",
           .text = "Half of the units of the first hidden layer have got a bias of -30 and never fire. After "
                   "20 steps of "
                   "training, what share of the layer is dead?",
           .measure = [](const Measurements& m) { return 100.0 * m.at("dead").front(); },
           .unit = "%",
           .within = 5.0}};
}

}  // namespace dead_relu_never_fire_part

ScenarioPart dead_relu_never_fire() {
  return {"never-fire",
          {"deep_net", "affine", "relu", "he_init", "sgd", "dead_fraction"},
          {"deep_net", "he_init", "sgd", "dead_fraction"},
          dead_relu_never_fire_part::run,
          dead_relu_never_fire_part::judge,
          dead_relu_never_fire_part::story,
          {},
          dead_relu_never_fire_part::questions()};
}

}  // namespace grader
