/// How much of a ReLU layer is dead: which fraction of its units is 0 on every example there is?
///
/// A unit that is 0 on some examples is doing its work. One that is 0 on all gets no gradient from any, so
/// its weights stay as they are, and it stays dead. Hence the whole training set: over a batch, units seem
/// dead that are not.
/// N = examples, D = units.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

/// activations: (N, D) the outputs of a ReLU, a row for each example of the training set. A unit is dead when
/// its output is exactly 0 on all of them, and alive however small one of them is. Returns the fraction of
/// dead units, in [0, 1]. Throws std::invalid_argument when `activations` is empty.
double dead_fraction(const Matrix& activations);

}  // namespace backprop
