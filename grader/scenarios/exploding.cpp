#include "grader/scenarios/exploding.hpp"

namespace grader {

Scenario exploding_scenario() {
  return {"exploding-gradients",
          {exploding_scalar(), exploding_radius(), exploding_clipping(), exploding_lstm()}};
}

}  // namespace grader
