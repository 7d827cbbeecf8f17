#include "grader/scenarios/saturation.hpp"

namespace grader {

Scenario saturation_scenario() {
  return {"saturation",
          {saturation_closed_form(), saturation_one_quarter(), saturation_training(),
           saturation_preprocessing(), saturation_tanh()},
          "The scenario: saturation"};
}
BACKPROP_SCENARIO(saturation_scenario);

}  // namespace grader
