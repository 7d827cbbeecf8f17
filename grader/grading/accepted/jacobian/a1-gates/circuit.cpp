// A table of local gradients, wire by wire, and one loop over it that multiplies and adds: what an automatic
// differentiation does. Where the maximum's inputs are equal, each gets one half.
#include <algorithm>
#include <array>
#include <backprop/circuit.hpp>

namespace backprop {

Forward<double, CircuitCache> circuit_forward(double x, double y, double z) {
  const double p = x * y;
  const double s = y + z;
  const double m = std::max(p, s);
  return {m * s * m * s, {x, y, z, p, s, m, m * s}};
}

CircuitSteps circuit_backward(double dout, const CircuitCache& cache) {
  enum Wire { kOut, kQ, kM, kS2, kP, kS1, kS, kX, kY1, kY2, kZ, kY, kWires };
  struct Local {
    Wire of, with_respect_to;
    double slope;
  };
  const double p_share = cache.p > cache.s ? 1.0 : cache.p < cache.s ? 0.0 : 0.5;
  const std::array<Local, 13> locals = {{{kOut, kQ, 2.0 * cache.q},
                                         {kQ, kM, cache.s},
                                         {kQ, kS2, cache.m},
                                         {kM, kP, p_share},
                                         {kM, kS1, 1.0 - p_share},
                                         {kS1, kS, 1.0},
                                         {kS2, kS, 1.0},
                                         {kP, kX, cache.y},
                                         {kP, kY1, cache.x},
                                         {kS, kY2, 1.0},
                                         {kS, kZ, 1.0},
                                         {kY1, kY, 1.0},
                                         {kY2, kY, 1.0}}};
  std::array<double, kWires> d{};
  d[kOut] = dout;
  for (const Local& local : locals) d[local.with_respect_to] += d[local.of] * local.slope;
  return {d[kQ], d[kM], d[kS2], d[kP], d[kS1], d[kS], d[kX], d[kY1], d[kY2], d[kZ], d[kY]};
}

}  // namespace backprop
