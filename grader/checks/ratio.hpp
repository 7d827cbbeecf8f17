/// Wrong by a constant factor? A missing 1/N, a forgotten 2, a turned sign: the commonest mistakes leave one
/// ratio everywhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grader/checks/comparison.hpp"

namespace grader {

/// The k with actual = k expected in every element, if there is one and it is not 1. Elements where both are
/// 0 say nothing.
std::optional<double> constant_ratio(const Tensor& actual, const Expected& expected);

/// A ratio and the sizes it was found at.
struct RatioSample {
  double ratio;
  std::map<std::string, std::size_t> sizes;
};

/// The factor in symbols, "N", "1/N", "2", "-1", if one explains all samples: sizes differ from probe to
/// probe, so that a coincidence does not survive. Empty without samples.
std::optional<std::string> name_of_ratio(const std::vector<RatioSample>& samples);

}  // namespace grader
