/// The further steps of a hint. The first is one sentence: the known mistake's, or a description of the
/// answer.
#pragma once

#include <optional>
#include <string>

#include "grader/grading/assignment.hpp"
#include "grader/grading/judge.hpp"

namespace grader {

/// How many steps there are at most.
inline constexpr std::size_t kMaxHints = 3;

/// Returns step 2, the idea in two or three sentences: what the layer computes, how a gradient of that kind
/// comes about, and what somebody who gives these answers may believe if the mistake is known. It never gives
/// the line.
std::string idea_of(const Op& op, const CheckSpec& check, const std::optional<Mistake>& mistake);

/// Returns step 3, worked with numbers: how the loss sum(outputs * upstream) changes when one element of the
/// input moves, by the subject's own forward pass, beside what the student's gradient says. The element is
/// one in which the answer of the transcript's case is wrong. Returns nullopt for a value or a node, and
/// where no wrong element has a slope that agrees with the right gradient, as at a kink. Throws what
/// Subject::start throws.
std::optional<std::string> worked_example(const Op& op, Subject& subject, const CaseTranscript& entry,
                                          const CheckSpec& check);

}  // namespace grader
