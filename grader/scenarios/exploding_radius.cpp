#include <fmt/format.h>

#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/ops/spectrum.hpp"
#include "grader/scenarios/exploding.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/orthogonal.hpp"
#include "grader/scenarios/unrolled.hpp"

namespace grader {

namespace exploding_radius_part {

using backprop::Matrix;

constexpr double kRadii[] = {0.5, 0.9, 1.0, 1.1, 1.5, 2.0};
constexpr std::size_t kBatch = 4;
constexpr std::size_t kUnits = 24;
constexpr double kOtherEigenvalues = 0.6;  // of the radius: they are gone after kSettled steps
constexpr std::size_t kSettled = 20;
constexpr double kSlopeTolerance = 0.05;
// 50 steps multiply the error of a spectral radius that is right to nine digits by 50.
constexpr double kLogTolerance = 1e-6;

std::string key(const char* kind, double radius) { return fmt::format("{}, radius {}", kind, radius); }

double radius_of(Subject& subject, const Matrix& w) {
  return LayerCall(subject, "spectral_radius", {{"w", from_xtensor(w)}}).number("radius");
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell&) {
  backprop::Rng rng(seed);
  Measurements result;
  // Over many steps this matrix multiplies by its spectral radius. A single step multiplies by up to its
  // spectral norm, which is larger.
  const Matrix general =
      matrix_with_spectrum(rng, kUnits, Largest::complex_pair, 0.5 + 2.0 * rng.uniform(), kOtherEigenvalues);
  // Norm and radius are equal for this matrix, so a bound that holds for 50 steps holds for each step.
  // In one expression, the compiler would choose which is drawn first.
  const Matrix orthogonal = random_orthogonal(rng, kUnits);
  const Matrix rotation = (0.5 + 2.0 * rng.uniform()) * orthogonal;
  const double general_radius = radius_of(subject, general);
  const double rotation_radius = radius_of(subject, rotation);
  result["spectral radius"] = {general_radius, rotation_radius};
  result["spectral norm"] = {
      std::sqrt(radius_of(subject, backprop::matmul(general, backprop::transpose(general))))};

  const Matrix at_rest = backprop::zeros(kBatch, kUnits);
  const Matrix h0 = rng.normal(kBatch, kUnits);
  const Tensor upstream = random_normal(rng, {kBatch, kUnits});
  for (const double radius : kRadii) {
    const Matrix scaled = general * (radius / general_radius);
    const Matrix turning = rotation * (radius / rotation_radius);
    result[key("linear", radius)] = norms(rnn_gradients(subject, scaled, at_rest, upstream));
    result[key("tanh", radius)] = norms(rnn_gradients(subject, turning, h0, upstream));
    result[key("relu", radius)] = norms(relu_gradients(subject, turning, h0, upstream));
  }
  return result;
}

// Returns how far a slope may be from log(radius): 5 % of it. At radius 1, whose logarithm is 0, the slope
// may be off by 5 % of log(0.9).
double allowed(double radius) {
  return kSlopeTolerance * std::max(std::abs(std::log(radius)), std::abs(std::log(0.9)));
}

bool slope_is_right(const std::vector<double>& norms, double radius) {
  return std::abs(fitted_slope(norms, kSettled) - std::log(radius)) <= allowed(radius);
}

// Returns the first number of steps back at which the norm is more than radius^k of the upstream gradient's,
// or nullopt.
std::optional<std::size_t> beyond_bound(const std::vector<double>& norms, double radius) {
  for (std::size_t k = 0; k < norms.size(); ++k) {
    const double bound = norms.front() * std::pow(radius, static_cast<double>(k));
    if (!(norms[k] <= bound * (1.0 + kLogTolerance))) return k;
  }
  return std::nullopt;
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  for (const double radius : kRadii) {
    if (!slope_is_right(m.at(key("linear", radius)), radius)) {
      return fmt::format("the slope at radius {} is {}, not {}", radius,
                         fitted_slope(m.at(key("linear", radius)), kSettled), std::log(radius));
    }
    for (const char* gate : {"tanh", "relu"}) {
      if (beyond_bound(m.at(key(gate, radius)), radius)) {
        return fmt::format("with {} the bound does not hold at radius {}", gate, radius);
      }
    }
  }
  return std::nullopt;
}

std::optional<std::string> radius_problem(const Measurements& student, const Measurements& reference) {
  const std::vector<double>& yours = student.at("spectral radius");
  const std::vector<double>& right = reference.at("spectral radius");
  for (std::size_t i = 0; i < right.size(); ++i) {
    if (std::abs(yours[i] - right[i]) <= 1e-8 * right[i]) continue;
    const double norm = reference.at("spectral norm").front();
    const bool is_norm = i == 0 && std::abs(yours[i] - norm) <= 1e-6 * norm;
    return fmt::format(
        "W_hh could not be scaled: your spectral_radius gives {}, and the largest eigenvalue has "
        "the magnitude {}{}.",
        format_number(yours[i], 6), format_number(right[i], 6),
        is_norm ? "; yours is the spectral norm, which one step can multiply by, but not fifty" : "");
  }
  return std::nullopt;
}

std::optional<std::string> linear_problem(const std::vector<double>& norms, const std::vector<double>& right,
                                          double radius) {
  if (!slope_is_right(norms, radius)) {
    if (const auto cut = cut_short(norms)) {
      return fmt::format("At spectral radius {} the norm of the gradient through your rnn {}.", radius, *cut);
    }
    const double slope = fitted_slope(norms, kSettled);
    return fmt::format(
        "At spectral radius {} one step back multiplies the gradient's norm by {} in the long run, "
        "with your rnn; it should be the radius.",
        radius, format_number(std::exp(slope), 6));
  }
  if (const auto k = first_unlike(norms, right, kLogTolerance)) {
    const auto [yours, expected] = format_apart(norms[*k], right[*k]);
    return fmt::format(
        "At spectral radius {} the norm of the gradient through your rnn is {} after {} steps back, "
        "expected {}.",
        radius, yours, *k, expected);
  }
  return std::nullopt;
}

std::optional<std::string> tanh_problem(const std::vector<double>& norms, const std::vector<double>& right,
                                        double radius) {
  if (const auto k = beyond_bound(norms, radius)) {
    return fmt::format(
        "With W_hh orthogonal and scaled to {}, the gradient of your rnn has {} times the norm of "
        "the upstream gradient after {} steps back; tanh can only shrink it, so it can be at most "
        "{}^{}.",
        radius, format_number(norms[*k] / norms.front(), 4), *k, radius, *k);
  }
  if (const auto k = first_unlike(norms, right, kLogTolerance)) {
    const auto [yours, expected] = format_apart(norms[*k], right[*k]);
    return fmt::format(
        "With tanh at work, W_hh orthogonal and scaled to {}, the norm of the gradient through your "
        "rnn is {} after {} steps back, expected {}.",
        radius, yours, *k, expected);
  }
  return std::nullopt;
}

Finding judge_growth(const Measurements& student, const Measurements& reference) {
  if (const auto problem = radius_problem(student, reference)) return scenario_fails(*problem);
  for (const double radius : kRadii) {
    const std::string linear = key("linear", radius);
    if (const auto problem = linear_problem(student.at(linear), reference.at(linear), radius)) {
      return scenario_fails(*problem);
    }
  }
  for (const double radius : kRadii) {
    const std::string gated = key("tanh", radius);
    if (const auto problem = tanh_problem(student.at(gated), reference.at(gated), radius)) {
      return scenario_fails(*problem);
    }
  }
  return Finding::pass();
}

Figure figure(const std::string& id, const std::string& title, const char* kind, const Measurements& m) {
  std::vector<std::pair<std::string, std::vector<double>>> series;
  for (const double radius : kRadii) {
    std::vector<double> values = m.at(key(kind, radius));
    for (double& value : values) {
      if (value == 0.0) value = std::nan("");  // a logarithmic axis has no 0
    }
    series.emplace_back(fmt::format("radius {:.1f}", radius), std::move(values));
  }
  return lines(id, title, "steps back", "norm of the gradient", series, /*logarithmic=*/true);
}

// The measured growth over the logarithm of the radius, beside what the largest eigenvalue predicts: b b b
// ... grows by log b at each step.
Figure slopes_figure(const Measurements& m) {
  std::vector<double> logs;
  for (const double radius : kRadii) logs.push_back(std::log(radius));
  std::vector<std::pair<std::string, std::vector<double>>> series = {{"predicted: log of the radius", logs}};
  for (const auto& [kind, words] : {std::pair{"linear", "linear"}, {"tanh", "tanh"}, {"relu", "ReLU"}}) {
    std::vector<double> slopes;
    for (const double radius : kRadii) slopes.push_back(fitted_slope(m.at(key(kind, radius)), kSettled));
    series.emplace_back(words, std::move(slopes));
  }
  return curves("exploding-slopes", "Growth of the gradient's norm a step, against the largest eigenvalue",
                "log of the spectral radius", "slope of log |g|", logs, series);
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  return {
      judge_growth(student, reference),
      {slopes_figure(student),
       figure("exploding-linear", "Gradient norm through 50 steps of a linear recurrence", "linear", student),
       figure("exploding-tanh", "The same with tanh in between", "tanh", student),
       figure("exploding-relu", "The same with ReLU in between", "relu", student)}};
}

std::string story(const Measurements& m) {
  const auto left = [&](const char* kind, double radius) {
    const std::vector<double>& norms = m.at(key(kind, radius));
    return format_number(norms.back() / norms.front(), 2);
  };
  const auto growth = [&](const char* kind, double radius) {
    return format_number(fitted_slope(m.at(key(kind, radius)), kSettled), 3);
  };
  return fmt::format(
      "{} steps back through a linear recurrence, the gradient's norm is multiplied by {} at spectral radius "
      "0.9, and by {} at 1.1. The largest eigenvalue predicts that log |g| changes by {:.3g} and {:.3g} a "
      "step there; measured are {} and {}, and with tanh in between {} and {}: there the radius is only a "
      "bound.",
      m.at(key("linear", 0.9)).size() - 1, left("linear", 0.9), left("linear", 1.1), std::log(0.9),
      std::log(1.1), growth("linear", 0.9), growth("linear", 1.1), growth("tanh", 0.9), growth("tanh", 1.1));
}

std::vector<Question> questions() {
  return {{.id = "tanh-at-radius-2",
           .text = "A linear recurrence of spectral radius 2 multiplies a gradient by about 10^15 in 50 "
                   "steps. By how much "
                   "does the same recurrence with tanh, from a random state?",
           .measure =
               [](const Measurements& m) {
                 const std::vector<double>& norms = m.at(key("tanh", 2.0));
                 return norms.back() / norms.front();
               },
           .factor = 30.0}};
}

}  // namespace exploding_radius_part

ScenarioPart exploding_radius() {
  return {"radius",
          {"rnn", "spectral_radius", "affine", "relu"},
          {"rnn"},
          exploding_radius_part::run,
          exploding_radius_part::judge,
          exploding_radius_part::story,
          {},
          exploding_radius_part::questions()};
}

}  // namespace grader
