/// What attention's softmax does to gradients, and a language model that is made of it.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// Parts: "scale" (with and without 1/sqrt(d), for d from 4 to 1024, and a training that stays flat without),
/// "norms" (the norm before each branch or after each sum: the gradient at each block at initialisation, with
/// 2 to 24 blocks), "padding" (a batch with one query that may look at nothing), "writing" (a model that
/// learns from English words to write words of its own).
/// Each part has its own file.
ScenarioPart attention_scale();
ScenarioPart attention_norms();
ScenarioPart attention_padding();
ScenarioPart attention_writing();

}  // namespace grader
