/// The number to watch in a net of sigmoids: how many units are saturated on (nearly) the whole batch.
///
/// Such a unit passes no gradient back, so that the weights below it do not learn, whatever the loss says.
/// N = batch size, D = units.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

/// z: (N, D) outputs of sigmoid gates, one row an example, one column a unit; 0 <= threshold <= 1, 0 <= share
/// <= 1. Returns the fraction of units, in [0, 1], whose local gradient z (1 - z) is below `threshold` on at
/// least `share` of the N examples. Throws std::invalid_argument when z is empty.
double saturated_fraction(const Matrix& z, double threshold, double share);

}  // namespace backprop
