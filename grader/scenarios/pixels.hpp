/// Images under a convolutional net: what it learns, what it looks at, how it is fooled, and two ways in
/// which a gradient of an image leaks.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Parts: "learning" (the student's conv_net learns the digits), "image" (the gradient with respect to the
/// image: saliency maps, and an 8 that becomes a 3), "batch-of-one" (batch normalisation's gradient vanishes,
/// that of group normalisation does not), "checkerboard" (which pixels a stride of 2 leaves behind, with a
/// kernel of 3 and of 4).
/// Each part has its own file.
ScenarioPart pixels_learning();
ScenarioPart pixels_image();
ScenarioPart pixels_batch_of_one();
ScenarioPart pixels_checkerboard();

}  // namespace grader
