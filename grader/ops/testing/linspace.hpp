/// numpy's linspace, reshaped row by row. Many published inputs are made this way.
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

/// Returns a tensor of the given sizes with equal steps from `first` to `last`, both included.
template <class... Sizes>
auto linspace(double first, double last, Sizes... sizes) {
  return linspace_of(first, last, zeros(static_cast<std::size_t>(sizes)...));
}

}  // namespace backprop
