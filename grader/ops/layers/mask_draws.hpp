/// What the generator of a mask draws, for layers that keep an element where its number is below a limit.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "grader/ops/call.hpp"

namespace grader {

// The rest belongs to the grader.

/// Returns the median of the first `count` uniform numbers of a generator with this seed. `count` is not 0.
inline double middle_draw(std::uint64_t seed, std::size_t count) {
  backprop::Rng of_mask(seed);
  std::vector<double> draws(count);
  for (double& draw : draws) draw = of_mask.uniform();
  std::ranges::nth_element(draws, draws.begin() + static_cast<std::ptrdiff_t>(count / 2));
  return draws[count / 2];
}

/// A limit that tells whether draws are compared exactly.
struct TellingLimit {
  double limit;
  const char* note;
};

/// Returns one of the numbers themselves, and in the second case the next number above it: a comparison in
/// single precision takes the two for equal.
inline TellingLimit telling_limit(std::uint64_t seed, std::size_t count, std::size_t index) {
  const double draw = middle_draw(seed, count);
  if (index == 0) return {draw, "one of the numbers drawn for the mask is exactly the limit"};
  return {std::nextafter(draw, 1.0), "one of the numbers drawn for the mask lies just below the limit"};
}

}  // namespace grader
