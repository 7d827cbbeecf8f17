#include "grader/scenarios/exploding.hpp"

namespace grader {

Scenario exploding_scenario() {
  return {"exploding-gradients",
          {exploding_scalar(), exploding_radius(), exploding_clipping(), exploding_lstm()},
          "The scenario: exploding and vanishing gradients"};
}
BACKPROP_SCENARIO(exploding_scenario);

}  // namespace grader
