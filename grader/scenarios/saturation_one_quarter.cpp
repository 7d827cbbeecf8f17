#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/layers.hpp"
#include "grader/scenarios/orthogonal.hpp"
#include "grader/scenarios/saturation.hpp"

namespace grader {

namespace saturation_one_quarter_part {

using backprop::Matrix;

constexpr std::size_t kGates = 8;
constexpr std::size_t kBatch = 5;
constexpr std::size_t kWidth = 12;

// Returns dx / dz over a grid of x with 0 in its middle.
std::vector<double> local_gradients(Subject& subject, backprop::Rng& rng) {
  Tensor x = Tensor::filled({9, 9}, 0.0);
  for (std::size_t i = 0; i < x.values.size(); ++i) x.values[i] = (static_cast<double>(i) - 40.0) / 4.0;
  LayerCall call(subject, "sigmoid", {{"x", x}});
  const Tensor upstream = random_normal(rng, x.shape);
  Tensor gradient = call.backward({{"z", upstream}}).at("x");
  for (std::size_t i = 0; i < x.values.size(); ++i) gradient.values[i] /= upstream.values[i];
  return gradient.values;
}

// Returns the norm of the gradient at the top, and below 1, 2, ... gates. Between the gates are orthogonal
// weights, which keep norms.
std::vector<double> norms_through_gates(Subject& subject, backprop::Rng& rng) {
  std::vector<LayerCall> affines;
  std::vector<LayerCall> gates;
  Matrix h = rng.normal(kBatch, kWidth);
  for (std::size_t layer = 0; layer < kGates; ++layer) {
    affines.emplace_back(subject, "affine",
                         Tensors{{"x", from_xtensor(h)},
                                 {"w", from_xtensor(random_orthogonal(rng, kWidth))},
                                 {"b", Tensor::filled({kWidth}, 0.0)}});
    gates.emplace_back(subject, "sigmoid", Tensors{{"x", affines.back().output("out", {kBatch, kWidth})}});
    h = gates.back().matrix("z", kBatch, kWidth);
  }
  Tensor gradient = random_normal(rng, {kBatch, kWidth});
  std::vector<double> norms = {norm(gradient)};
  for (std::size_t layer = kGates; layer-- > 0;) {
    gradient = gates[layer].backward({{"z", gradient}}).at("x");
    gradient = affines[layer].backward({{"out", gradient}}).at("x");
    norms.push_back(norm(gradient));
  }
  return norms;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell&) {
  backprop::Rng rng(seed);
  Measurements result;
  result["local gradient"] = local_gradients(subject, rng);
  result["norm"] = norms_through_gates(subject, rng);
  return result;
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  const std::vector<double>& local = student.at("local gradient");
  for (const double value : local) {
    if (!(value <= 0.25 + 1e-12 && value >= 0.0)) {
      return {scenario_fails(fmt::format(
                  "The sigmoid's local gradient comes out as {}; z (1 - z) lies between 0 and 1/4.",
                  format_number(value, 6))),
              {}};
    }
  }
  if (!(std::abs(local[local.size() / 2] - 0.25) <= 1e-12)) {
    return {scenario_fails(fmt::format("At x = 0 the sigmoid's local gradient comes out as {}, not as 1/4.",
                                       format_number(local[local.size() / 2], 6))),
            {}};
  }
  const std::vector<double>& norms = student.at("norm");
  for (std::size_t gates = 1; gates < norms.size(); ++gates) {
    const double bound = norms.front() * std::pow(0.25, static_cast<double>(gates));
    if (!(norms[gates] <= bound * (1.0 + 1e-9))) {
      return {scenario_fails(fmt::format(
                  "Below {} sigmoid gates the gradient's norm is {:.3g} of what it was on top; it can be "
                  "at most 4^-{} = {:.3g}.",
                  gates, norms[gates] / norms.front(), gates, std::pow(0.25, static_cast<double>(gates)))),
              {}};
    }
  }
  if (const auto departure = first_departure(norms, reference.at("norm"))) {
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    return {scenario_fails(fmt::format("Below {} sigmoid gates the gradient's norm is {}, expected {}.",
                                       departure->step, yours, expected)),
            {}};
  }
  return {Finding::pass(), {}};
}

std::string story(const Measurements& m) {
  const std::vector<double>& local = m.at("local gradient");
  const std::vector<double>& norms = m.at("norm");
  return fmt::format(
      "The steepest slope of your sigmoid is {}. Below {} sigmoid gates the gradient has {} of the norm that "
      "it had on top; a slope of 1/4 in each gate, the largest that there is, would leave {}.",
      format_number(*std::max_element(local.begin(), local.end()), 4), kGates,
      format_number(norms.back() / norms.front(), 2),
      format_number(std::pow(0.25, static_cast<double>(kGates)), 2));
}

std::vector<Question> questions() {
  return {
      {.id = "eight-sigmoids",
       .text =
           "A gradient goes back through eight sigmoids, with orthogonal weights between them, which keep "
           "its length. What share of its length is left, as a number such as 0.1?",
       .measure = [](const Measurements& m) { return m.at("norm").back() / m.at("norm").front(); },
       .factor = 10.0}};
}

}  // namespace saturation_one_quarter_part

ScenarioPart saturation_one_quarter() {
  return {"one-quarter",
          {"affine", "sigmoid"},
          {"sigmoid"},
          saturation_one_quarter_part::run,
          saturation_one_quarter_part::judge,
          saturation_one_quarter_part::story,
          {},
          saturation_one_quarter_part::questions()};
}

}  // namespace grader
