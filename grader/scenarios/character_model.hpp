/// A character model: a recurrent net learns from English words to write words of its own, through the
/// student's layers.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// One part, "training".
Scenario character_model_scenario();

}  // namespace grader
