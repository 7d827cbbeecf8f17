/// The numbers on the wires of the handouts' drawings, as they are printed there. Tests compare them with the
/// reference, to the digits that a drawing shows.
#pragma once

#include "grader/circuits/pictures.hpp"

namespace grader {

/// x = 3, y = 2, z = -1, and the gradient 1 at the end.
inline WireNumbers numbers_of_seven_gates() {
  return {values_of_seven_gates(3, 2, -1),
          {{"out", 1},
           {"q", 12},
           {"m", 12},
           {"s2", 72},
           {"p", 12},
           {"s1", 0},
           {"s", 72},
           {"x", 24},
           {"y1", 36},
           {"y2", 72},
           {"z", 72},
           {"y", 108}}};
}

/// One feature, x = (1, 3, 8), gamma = 2, beta = 1/2, eps = 1e-5, and the upstream gradient (1, -2, 1/2): the
/// numbers of the first example.
inline WireNumbers numbers_of_batchnorm() {
  return {{{"x", 1},
           {"mu", 4},
           {"xmu", -3},
           {"sq", 9},
           {"var", 8.66667},
           {"sqrtvar", 2.94392},
           {"ivar", 0.339683},
           {"xhat", -1.01905},
           {"gamma", 2},
           {"scaled", -2.0381},
           {"beta", 0.5},
           {"out", -1.5381}},
          {{"x@mu", 0.113228},
           {"x@xmu", 0.757754},
           {"mu", 0.339683},
           {"xmu@sq", 0.0783883},
           {"xmu@xhat", 0.679366},
           {"sq", -0.0130647},
           {"var", -0.0391941},
           {"sqrtvar", -0.230769},
           {"ivar", 2},
           {"xhat", 2},
           {"gamma", 0.339683},
           {"scaled", 1},
           {"beta", -0.5},
           {"out", 1}}};
}

}  // namespace grader
