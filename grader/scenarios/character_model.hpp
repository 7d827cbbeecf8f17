/// A character model: a recurrent net learns from English words to write words of its own, through the
/// student's layers.
#pragma once

#include "grader/scenarios/scenario.hpp"

namespace grader {

/// The scenario has one part, "training".
Scenario character_model_scenario();

}  // namespace grader
