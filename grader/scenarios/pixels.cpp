#include "grader/scenarios/pixels.hpp"

namespace grader {

Scenario pixels_scenario() {
  return {"pixels",
          {pixels_learning(), pixels_image(), pixels_batch_of_one(), pixels_checkerboard()},
          "The scenario: pixels"};
}
BACKPROP_SCENARIO(pixels_scenario);

}  // namespace grader
