/// What is right for a case: asked of the reference, or golden where there is no solution to ask.
#pragma once

#include "grader/checks/transcript.hpp"

namespace grader {

/// The op's outputs.
Tensors expected_outputs(const Op& op, const CaseTranscript& entry);

/// The gradients for the upstream gradient entry.u, of inputs and nodes, to be held to entry.tolerance. See expect_gradients.
std::map<std::string, Expected> expected_gradients(const Op& op, const CaseTranscript& entry);

/// Whether the linked forward pass can be run: beside golden answers stand the ones that students are given, and where one is
/// theirs to write there is none.
bool forward_is_given(const Op& op, const CaseTranscript& entry);

/// Works out the answers of a planned case.
Golden golden_answers(const Op& op, const CaseTranscript& entry);

}  // namespace grader
