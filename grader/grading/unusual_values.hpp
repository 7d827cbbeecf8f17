/// Values that random normals never have, and for which code often takes a short way.
#pragma once

#include <backprop/rng.hpp>
#include <string>
#include <vector>

#include "grader/ops/layer.hpp"

namespace grader {

/// One way to fill a tensor.
struct UnusualValue {
  std::string description;  ///< "{} is 0 everywhere", for the tensor's name
  void (*fill)(Tensor&, backprop::Rng&);
};

/// For numbers that may be anything.
const std::vector<UnusualValue>& unusual_numbers();
/// For inputs and upstream gradients of layers that are linear in each input, beside those: small numbers
/// beside far larger ones. The gradients of both must be right relative to themselves.
const std::vector<UnusualValue>& unusual_scales();
/// For inputs of layers with a backward pass, whether the input has a gradient or not.
const std::vector<UnusualValue>& unusual_examples();
/// For upstream gradients: those, and some that only sums of them tell from others.
const std::vector<UnusualValue>& unusual_upstream();
/// For labels and indices: all of them are equal.
const std::vector<UnusualValue>& unusual_indices();
/// Fills it with whole numbers between -2 and 2, with zeros of either sign.
void draw_small_whole_numbers(Tensor& tensor, backprop::Rng& rng);
/// Draws all rows anew but the first and the last one.
void redraw_the_middle(Tensor& tensor, backprop::Rng& rng);
/// Halves them. Data that must be positive, or within a range about 0, stays so.
void halve_the_middle(Tensor& tensor);
/// Returns values within the attribute's limits: both of them, where it may be a fraction and they are
/// moderate, and small whole numbers and a large one, where it may not.
std::vector<double> unusual_values(const AttributeSpec& attribute);

}  // namespace grader
