// Two formulas in closed form, one for each input that the maximum may let through. No gradient is made from
// another.
#include <algorithm>
#include <backprop/circuit.hpp>

namespace backprop {

Forward<double, CircuitCache> circuit_forward(double x, double y, double z) {
  const double p = x * y;
  const double s = y + z;
  const double m = std::max(p, s);
  return {m * m * s * s, {x, y, z, p, s, m, m * s}};
}

CircuitSteps circuit_backward(double dout, const CircuitCache& cache) {
  const auto& [x, y, z, p, s, m, q] = cache;
  const double g = 2.0 * dout;
  if (p > s) {  // out is (x y s)^2
    return {.dq = g * p * s,
            .dm = g * p * s * s,
            .ds2 = g * p * p * s,
            .dp = g * p * s * s,
            .ds1 = 0.0,
            .ds = g * p * p * s,
            .dx = g * x * y * y * s * s,
            .dy1 = g * x * x * y * s * s,
            .dy2 = g * p * p * s,
            .dz = g * p * p * s,
            .dy = g * x * x * y * s * (s + y)};
  }
  const double cube = g * s * s * s;  // out is s^4
  return {.dq = g * s * s,
          .dm = cube,
          .ds2 = cube,
          .dp = 0.0,
          .ds1 = cube,
          .ds = 2.0 * cube,
          .dx = 0.0,
          .dy1 = 0.0,
          .dy2 = 2.0 * cube,
          .dz = 2.0 * cube,
          .dy = 2.0 * cube};
}

}  // namespace backprop
