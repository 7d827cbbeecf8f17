#include "grader/scenarios/dqn_clipping.hpp"

namespace grader {

Scenario dqn_clipping_scenario() {
  return {
      "dqn-clipping",
      {dqn_clipping_huber_curve(), dqn_clipping_clipped_curve(), dqn_clipping_target(), dqn_clipping_catch()},
      "The scenario: a clip in the wrong place"};
}
BACKPROP_SCENARIO(dqn_clipping_scenario);

}  // namespace grader
