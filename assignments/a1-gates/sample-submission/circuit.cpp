#include <algorithm>
#include <backprop/circuit.hpp>

namespace backprop {

Forward<double, CircuitCache> circuit_forward(double x, double y, double z) {
  const double p = x * y;
  const double s = y + z;
  const double m = std::max(p, s);
  const double q = m * s;
  return {q * q, {x, y, z, p, s, m, q}};
}

CircuitSteps circuit_backward(double dout, const CircuitCache& cache) {
  const auto& [x, y, z, p, s, m, q] = cache;
  const double dq = 2.0 * q * dout;
  const double dm = dq * s;
  const double ds2 = dq * m;
  const bool p_wins = p >= s;
  const double dp = p_wins ? dm : 0.0;
  const double ds1 = p_wins ? 0.0 : dm;
  const double ds = ds1 + ds2;
  const double dx = dp * y;
  const double dy1 = dp * x;
  const double dy2 = ds;
  const double dz = ds;
  const double dy = dy2;
  return {dq, dm, ds2, dp, ds1, ds, dx, dy1, dy2, dz, dy};
}

}  // namespace backprop
