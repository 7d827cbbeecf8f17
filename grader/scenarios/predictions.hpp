/// Reads predictions.txt, in which a student says beforehand what scenarios will measure. It costs no points,
/// so nothing in it is an error: what cannot be read is one sentence of the report.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "grader/scenarios/scenario.hpp"

namespace grader {

struct Predictions {
  /// What was predicted, by the question's id: a number, or the index of a choice.
  std::map<std::string, double> answers;
  /// A sentence for each line that was not understood, cleaned, and at most kMaxPredictionNotes.
  std::vector<std::string> notes;
};
inline constexpr std::size_t kMaxPredictionNotes = 5;

/// Reads lines of the form `id: value`. A `#` begins a comment, and a line without a value predicts nothing.
/// The text may be anything. A line about another question than these is noted, and so is a second line about
/// the same one.
Predictions read_predictions(std::string_view text, const std::vector<const Question*>& questions);

/// Returns the questions of all parts of these scenarios, in their order.
std::vector<const Question*> questions_of(const std::vector<const Scenario*>& scenarios);

/// Returns a predictions.txt with these questions as comments and no answers.
std::string blank_predictions(const std::vector<const Question*>& questions);

}  // namespace grader
