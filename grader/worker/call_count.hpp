/// Counts how often student code runs its forward pass again within a backward pass.
///
/// Student files, without the headers that they include, are compiled with -finstrument-functions: each
/// function reports its address when it is entered. A student can switch that off, or write the forward pass
/// a second time. So the functions of the vocabulary report as well, and nothing in a student's file can stop
/// them: a forward pass that is written in the vocabulary calls each of its functions again, whatever its own
/// name is.
#pragma once

#include <cstdint>

namespace grader {

/// Begins a forward pass: functions entered from now on belong to it. Forgets all earlier counts.
void count_forward_pass();
/// Begins a backward pass: functions entered from now on belong to it. Resets its counts.
void count_backward_pass();
/// Returns how many forward passes the backward pass has run so far. For each function that the last forward
/// pass entered, divides its entries in the backward pass by its entries in the forward pass. Among the
/// student's functions, the largest quotient counts. Among those of the vocabulary, which a derivation calls
/// too, the smallest counts. Returns the larger of the two, rounded down.
std::uint64_t forward_calls();

}  // namespace grader
