#include "grader/checks/sketch.hpp"

#include <algorithm>
#include <cmath>

#include "grader/checks/comparison.hpp"

namespace grader {

namespace {

// Returns weight number `i`, between -1 and 1 (splitmix64). No two are equal, so that a permuted tensor has
// another projection.
double weight_of(std::size_t i) {
  std::uint64_t z = (static_cast<std::uint64_t>(i) + 1) * 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  z ^= z >> 31;
  return 2.0 * (static_cast<double>(z >> 11) * 0x1p-53) - 1.0;
}

// FNV-1a, 32 bits.
class Pattern {
 public:
  void add(std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte) {
      hash_ = (hash_ ^ static_cast<std::uint32_t>((value >> (8 * byte)) & 0xff)) * 16777619U;
    }
  }
  std::uint32_t hash() const { return hash_; }

 private:
  std::uint32_t hash_ = 2166136261U;
};

std::uint64_t kind_of(double value) { return std::isnan(value) ? 1 : value > 0.0 ? 2 : 3; }

}  // namespace

Sketch sketch_of(const Tensor& tensor) {
  Sketch sketch;
  Pattern pattern;
  pattern.add(tensor.shape.size());
  for (const std::size_t size : tensor.shape) pattern.add(size);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const double value = tensor.values[i];
    if (std::isfinite(value)) {
      sketch.largest = std::max(sketch.largest, std::abs(value));
    } else {
      pattern.add(i);
      pattern.add(kind_of(value));
    }
  }
  sketch.pattern = pattern.hash();
  sketch.weight = sketch_weight(tensor.values.size());
  if (sketch.largest == 0.0) return sketch;
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    if (std::isfinite(tensor.values[i]))
      sketch.projection += weight_of(i) * (tensor.values[i] / sketch.largest);
  }
  return sketch;
}

double sketch_weight(std::size_t size) {
  double sum = 0.0;
  for (std::size_t i = 0; i < size; ++i) sum += std::abs(weight_of(i));
  return sum;
}

bool same_sketch(const Sketch& a, const Sketch& b) {
  if (a.pattern != b.pattern) return false;
  const double largest = std::max(a.largest, b.largest);
  if (largest == 0.0) return true;
  // Relative to the largest element, because sums of very large elements overflow.
  const double allowed = Tolerance{}.allowed(largest) / largest;
  if (!(std::abs(a.largest / largest - b.largest / largest) <= allowed)) return false;
  const double difference = a.projection * (a.largest / largest) - b.projection * (b.largest / largest);
  constexpr double kRounding = 1e-11;
  return std::abs(difference) <= (allowed + kRounding) * std::max({a.weight, b.weight, 1.0});
}

}  // namespace grader
