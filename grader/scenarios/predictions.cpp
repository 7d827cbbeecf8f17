#include "grader/scenarios/predictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "grader/base/layout.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostQuoted = 60;
constexpr std::size_t kWidth = 100;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\v\f";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) + 1 - begin);
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string in_quotes(std::string_view untrusted) {
  std::string text = clean(untrusted, kMostQuoted);
  std::ranges::replace(text, '\n', ' ');
  return '"' + text + '"';
}

// Returns a finite number, which its unit may follow.
std::optional<double> number(std::string_view text, const std::string& unit) {
  if (!unit.empty() && text.ends_with(unit)) text = trimmed(text.substr(0, text.size() - unit.size()));
  if (text.starts_with('+')) text.remove_prefix(1);
  return parse_number(text);
}

std::optional<double> answer_to(const Question& question, std::string_view text) {
  if (question.choices.empty()) return number(text, question.unit);
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    if (lower(text) == lower(question.choices[i])) return static_cast<double>(i);
  }
  return std::nullopt;
}

class PredictionReader {
 public:
  explicit PredictionReader(const std::vector<const Question*>& questions) : questions_(questions) {}

  void read(std::string_view line, std::size_t number) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) return;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
      return note(number, in_quotes(line) + " is not of the form `id: value`");
    const std::string id = lower(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(colon + 1));
    const auto found =
        std::ranges::find(questions_, id, [](const Question* question) { return question->id; });
    if (found == questions_.end()) return note(number, "there is no question " + in_quotes(id));
    if (value.empty()) return;
    const std::optional<double> answer = answer_to(**found, value);
    if (!answer) return note(number, fmt::format("{} is not {}", in_quotes(value), (*found)->form()));
    if (!predictions_.answers.emplace(id, *answer).second)
      note(number, "there is a line about " + id + " before it, and that one counts");
  }

  Predictions take() {
    if (left_out_ > 0)
      predictions_.notes.push_back(fmt::format("predictions.txt: {} more line{} not understood.", left_out_,
                                               left_out_ == 1 ? " is" : "s are"));
    return std::move(predictions_);
  }

 private:
  void note(std::size_t number, const std::string& what) {
    if (predictions_.notes.size() + 1 < kMaxPredictionNotes) {
      predictions_.notes.push_back(fmt::format("predictions.txt, line {}: {}.", number, what));
    } else {
      ++left_out_;
    }
  }

  const std::vector<const Question*>& questions_;
  Predictions predictions_;
  std::size_t left_out_ = 0;
};

}  // namespace

Predictions read_predictions(std::string_view text, const std::vector<const Question*>& questions) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  PredictionReader reader(questions);
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text)) reader.read(line, ++number);
  return reader.take();
}

std::vector<const Question*> questions_of(const std::vector<const Scenario*>& scenarios) {
  std::vector<const Question*> questions;
  for (const Scenario* scenario : scenarios) {
    for (const ScenarioPart& part : scenario->parts) {
      for (const Question& question : part.questions) questions.push_back(&question);
    }
  }
  return questions;
}

std::string blank_predictions(const std::vector<const Question*>& questions) {
  std::string text =
      "# What do you expect? Write your answers here before you read on in the handout, one line each, and "
      "take\n"
      "# away the # before them. They are worth no points. The report puts them beside what was measured.\n";
  for (const Question* question : questions) {
    text += '\n';
    for (const std::string& line : wrapped(question->text + " (" + question->form() + ")", kWidth))
      text += "# " + line + '\n';
    text += "# " + question->id + ": \n";
  }
  return text;
}

}  // namespace grader
