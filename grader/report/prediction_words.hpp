/// What a report says of predictions, in every format that people read.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

inline constexpr std::string_view kPredictionsTitle = "Your predictions, without points";
inline constexpr std::string_view kOpenQuestionsTitle = "What do you expect?";
inline constexpr std::string_view kHowToPredict =
    "Write your answers into predictions.txt, beside your .cpp files: on each line a name, a colon and the "
    "answer. They are worth no points. Then the report puts them beside what is measured.";

/// Returns the predictions that were made.
std::vector<const Prediction*> made(const std::vector<Prediction>& predictions);

/// Returns the questions that no prediction answers, of all problems in their order.
std::vector<const Prediction*> open_questions(const Report& report);

/// Says how a prediction and its measurement compare: "near", "not near", or "not measured: this part is not
/// right yet".
std::string_view verdict_words(const Prediction& prediction);

}  // namespace grader
