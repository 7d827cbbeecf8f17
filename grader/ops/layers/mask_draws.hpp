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

/// Which element is dropped depends on the seed.
struct MaskThatDropsOne {
  std::size_t seed;
  double limit;
};

/// Returns a seed and a limit: one of the first `count` numbers of the generator is above the limit, and the
/// others are below it. `count` is at least 2.
inline MaskThatDropsOne mask_that_drops_one(backprop::Rng& rng, std::size_t count) {
  constexpr int kMasksToTry = 100;  // until the two largest are apart
  MaskThatDropsOne mask{};
  for (int tried = 0; tried < kMasksToTry; ++tried) {
    mask.seed = rng.index(1u << 20);
    backprop::Rng of_mask(mask.seed);
    std::vector<double> draws(count);
    for (double& value : draws) value = of_mask.uniform();
    std::ranges::sort(draws);
    const double largest = draws[count - 1];
    const double next = draws[count - 2];
    mask.limit = 0.5 * (largest + next);
    if (largest - next > 0.02 && next > 0.2) break;
  }
  return mask;
}

}  // namespace grader
