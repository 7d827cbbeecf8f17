#include "grader/scenarios/saturation.hpp"

namespace grader {

Scenario saturation_scenario() {
  return {"saturation", {saturation_closed_form(), saturation_one_quarter(), saturation_training()}};
}

}  // namespace grader
