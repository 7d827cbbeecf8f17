/// numpy's linspace, reshaped row by row: the inputs of many published values.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

template <class Tensor>
Tensor linspace_of(double first, double last, Tensor shaped) {
  const auto count = static_cast<double>(shaped.size());
  for (std::size_t i = 0; i < shaped.size(); ++i) {
    shaped.flat(i) = first + (last - first) * static_cast<double>(i) / (count - 1.0);
  }
  return shaped;
}

/// From `first` to `last`, both included, in equal steps, as a tensor of the given sizes.
template <class... Sizes>
auto linspace(double first, double last, Sizes... sizes) {
  return linspace_of(first, last, zeros(static_cast<std::size_t>(sizes)...));
}

}  // namespace backprop
