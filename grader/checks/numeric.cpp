#include "grader/checks/numeric.hpp"

#include <algorithm>
#include <backprop/rng.hpp>
#include <cmath>
#include <limits>

#include "grader/checks/comparison.hpp"
#include "grader/checks/subject.hpp"

namespace grader {

namespace {

// Offsets and weights of the 6-point central difference: f' = sum weight f(x + offset h) / (60 h) + O(h^6).
constexpr int kOffsets[] = {-3, -2, -1, 1, 2, 3};
constexpr double kWeights[] = {-1, 9, -45, 45, -9, 1};
// The 4-point difference on the same points, O(h^4):
//   (f(x - 2 h) - 8 f(x - h) + 8 f(x + h) - f(x + 2 h)) / (12 h).
constexpr double kCoarserWeights[] = {0, 5, -40, 40, -5, 0};

// How often rounding is drawn, and how many times what one draw moves the slope may be off: each of a pass's
// sums rounds, and the stencil weighs its points by 1.8 in all.
constexpr int kDrawsOfRounding = 4;
constexpr double kRoundings = 10.0;

Case moved(Case the_case, const std::string& input, const Tensor& direction, double by) {
  std::vector<double>& values = the_case.inputs.at(input).values;
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += by * direction.values[i];
  return the_case;
}

std::vector<int> branches(const Op& op, const Case& the_case) {
  std::vector<int> result;
  if (!op.switches) return result;
  for (const double value : op.switches(the_case)) result.push_back((value > 0.0) - (value < 0.0));
  return result;
}

Tensor direction_from(std::uint64_t seed, const Case& the_case, const std::string& input) {
  backprop::Rng rng(seed);
  return random_normal(rng, the_case.inputs.at(input).shape);
}

// Returns the test with a stencil of step `h`.
AdjointTest test_with_step(const Op& op, const Case& the_case, const std::string& input, const Tensors& u,
                           const Tensor& gradient, const Tensor& direction, double h,
                           const Tolerance& tolerance) {
  LinkedSubject reference;
  AdjointTest test;
  double forward_terms = 0.0;  // the large terms that almost cancel in the difference
  std::map<std::string, std::vector<double>> slopes;
  for (std::size_t k = 0; k < std::size(kOffsets); ++k) {
    const auto running = reference.start(op, moved(the_case, input, direction, kOffsets[k] * h));
    for (const auto& [name, upstream] : u) {
      const Tensor& output = running->outputs.at(name);
      std::vector<double>& slope = slopes[name];
      slope.resize(output.values.size(), 0.0);
      for (std::size_t i = 0; i < output.values.size(); ++i) {
        slope[i] += kWeights[k] * output.values[i] / (60.0 * h);
        test.coarser += upstream.values[i] * kCoarserWeights[k] * output.values[i] / (60.0 * h);
        forward_terms += std::abs(upstream.values[i] * output.values[i]);
      }
    }
  }

  double scale = 0.0;
  for (const auto& [name, slope] : slopes) {
    for (std::size_t i = 0; i < slope.size(); ++i) {
      const double term = u.at(name).values[i] * slope[i];
      test.slope += term;
      scale += std::abs(term);
    }
  }
  for (std::size_t i = 0; i < direction.values.size(); ++i) {
    const double term = gradient.values[i] * direction.values[i];
    test.product += term;
    scale += std::abs(term);
  }
  // Outputs are rounded. So are inputs, and their last bits shift the points of the stencil.
  const double epsilon = std::numeric_limits<double>::epsilon();
  const double rounding =
      epsilon * (forward_terms + scale * largest_magnitude(the_case.inputs.at(input))) / h;
  test.tolerance = tolerance.allowed(scale) + rounding;
  return test;
}

// Returns how far one rounding of each input moves <u, outputs>: the largest of some draws. A pass that
// magnifies rounding, as softmax does that of large scores, moves it further than the outputs' own last
// digits.
double moved_by_rounding(const Op& op, const Case& the_case, const Tensors& u, std::uint64_t seed) {
  LinkedSubject reference;
  backprop::Rng rng(seed_for(seed, "rounding"));
  const auto here = reference.start(op, the_case);
  double largest = 0.0;
  for (int draw = 0; draw < kDrawsOfRounding; ++draw) {
    Case rounded = the_case;
    for (const std::string& name : op.gradients()) {
      const auto found = rounded.inputs.find(name);
      if (found == rounded.inputs.end()) continue;
      for (double& value : found->second.values)
        value *= 1.0 + (rng.uniform() < 0.5 ? -1.0 : 1.0) * std::numeric_limits<double>::epsilon();
    }
    const auto running = reference.start(op, rounded);
    double moved = 0.0;
    for (const auto& [name, upstream] : u) {
      const Tensor& there = running->outputs.at(name);
      for (std::size_t i = 0; i < upstream.values.size(); ++i)
        moved += upstream.values[i] * (there.values[i] - here->outputs.at(name).values[i]);
    }
    largest = std::max(largest, std::abs(moved));
  }
  return largest;
}

}  // namespace

bool stencil_is_clear(const Op& op, const Case& the_case, const std::string& input, std::uint64_t seed,
                      double h) {
  if (on_kink(op, the_case)) return false;
  const Tensor direction = direction_from(seed, the_case, input);
  const std::vector<int> here = branches(op, the_case);
  return std::all_of(std::begin(kOffsets), std::end(kOffsets), [&](int offset) {
    return branches(op, moved(the_case, input, direction, offset * h)) == here;
  });
}

bool AdjointTest::agrees() const { return std::abs(slope - product) <= tolerance; }
bool AdjointTest::converged() const { return std::abs(slope - coarser) <= tolerance; }

std::optional<AdjointTest> adjoint_test(const Op& op, const Case& the_case, const std::string& input,
                                        const Tensors& u, const Tensor& gradient, std::uint64_t seed,
                                        const std::function<bool(double h)>& clear,
                                        const Tolerance& tolerance) {
  const Tensor direction = direction_from(seed, the_case, input);
  std::optional<AdjointTest> test;
  double step = 0.0;
  for (const double h : kStencilSteps) {
    if (!clear(h)) continue;
    step = h;
    test = test_with_step(op, the_case, input, u, gradient, direction, h, tolerance);
    if (test->agrees()) return test;
  }
  if (!test) return test;
  if (!test->converged()) return std::nullopt;
  // A case of round numbers may lie where nothing is rounded, and the stencil's points beside it.
  double moves = moved_by_rounding(op, the_case, u, seed);
  for (const int offset : kOffsets)
    moves = std::max(moves, moved_by_rounding(op, moved(the_case, input, direction, offset * step), u, seed));
  const double rounding = kRoundings * moves / step;
  if (std::abs(test->slope - test->product) <= test->tolerance + rounding) return std::nullopt;
  return test;
}

std::optional<AdjointTest> adjoint_test(const Op& op, const Case& the_case, const std::string& input,
                                        const Tensors& u, const Tensor& gradient, std::uint64_t seed,
                                        const Tolerance& tolerance) {
  const auto clear = [&](double h) { return stencil_is_clear(op, the_case, input, seed, h); };
  return adjoint_test(op, the_case, input, u, gradient, seed, clear, tolerance);
}

}  // namespace grader
