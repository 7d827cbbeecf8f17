#include <fmt/format.h>
#include <backprop/rng.hpp>

#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/exploding.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/unrolled.hpp"

namespace grader {

namespace exploding_scalar_part {

// W_hh of one unit. The last two leave 1e-250 and 1e250 of the gradient, which are ordinary doubles.
constexpr double kWeights[] = {0.5, 0.9, 1.0, 1.1, 1.5, 2.0, -0.9, -1.5, 1e-5, 1e5};
constexpr double kTolerance = 1e-12;  // fifty multiplications round to 1e-14

std::string key(double b) { return fmt::format("b = {}", b); }

Measurements run(Subject& subject, std::uint64_t seed, const Tell&) {
  backprop::Rng rng(seed);
  Measurements result;
  for (const double b : kWeights) {
    // In one expression, the compiler would choose which is drawn first.
    const double sign = rng.uniform() - 0.5;
    const double a = std::copysign(0.5 + rng.uniform(), sign);
    std::vector<double>& series = result[key(b)];
    for (const Tensor& gradient :
         rnn_gradients(subject, backprop::Matrix{{b}}, backprop::zeros(1, 1), {{1, 1}, {a}})) {
      series.push_back(gradient.values.at(0));
    }
    result["a, " + key(b)] = {a};
  }
  return result;
}

// a b^k over k, without its sign. A logarithmic axis has no 0.
Figure figure(const Measurements& m) {
  std::vector<std::pair<std::string, std::vector<double>>> series;
  for (const double b : {0.5, 0.9, 1.0, 1.1, 1.5, 2.0}) {
    std::vector<double> magnitudes;
    for (const double value : m.at(key(b)))
      magnitudes.push_back(value == 0.0 ? std::nan("") : std::abs(value / m.at(key(b)).front()));
    series.emplace_back(fmt::format("b = {:.1f}", b), std::move(magnitudes));
  }
  return lines("exploding-scalar", "One number: a, a b, a b b, ... over a", "how many times b", "|a b^k / a|",
               series, /*logarithmic=*/true);
}

PartVerdict judge(const Measurements& student, const Measurements&) {
  std::vector<Figure> figures = {figure(student)};
  for (const double b : kWeights) {
    const std::vector<double>& series = student.at(key(b));
    const double a = student.at("a, " + key(b)).front();
    for (std::size_t k = 0; k < series.size(); ++k) {
      const double right = a * std::pow(b, static_cast<double>(k));
      if (std::abs(series[k] - right) <= kTolerance * std::abs(right)) continue;
      std::vector<double> magnitudes;
      for (const double value : series) magnitudes.push_back(std::abs(value));
      const auto cut = std::abs(b) == 1.0 ? std::nullopt : cut_short(magnitudes);
      return {
          scenario_fails(
              cut ? fmt::format("With one unit and W_hh = {}, the gradient of your rnn {}; k steps back it "
                                "should be a b^k.",
                                b, *cut)
                  : fmt::format("With one unit and W_hh = {}, the gradient of your rnn {} steps back is {}, "
                                "expected a b^{} = {}.",
                                b, k, format_number(series[k], 6), k, format_number(right, 6))),
          std::move(figures)};
    }
  }
  return {Finding::pass(), std::move(figures)};
}

std::string story(const Measurements& m) {
  const auto left = [&](double b) {
    const std::vector<double>& series = m.at(key(b));
    return format_number(std::abs(series.back() / series.front()), 2);
  };
  const std::size_t steps = m.at(key(0.9)).size() - 1;
  return fmt::format(
      "a times b, {} times: of the gradient a, {} is left where W_hh = b = 0.9, {} where b = 1, and where b "
      "= "
      "1.1 it is {} times as large.",
      steps, left(0.9), left(1.0), left(1.1));
}

std::vector<Question> questions() {
  return {{.id = "nine-tenths-50-times",
           .text = "A net of one hidden unit, whose weight is 0.9. What share of its gradient is left 50 "
                   "steps back, as a "
                   "number such as 0.1?",
           .measure = [](const Measurements& m) { return m.at(key(0.9)).back() / m.at(key(0.9)).front(); },
           .factor = 2.0}};
}

}  // namespace exploding_scalar_part

ScenarioPart exploding_scalar() {
  return {"scalar",
          {"rnn"},
          {"rnn"},
          exploding_scalar_part::run,
          exploding_scalar_part::judge,
          exploding_scalar_part::story,
          {},
          exploding_scalar_part::questions()};
}

}  // namespace grader
