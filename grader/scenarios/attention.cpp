#include "grader/scenarios/attention.hpp"

namespace grader {

Scenario attention_scenario() {
  return {"attention",
          {attention_scale(), attention_norms(), attention_padding(), attention_writing()},
          "Scenario: a model that writes"};
}
BACKPROP_SCENARIO(attention_scenario);

}  // namespace grader
