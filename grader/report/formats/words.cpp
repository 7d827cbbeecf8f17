#include "grader/report/formats/words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/base/numbers.hpp"
#include "grader/base/text.hpp"
#include "grader/report/terminal_problem.hpp"

namespace grader {
namespace {

constexpr std::size_t kWidth = 78;
constexpr std::size_t kMaxLabel = 120;
constexpr std::size_t kMaxSentence = 300;
constexpr std::size_t kMaxNote = 600;

std::string capped_line(const std::string& untrusted, std::size_t cap) {
  std::string line = clean(untrusted.substr(0, untrusted.find('\n', untrusted.find_first_not_of('\n'))), cap);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

}  // namespace

std::string feedback(const Problem& problem, std::uint64_t seed) {
  std::string text = fmt::format("{}: {}.\n", label(problem.title), plain_words(problem));
  if (!has_section(problem)) return text;
  for (const std::string& line : problem_lines(problem, seed, kWidth)) text += line + "\n";
  return text;
}

std::string one_sentence(const Problem& problem) {
  const std::string about_all = problem.message ? ' ' + capped_line(*problem.message, kMaxSentence) : "";
  if (is_right(problem)) return "Right." + (about_all.size() > 1 ? about_all : "");
  if (problem.status == Status::grader_error) return "The grader itself failed here. This is not your fault.";
  const Check* check = first_failing(problem);
  if (check != nullptr && !check->message.empty())
    return capped_line(check->message, kMaxSentence) + (about_all.size() > 1 ? about_all : "");
  if (problem.message && !problem.message->empty()) return capped_line(*problem.message, kMaxSentence);
  if (check == nullptr) return plain_words(problem);
  if (check->visibility == Visibility::hidden) return "A hidden check does not pass.";
  return fmt::format("{}: {}.", label(check->id), plain_words(check->status));
}

std::string label(const std::string& untrusted) {
  std::string line = clean(untrusted, kMaxLabel);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

std::string points_words(double score, double max_score) {
  return fmt::format("{} / {} points", format_points(score), format_points(max_score));
}

std::string summary_line(const Report& report) {
  std::string line =
      fmt::format("{}: {}. Seed {}, isolation {}.", label(report.assignment),
                  points_words(report.score, report.max_score), report.seed, label(report.grader.isolation));
  for (const std::string& note : notes_of(report)) line += ' ' + note;
  return line;
}

std::vector<std::string> notes_of(const Report& report) {
  std::vector<std::string> notes;
  for (const auto& each : {report.submission.notes, override_notes(report)}) {
    for (const std::string& note : each) notes.push_back(capped_line(note, kMaxNote));
  }
  return notes;
}

std::string notes_text(const Report& report) {
  std::string text;
  for (const std::string& note : notes_of(report)) text += "Note: " + note + '\n';
  return text;
}

std::string message_of(const Problem& problem, const Check& check) {
  if (!problem.message || problem.message->empty()) return check.message;
  return check.message.empty() ? *problem.message : check.message + ' ' + *problem.message;
}

}  // namespace grader
