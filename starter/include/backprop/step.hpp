/// What every update rule returns.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

/// `auto [next_w, config] = adam(w, dw, old_config);`
template <class Config>
struct Step {
  Matrix next_w;  // the parameter after the step, of the shape of w
  Config config;  // for the next step: the same settings, and the state after this one
};

}  // namespace backprop
