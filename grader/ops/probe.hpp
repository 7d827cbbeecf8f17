/// Probes are the regimes in which a layer is tried. A wrong backward pass gets past a good checker only
/// because no input reaches the regime in which it is wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grader/ops/tensor.hpp"

namespace backprop {
class Rng;
}

namespace grader {

struct Probe {
  std::string id;      // what is special: "unit", "batch-of-one", "near-kink"
  double scale = 1.0;  // of the inputs
  // Sizes. No two are equal within a probe, and no size is the same multiple of another in all probes. So the
  // value of a wrong factor tells what it is: N, 1/N, D... The exception is "square", in which all are equal:
  // some code goes wrong only there, such as code that tells w from its transpose by its shape. A factor seen
  // in that probe alone gets no size's name, since a name needs two cases in which the factor differs.
  std::size_t n = 4;
  std::size_t d = 5;
  std::size_t m = 3;
  std::size_t t = 3;      // time steps, for layers that have them
  std::size_t cases = 2;  // how many cases are drawn
  std::size_t index = 0;  // which of them is drawn, so that cases can differ whatever the seed
};

/// Returns probes with scales 0.05, 1 and 4, a batch of one, tall and wide shapes, one in which all sizes are
/// equal, one with a batch of 41, one feature and two classes, and one with more features and classes than a
/// small table or a word of bits holds.
std::vector<Probe> standard_probes();

/// Returns standard_probes() and these further ones.
std::vector<Probe> standard_probes_and(std::vector<Probe> more);

/// The largest tensor that is drawn. Larger ones take long, and no layer needs them to go wrong.
inline constexpr std::size_t kMostDrawn = std::size_t{1} << 16;

/// Returns standard normals times `scale`. Throws std::length_error for more than kMostDrawn, as the others
/// do.
Tensor random_normal(backprop::Rng& rng, Shape shape, double scale = 1.0);

/// Returns elements drawn from `choices`, in random order. All choices occur equally often, up to one, so
/// that none is left out by chance when there are enough elements.
Tensor random_choice(backprop::Rng& rng, Shape shape, const std::vector<double>& choices);

/// Returns scores whose exponentials overflow or vanish: in the first case of both signs, in the others
/// negative ones only, for a maximum that starts at 0 or at some number that looks small enough.
std::vector<double> extreme_scores(const Probe& probe);

/// Returns integers in [0, classes).
Tensor random_labels(backprop::Rng& rng, std::size_t n, std::size_t classes);
/// Returns all integers in [0, classes) in turn, from a random one on, and over again.
Tensor labels_in_turn(backprop::Rng& rng, std::size_t n, std::size_t classes);

/// Derives a seed from a master seed and the name of its purpose (64-bit FNV-1a, mixed with splitmix64). It
/// is below 2^53, so that JSON readers that store numbers as doubles keep it.
std::uint64_t seed_for(std::uint64_t master_seed, std::string_view name);

}  // namespace grader
