/// Recognises a gradient that is wrong by a constant factor. A missing 1/N, a forgotten 2 or a turned sign
/// are the commonest mistakes, and each leaves the same ratio everywhere.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grader/checks/comparison.hpp"

namespace grader {

/// Returns the k with actual = k * expected in every element. Returns nullopt if there is none, or if k is 1.
/// Elements that are 0 on both sides say nothing.
std::optional<double> constant_ratio(const Tensor& actual, const Expected& expected);

/// A ratio, and the sizes and attributes of the case in which it was found.
struct RatioSample {
  double ratio;
  std::map<std::string, double> symbols;
};

/// Returns the factor in symbols ("N", "1/N", "2", "-1") if one explains all samples, and nullopt otherwise
/// or without samples. Sizes differ from probe to probe, so a coincidence does not survive, and a
/// factor that never varies is no symbol. All samples must have the
/// same symbols.
std::optional<std::string> name_of_ratio(const std::vector<RatioSample>& samples);

}  // namespace grader
