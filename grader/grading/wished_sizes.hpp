/// Sizes for a case that is to reach a number in student code: one size by itself, or several whose product
/// is compared, as in `x.size() > 1000`.
#pragma once

#include <cstddef>
#include <vector>

#include "grader/ops/branch.hpp"
#include "grader/ops/probe.hpp"

namespace grader {

/// Sizes in place of a probe's own. A 0 leaves that of the probe.
struct Sizes {
  std::size_t n = 0;
  std::size_t t = 0;
  std::size_t d = 0;
  std::size_t m = 0;
  std::size_t window = 0;
};

/// Returns the probe with these sizes.
Probe with_sizes(Probe probe, const Sizes& sizes);
/// Returns the sizes with the smallest that suit most layers in place of each 0.
Sizes with_small_others(Sizes sizes);

/// Returns sizes of which one is at the number, beside it, or twice as large, where half of all labels lie
/// beyond it. Some have a second size that a layer may want with it. Empty unless a size can be that number.
std::vector<Sizes> sizes_near(double number);

/// Returns sizes of which others are as large as the largest of these: `N > 10 && D > 10` asks about D only
/// where N is large. The first has them all.
std::vector<Sizes> sizes_beside(const Sizes& sizes);

/// Returns sizes of which one is far larger, or far smaller, than the others.
std::vector<Sizes> lopsided_sizes();

/// Returns sizes that are as many times the largest of the probes, or the smallest, as the number is the
/// most, or the least, that was compared with it: a vector's size() is compared as a number of bytes.
std::vector<Sizes> sizes_in_proportion(const Branch& branch, const std::vector<Probe>& probes);

/// Returns sizes of which two, three or four have a product just above the number, then the number itself
/// where it has factors. A single size may also count twice, as both sides of a square image. Empty unless
/// `number` is a whole number.
std::vector<Sizes> products_near(double number);

/// Returns sizes that go far beyond a number by which an index may be limited, alone or as a product.
std::vector<Sizes> sizes_beyond(std::size_t number);

/// Returns sizes that let a whole attribute have this value: a window fits into an image, heads and groups
/// divide the features.
std::vector<Sizes> sizes_for_attribute(double value);

}  // namespace grader
