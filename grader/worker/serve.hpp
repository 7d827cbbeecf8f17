/// The worker's side of the conversation.
#pragma once

#include "grader/sandbox/channel.hpp"

namespace grader {

/// Answers calls with the ops that are linked into this program, until "end" comes or the other side is gone.
/// Exceptions of the ops become answers.
void serve(Channel& channel);

}  // namespace grader
