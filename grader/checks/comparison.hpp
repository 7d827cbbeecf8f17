/// Element by element: is this gradient the right one?
#pragma once

#include <cstdint>
#include <optional>

#include "grader/ops/op.hpp"

namespace grader {

inline constexpr double kRelativeTolerance = 1e-9;
inline constexpr double kAbsoluteTolerance = 1e-12;

/// How far an answer may be from what is right; an assignment may set its own.
struct Tolerance {
  double relative = kRelativeTolerance;
  double absolute = kAbsoluteTolerance;

  /// The largest error that is allowed, with `scale` the magnitude of the terms that were summed. A purely
  /// relative error would fail right answers where the terms cancel or a gate is saturated.
  double allowed(double scale) const { return relative * scale + absolute; }
};

/// The right gradient: one value, or at a kink an interval, for each element.
struct Expected {
  Tensor lower;
  Tensor upper;
  Tensor scale;
  Tolerance tolerance = {};

  /// The largest error of element `i` that is allowed.
  double allowed(std::size_t i) const { return tolerance.allowed(scale.values[i]); }
};

/// The element that is furthest outside of its tolerance.
struct Worst {
  std::size_t offset = 0;
  double expected = 0.0;  // the nearest right value
  double actual = 0.0;
  double error = 0.0;
  double tolerance = 0.0;
};

struct Comparison {
  std::size_t wrong = 0;  // how many elements
  Worst worst;            // of all elements, also where none is wrong
  bool right() const { return wrong == 0; }
};

/// Both of the same shape. A NaN is wrong.
Comparison compare(const Tensor& actual, const Expected& expected);

/// For a value that is no gradient: the reference's output, with its own magnitude as scale.
Expected expect_value(const Tensor& value, const Tolerance& tolerance = {});

/// The reference's gradients for the upstream gradient `u`, by the input's name. The scale is measured: by
/// linearity the gradient is a sum with one term per upstream element, and over random signs of the upstream
/// gradient the root mean square of that sum is the root of the summed squares (Khintchine). `seed` draws the
/// signs.
std::map<std::string, Expected> expect_gradients(const Op& op, const Case& the_case, const Tensors& u,
                                                 std::uint64_t seed);

/// Whether the case sits on a kink of the op.
bool on_kink(const Op& op, const Case& the_case);

}  // namespace grader
