/// What a layer is asked and what it answers.
#pragma once

#include <cstddef>
#include <optional>

#include "grader/checks/transcript.hpp"
#include "grader/grading/assignment.hpp"

namespace grader {

inline constexpr std::size_t kMaxLayerMessage = 1000;  // bytes, of a message about a layer

/// What a layer was asked, what it answered, and how its worker ended.
struct Answers {
  Transcript outputs_only;
  Transcript transcript;
  std::optional<Failure> broken = {};
};

/// Asks the questions of both transcripts, which have no answers yet.
void ask_all(const ProblemSpec& spec, const Op& op, Subject& subject, Answers& answers);

/// Returns the case in which the worker came to its end, or nullptr when all were answered.
const CaseTranscript* last_asked(const Op& op, const Answers& answers);

/// Says in which call and case something went wrong.
void name_failures(const Op& op, Answers& answers);

/// Adds more cases and their answers. How the worker ended is what `more` says.
void append(Answers more, Answers& answers);

}  // namespace grader
