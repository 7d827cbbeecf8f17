/// Counts how often student code runs its forward pass again within a backward pass.
///
/// Student files, without the headers that they include, are compiled with -finstrument-functions: each
/// function reports its address when it is entered. The count can only hurt the student, so it need not be
/// tamper-proof. A student who hides calls gains no more than with a second copy of the forward pass.
#pragma once

#include <cstdint>

namespace grader {

/// Begins a forward pass: functions entered from now on belong to it. Forgets all earlier counts.
void count_forward_pass();
/// Begins a backward pass: functions entered from now on belong to it. Resets its counts.
void count_backward_pass();
/// Returns how many forward passes the backward pass has run so far. For each function that the last forward
/// pass entered, divides its entries in the backward pass by its entries in the forward pass. Returns the
/// largest quotient, rounded down.
std::uint64_t forward_calls();

}  // namespace grader
