/// Checks that a layer changes none of its inputs and remembers nothing between calls.
#pragma once

#include "grader/checks/finding.hpp"
#include "grader/checks/transcript.hpp"

namespace grader {

/// Checks one case that was answered in full: nothing that was handed in was written to, and the same call
/// gave the same bits, whatever ran in between. A failing class is one of these:
///
///   modified_input     an input or upstream gradient was written to
///   not_deterministic  two equal calls in a row gave different answers, even after a new forward pass
///   modified_cache     a second backward pass over one cache gave another answer, and the first one came
///   back
///                      after a new forward pass
///   shared_state       the answer differed only after another forward pass had run in between
Finding check_state(const Op& op, const CaseTranscript& entry);

/// Returns what is wrong in the first case with such a fault.
Finding check_state(const Op& op, const Transcript& transcript);

/// Returns whether `finding` has one of the classes above. The answers of such a layer say nothing about its
/// gradients.
bool breaks_state(const Finding& finding);

}  // namespace grader
