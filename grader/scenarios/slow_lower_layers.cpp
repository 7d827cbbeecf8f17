#include "grader/scenarios/slow_lower_layers.hpp"

namespace grader {

Scenario slow_lower_layers_scenario() {
  return {"slow-lower-layers",
          {slow_lower_layers_sigmoid(), slow_lower_layers_cured()},
          "The scenario: slow lower layers"};
}
BACKPROP_SCENARIO(slow_lower_layers_scenario);

}  // namespace grader
