#include "grader/report/prediction_words.hpp"

namespace grader {

std::vector<const Prediction*> made(const std::vector<Prediction>& predictions) {
  std::vector<const Prediction*> result;
  for (const Prediction& prediction : predictions) {
    if (!prediction.predicted.empty()) result.push_back(&prediction);
  }
  return result;
}

std::vector<const Prediction*> open_questions(const Report& report) {
  std::vector<const Prediction*> result;
  for (const Problem& problem : report.problems) {
    for (const Prediction& prediction : problem.predictions) {
      if (prediction.predicted.empty()) result.push_back(&prediction);
    }
  }
  return result;
}

std::string_view verdict_words(const Prediction& prediction) {
  if (prediction.measured.empty()) return "not measured: this part is not right yet";
  return prediction.near ? "near" : "not near";
}

}  // namespace grader
