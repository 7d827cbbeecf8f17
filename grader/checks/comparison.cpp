#include "grader/checks/comparison.hpp"

#include <algorithm>
#include <backprop/rng.hpp>
#include <cmath>

#include "grader/checks/subject.hpp"

namespace grader {

namespace {

constexpr int kSignDraws = 8;

Tensors with_random_signs(backprop::Rng& rng, Tensors u) {
  for (auto& [name, tensor] : u) {
    for (double& value : tensor.values) value = rng.uniform() < 0.5 ? -value : value;
  }
  return u;
}

}  // namespace

Comparison compare(const Tensor& actual, const Expected& expected) {
  Comparison result;
  double worst_excess = -1.0;
  for (std::size_t i = 0; i < actual.values.size(); ++i) {
    const double value = actual.values[i];
    const double nearest = std::clamp(value, expected.lower.values[i], expected.upper.values[i]);
    const bool no_number = std::isnan(value) || std::isnan(expected.lower.values[i]);
    const double right = no_number ? expected.lower.values[i] : nearest;
    // Without a number to compare with, only the same infinity, or a NaN for a NaN, is right.
    const bool same = value == right || (std::isnan(value) && std::isnan(right));
    const double error = same ? 0.0 : std::abs(value - right);
    const double tolerance = std::isfinite(right) ? expected.allowed(i) : kAbsoluteTolerance;
    if (!(error <= tolerance)) ++result.wrong;
    const double excess = std::isnan(error) ? std::numeric_limits<double>::infinity() : error / tolerance;
    if (excess > worst_excess) {
      worst_excess = excess;
      result.worst = {i, right, value, error, tolerance};
    }
  }
  return result;
}

Expected expect_value(const Tensor& value, const Tolerance& tolerance) {
  Tensor scale = value;
  for (double& v : scale.values) v = std::abs(v);
  return {value, value, std::move(scale), tolerance};
}

std::map<std::string, Expected> expect_gradients(const Op& op, const Case& the_case, const Tensors& u,
                                                 std::uint64_t seed) {
  LinkedSubject reference;
  const auto running = reference.start(op, the_case);
  std::map<std::string, Expected> result;
  for (auto& [name, gradient] : running->backward(u)) {
    result[name] = {gradient, gradient, Tensor::filled(gradient.shape, 0.0)};
  }

  backprop::Rng rng(seed);
  for (int draw = 0; draw < kSignDraws; ++draw) {
    for (const auto& [name, gradient] : running->backward(with_random_signs(rng, u))) {
      std::vector<double>& squares = result.at(name).scale.values;
      for (std::size_t i = 0; i < squares.size(); ++i) squares[i] += gradient.values[i] * gradient.values[i];
    }
  }
  for (auto& [name, expected] : result) {
    for (std::size_t i = 0; i < expected.scale.values.size(); ++i) {
      const double root_mean_square = std::sqrt(expected.scale.values[i] / kSignDraws);
      expected.scale.values[i] = std::max(root_mean_square, std::abs(expected.lower.values[i]));
    }
  }

  if (op.nudges && on_kink(op, the_case)) {
    for (const Case& nudged : op.nudges(the_case)) {
      for (const auto& [name, gradient] : reference.start(op, nudged)->backward(u)) {
        Expected& expected = result.at(name);
        for (std::size_t i = 0; i < gradient.values.size(); ++i) {
          expected.lower.values[i] = std::min(expected.lower.values[i], gradient.values[i]);
          expected.upper.values[i] = std::max(expected.upper.values[i], gradient.values[i]);
        }
      }
    }
  }
  return result;
}

bool on_kink(const Op& op, const Case& the_case) {
  if (!op.switches) return false;
  const std::vector<double> switches = op.switches(the_case);
  return std::find(switches.begin(), switches.end(), 0.0) != switches.end();
}

}  // namespace grader
