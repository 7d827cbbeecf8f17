/// Training amplifies rounding. Two right layers that round differently, such as a sigmoid by exp and one by
/// tanh, agree to 1e-16 at first and may differ by more than 1e-9 after many steps. How far they may differ
/// is measured: the reference trains once more, from weights that are moved by about one rounding.
#pragma once

#include <backprop/tensor.hpp>

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Each weight is moved by this much of its size, up or down.
inline constexpr double kMovedBy = 1e-15;
/// A student may differ by this many times what the move has changed. The weights are moved once, before the
/// first step. A layer rounds at every step, in each of its sums.
inline constexpr double kRoundingFactor = 30.0;

/// Returns the weights, each moved up or down by kMovedBy of its size.
backprop::Matrix moved_by_rounding(const backprop::Matrix& weights, std::uint64_t seed);

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
