/// A character model: a recurrent net learns from English words to write words of its own, through the
/// student's layers.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// The only part, "training".
ScenarioPart character_model_training();

}  // namespace grader
