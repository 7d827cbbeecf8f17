/// Compares a gradient with the right one, element by element.
#pragma once

#include <cstdint>
#include <optional>

#include "grader/ops/op.hpp"

namespace grader {

inline constexpr double kRelativeTolerance = 1e-9;
inline constexpr double kAbsoluteTolerance = 1e-12;

/// How far an answer may be from the right value. An assignment may set its own.
struct Tolerance {
  double relative = kRelativeTolerance;
  double absolute = kAbsoluteTolerance;

  /// Returns the largest error that is allowed. `scale` is the magnitude of the terms that were summed. An
  /// error relative to the result alone would fail right answers whose terms cancel, or whose gate is
  /// saturated.
  double allowed(double scale) const { return relative * scale + absolute; }
};

/// The right gradient: one value for each element, or an interval at a kink.
struct Expected {
  Tensor lower;
  Tensor upper;
  Tensor scale;
  Tolerance tolerance = {};

  /// Returns the largest error that is allowed in element `i`.
  double allowed(std::size_t i) const { return tolerance.allowed(scale.values[i]); }
};

/// The element whose error is largest, measured in its own tolerance.
struct Worst {
  std::size_t offset = 0;
  double expected = 0.0;  // the nearest right value
  double actual = 0.0;
  double error = 0.0;
  double tolerance = 0.0;
};

struct Comparison {
  std::size_t wrong = 0;  // number of wrong elements
  Worst worst;            // filled in even when every element is right
  bool right() const { return wrong == 0; }
};

/// Compares two tensors of the same shape. A NaN is wrong, unless a NaN is expected.
Comparison compare(const Tensor& actual, const Expected& expected);

/// Returns what is expected of a value that is not a gradient: the reference's output, with its own magnitude
/// as the scale.
Expected expect_value(const Tensor& value, const Tolerance& tolerance = {});

/// Returns the reference's gradients for the upstream gradient `u`, by the input's name.
///
/// The scale is measured. By linearity the gradient is a sum with one term for each upstream element. Over
/// random signs of the upstream gradient, the root mean square of that sum is the root of the summed squares
/// (Khintchine). `seed` draws the signs.
std::map<std::string, Expected> expect_gradients(const Op& op, const Case& the_case, const Tensors& u,
                                                 std::uint64_t seed);

/// Returns whether the case sits on a kink of the op.
bool on_kink(const Op& op, const Case& the_case);

}  // namespace grader
