/// Bounds the work of layers whose window moves over images, before the reference runs them for student code.
///
/// The sizes of the arguments do not bound it: a border may be a million pixels wide, and a window as large.
#pragma once

#include <algorithm>
#include <backprop/types.hpp>
#include <string>

#include "grader/ops/outside.hpp"

namespace grader {

/// Far more than any problem of the course needs: elements of a padded image, and products of two numbers.
inline constexpr double kMostPaddedElements = 1 << 22;
inline constexpr double kMostProducts = 1 << 26;

/// The sizes that the work depends on, as numbers that may be anything.
struct WindowWork {
  double N, C, H, W, HH, WW, stride, pad;
  double filters = 1.0;
};

inline double sides(double size, double window, double stride, double pad) {
  return 1.0 + std::max(0.0, size + 2.0 * pad - window) / std::max(1.0, stride);
}

/// Throws backprop::ShapeError, whose message begins with `function`, when the work is too much.
inline void require_modest(const std::string& function, const WindowWork& work) {
  const double padded = work.N * work.C * (work.H + 2.0 * work.pad) * (work.W + 2.0 * work.pad);
  const double windows =
      work.N * sides(work.H, work.HH, work.stride, work.pad) * sides(work.W, work.WW, work.stride, work.pad);
  const double products = windows * work.C * work.HH * work.WW * work.filters;
  if (!(work.pad >= 0.0 && padded <= kMostPaddedElements && products <= kMostProducts)) {
    throw backprop::ShapeError(function + ": the windows are more than any of the course");
  }
}

/// Returns `inner` behind this check. `work_of` reads the sizes off the arguments, whose shapes are right
/// already.
inline OutsideFunction with_modest_work(const std::string& function, WindowWork (*work_of)(const TensorList&),
                                        OutsideFunction inner) {
  return [=, inner = std::move(inner)](const TensorList& arguments) {
    require_modest(function, work_of(arguments));
    return inner(arguments);
  };
}

/// The number at a place of the arguments.
inline double number_at(const TensorList& arguments, std::size_t place) {
  return arguments.at(place).values.at(0);
}

/// The size of an argument along an axis.
inline double size_at(const TensorList& arguments, std::size_t place, std::size_t axis) {
  return static_cast<double>(arguments.at(place).shape.at(axis));
}

/// The work on images x: (N, C, H, W), the argument at `place`, under windows of HH by WW.
inline WindowWork work_on(const TensorList& arguments, std::size_t place, double HH, double WW, double stride,
                          double pad, double filters = 1.0) {
  return {size_at(arguments, place, 0),
          size_at(arguments, place, 1),
          size_at(arguments, place, 2),
          size_at(arguments, place, 3),
          HH,
          WW,
          stride,
          pad,
          filters};
}

}  // namespace grader
