#include "grader/scenarios/rounding.hpp"

#include <backprop/rng.hpp>

#include <algorithm>
#include <cmath>

namespace grader {

backprop::Matrix moved_by_rounding(const backprop::Matrix& weights, std::uint64_t seed) {
  backprop::Rng rng(seed);
  backprop::Matrix moved = weights;
  for (double& weight : moved) weight *= rng.uniform() < 0.5 ? 1.0 - kMovedBy : 1.0 + kMovedBy;
  return moved;
}

std::string moved_series(const std::string& key) { return "moved: " + key; }

Measurements run_reference(const ScenarioPart& part, Subject& reference, std::uint64_t seed,
                           const Tell& tell) {
  Measurements result = part.run(reference, seed, tell);
  if (!part.run_moved) return result;
  for (auto& [key, series] : part.run_moved(reference, seed)) result[moved_series(key)] = std::move(series);
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
