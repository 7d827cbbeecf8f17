/// Known mistakes in a golden file. A grader that has no catalogue of mistakes names them by sketches of the
/// wrong answers that they give to the golden cases.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grader/base/json.hpp"
#include "grader/checks/sketch.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/report/report.hpp"

namespace grader {

class JsonReader;

/// The wrong answers to one case: by tensor, and then by what was asked ("u" for b(u), "out" for an output).
/// Where a mistake gives the right answer there is no sketch.
using SketchedAnswers = std::map<std::string, std::map<std::string, Sketch>>;

struct GoldenMistake {
  Mistake mistake;
  std::vector<std::string> spoils;       // the tensors that it gets wrong
  bool remembers = false;                // whether its answers depend on earlier calls
  std::vector<SketchedAnswers> answers;  // one for each golden case
};

/// Returns sketches of the `wrong` answers, where they are not equal to the `right` ones. Both answer the
/// same cases, and so does the result. Only tensors in `spoils` count.
std::vector<SketchedAnswers> sketched_answers(const Op& op, const Transcript& wrong, const Transcript& right,
                                              const GoldenMistake& mistake);

Json to_json(const GoldenMistake& mistake);
/// Throws InputError, also when the mistake has answers to another number of cases.
GoldenMistake golden_mistake_from_json(const JsonReader& json, std::size_t cases);

/// Does what `name_mistake` in grader/mistakes/match.hpp does, for answers to the golden cases.
std::optional<Mistake> name_golden_mistake(const std::vector<GoldenMistake>& mistakes, const Op& op,
                                           const Transcript& answers, Kind kind, const std::string& gradient,
                                           const std::vector<std::string>& probes);

}  // namespace grader
