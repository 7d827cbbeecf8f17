/// How much of a forward pass student code runs again within a backward pass.
///
/// Student files are compiled with -finstrument-functions, without what they include: each of their functions
/// tells its address as it is entered. The count speaks against the student only, so it need not be safe from
/// them: who hides calls gains what a second copy of the forward pass would give as well.
#pragma once

#include <cstdint>

namespace grader {

/// From now on what is entered belongs to a forward pass. Forgets everything before.
void count_forward_pass();
/// From now on it belongs to a backward pass, of which nothing has been entered yet.
void count_backward_pass();
/// How many forward passes' worth the backward pass has entered so far: the most, over the functions that the
/// last forward pass entered, of their entries in the backward pass for each one in the forward pass, rounded
/// down.
std::uint64_t forward_calls();

}  // namespace grader
