/// Training amplifies rounding. Two right layers that round differently, such as a sigmoid by exp and one by
/// tanh, agree to 1e-16 at first and may differ by more than 1e-9 after many steps. How far they may differ
/// is measured: the reference trains once more, from weights that are moved by about one rounding, and with
/// layers whose answers are rounded otherwise at every step.
#pragma once

#include <backprop/rng.hpp>
#include <backprop/tensor.hpp>
#include <memory>

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Each weight is moved by this much of its size, up or down.
inline constexpr double kMovedBy = 1e-15;
/// A student may differ by this many times what the move has changed. The moved layers round each answer
/// once. A layer rounds in each of its sums.
inline constexpr double kRoundingFactor = 30.0;

/// Returns the weights, each moved up or down by kMovedBy of its size.
backprop::Matrix moved_by_rounding(const backprop::Matrix& weights, std::uint64_t seed);

/// Answers as `subject` does, with each number of an answer one rounding off, up or down. The slope of a
/// saturated gate is worked out from an output that is itself one rounding of 1 off, so it is off by that
/// much, which may be all of it: its gradients are off by as much of the upstream gradient. `subject` must
/// outlive this object.
class RoundedOtherwise : public Subject {
 public:
  RoundedOtherwise(Subject& subject, std::uint64_t seed) : subject_(subject), rng_(seed) {}
  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override;

 private:
  Subject& subject_;
  backprop::Rng rng_;
};

/// Returns the name under which the reference's measurements hold the series `key` of the moved run.
std::string moved_series(const std::string& key);

/// Runs a part as the reference. When the part has a moved run, its series are among the measurements too.
Measurements run_reference(const ScenarioPart& part, Subject& reference, std::uint64_t seed,
                           const Tell& tell);

/// Does what first_departure does, and allows kRoundingFactor times the largest difference between `moved`
/// and the reference up to the same step as well.
std::optional<Departure> first_departure_of_training(const std::vector<double>& student,
                                                     const std::vector<double>& reference,
                                                     const std::vector<double>& moved);

}  // namespace grader
