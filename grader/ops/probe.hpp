/// Probes: the regimes in which a layer is tried. A wrong backward pass that survives a good checker does so
/// because no input ever reached the regime in which it is wrong.
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
  std::string id;      // "unit", "batch-of-one", "near-kink": what is special about it
  double scale = 1.0;  // of the inputs
  // Sizes. No two are equal within a probe, and none is the same multiple of another in all probes, so that a
  // wrong factor can be told from its value: N, 1/N, D...
  std::size_t n = 4;
  std::size_t d = 5;
  std::size_t m = 3;
  std::size_t t = 3;      // time steps, for layers that have them
  std::size_t cases = 2;  // how many cases are drawn
};

/// Scales 0.05, 1 and 4; batch of one; tall and wide.
std::vector<Probe> standard_probes();

/// standard_probes() and further ones.
std::vector<Probe> standard_probes_and(std::vector<Probe> more);

/// Standard normals times `scale`.
Tensor random_normal(backprop::Rng& rng, Shape shape, double scale = 1.0);

/// Each element is one of `choices`.
Tensor random_choice(backprop::Rng& rng, Shape shape, const std::vector<double>& choices);

/// Integers in [0, classes).
Tensor random_labels(backprop::Rng& rng, std::size_t n, std::size_t classes);

/// A seed from a master seed and the name of what it is for (64-bit FNV-1a, mixed with splitmix64), below
/// 2^53 so that JSON readers that only know doubles keep it.
std::uint64_t seed_for(std::uint64_t master_seed, std::string_view name);

}  // namespace grader
