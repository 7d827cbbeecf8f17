#include "grader/scenarios/rounding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace grader {

backprop::Matrix moved_by_rounding(const backprop::Matrix& weights, std::uint64_t seed) {
  backprop::Rng rng(seed);
  backprop::Matrix moved = weights;
  for (double& weight : moved) weight *= rng.uniform() < 0.5 ? 1.0 - kMovedBy : 1.0 + kMovedBy;
  return moved;
}

namespace {

constexpr double kUnit = std::numeric_limits<double>::epsilon();

double up_or_down(backprop::Rng& rng) { return rng.uniform() < 0.5 ? -kUnit : kUnit; }

void round_otherwise(Tensors& tensors, backprop::Rng& rng) {
  for (auto& [name, tensor] : tensors) {
    for (double& value : tensor.values) value *= 1.0 + up_or_down(rng);
  }
}

class RunningRoundedOtherwise : public Running {
 public:
  RunningRoundedOtherwise(std::unique_ptr<Running> running, bool is_gate, backprop::Rng& rng)
      : running_(std::move(running)), is_gate_(is_gate), rng_(rng) {
    outputs = running_->outputs;
    round_otherwise(outputs, rng_);
  }

  Tensors backward(const Tensors& upstream) override {
    Tensors gradients = running_->backward(upstream);
    round_otherwise(gradients, rng_);
    if (!is_gate_) return gradients;
    const std::vector<double>& dz = upstream.begin()->second.values;
    std::vector<double>& dx = gradients.at("x").values;
    for (std::size_t i = 0; i < dx.size(); ++i) dx[i] += up_or_down(rng_) * dz[i];
    return gradients;
  }

 private:
  std::unique_ptr<Running> running_;
  bool is_gate_;
  backprop::Rng& rng_;
};

}  // namespace

std::unique_ptr<Running> RoundedOtherwise::start(const Op& op, const Case& the_case) {
  const bool is_gate = op.name == "sigmoid" || op.name == "tanh";
  return std::make_unique<RunningRoundedOtherwise>(subject_.start(op, the_case), is_gate, rng_);
}

std::string moved_series(const std::string& key) { return "moved: " + key; }

Measurements run_reference(const ScenarioPart& part, Subject& reference, std::uint64_t seed,
                           const Tell& tell) {
  Measurements result = part.run(reference, seed, tell);
  if (!part.run_moved) return result;
  RoundedOtherwise rounded(reference, seed);
  for (auto& [key, series] : part.run_moved(rounded, seed)) result[moved_series(key)] = std::move(series);
  return result;
}

std::optional<Departure> first_departure_of_training(const std::vector<double>& student,
                                                     const std::vector<double>& reference,
                                                     const std::vector<double>& moved) {
  std::vector<double> allowed;
  double largest = 0.0;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const double difference = i < moved.size() ? std::abs(moved[i] - reference[i]) : 0.0;
    // What is not finite says nothing of rounding, and allows nothing.
    if (std::isfinite(difference)) largest = std::max(largest, difference);
    allowed.push_back(kRoundingFactor * largest);
  }
  return first_departure(student, reference, [&](std::size_t i) { return allowed[i]; });
}

}  // namespace grader
