/// Labels. One of them occurs more often than a counter of 8 bits can tell.
#pragma once

#include "grader/ops/call.hpp"

namespace grader {

// The rest belongs to the grader.

/// Returns (n): one label at nine places of ten, and all labels in turn at the others. With 300 places, a
/// counter of 8 bits overflows.
inline Tensor labels_mostly_one(backprop::Rng& rng, std::size_t n, std::size_t classes) {
  constexpr std::size_t kOthersEvery = 10;
  const double often = static_cast<double>(rng.index(classes));
  Tensor labels = labels_in_turn(rng, n, classes);
  for (std::size_t i = 0; i < n; ++i) {
    if (i % kOthersEvery != 0) labels.values[i] = often;
  }
  return labels;
}

/// Returns (n, t): the same, as tokens of sequences.
inline Tensor tokens_mostly_one(backprop::Rng& rng, std::size_t n, std::size_t t, std::size_t classes) {
  Tensor tokens = labels_mostly_one(rng, n * t, classes);
  tokens.shape = {n, t};
  return tokens;
}

}  // namespace grader
