#include "grader/report/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "grader/base/layout.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/report/prediction_words.hpp"
#include "grader/report/terminal_problem.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxName = 60;
constexpr std::size_t kMaxIdColumn = 24;
constexpr std::size_t kMinTitleColumn = 8;
constexpr std::size_t kMinWidth = 40;
constexpr std::size_t kIdColumn = 26;  // of a question

std::string painted(const std::string& text, Status status) {
  switch (status) {
    case Status::pass:
      return "\x1B[32m" + text + "\x1B[0m";
    case Status::not_implemented:
    case Status::skipped:
      return "\x1B[33m" + text + "\x1B[0m";
    case Status::grader_error:
      return "\x1B[35m" + text + "\x1B[0m";
    default:
      return "\x1B[31m" + text + "\x1B[0m";
  }
}

std::string one_line(std::string_view text) {
  std::string line = clean(text, kMaxName);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

std::string score_words(double score, double max_score) {
  return fmt::format("{} / {}", format_points(score), format_points(max_score));
}

void append_all(std::string& out, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) out += line + "\n";
}

// Notes come first: a verdict on the wrong files is worthless.
std::string terminal_notes(const Report& report, std::size_t width) {
  std::string out;
  for (const auto& notes : {report.submission.notes, override_notes(report)}) {
    for (const std::string& note : notes) append_all(out, wrapped("Note: " + clean(note, 600), width));
  }
  return out.empty() ? out : out + "\n";
}

std::string header(const Report& report, std::size_t width) {
  std::string out;
  const std::string& folder = report.submission.folder;
  const std::string files = folder.empty() || folder == "." ? "" : ", files in " + one_line(folder) + '/';
  append_all(out, wrapped(fmt::format("{}, submission {}{}, seed {}, isolation {}",
                                      one_line(report.assignment), one_line(report.submission.id), files,
                                      report.seed, one_line(report.grader.isolation)),
                          width));
  return out;
}

std::string problem_table(const Report& report, const TerminalOptions& options, std::size_t width) {
  std::vector<std::string> ids{"problem"};
  std::vector<std::string> points{"points"};
  std::vector<std::string> statuses{"status"};
  for (const Problem& problem : report.problems) {
    ids.push_back(shortened(one_line(problem.id), kMaxIdColumn));
    points.push_back(score_words(problem.score, problem.max_score));
    statuses.push_back(plain_words(problem));
  }
  const std::size_t taken = width_of(ids) + width_of(points) + width_of(statuses) + 6;
  const bool titled = taken + kMinTitleColumn <= width;
  std::vector<std::string> titles{""};
  for (const Problem& problem : report.problems) {
    titles.push_back(titled ? shortened(one_line(problem.title), width - taken) : "");
  }
  std::string out;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    out += pad_right(ids[i], width_of(ids)) + "  ";
    if (titled) out += pad_right(titles[i], width_of(titles)) + "  ";
    out += pad_left(points[i], width_of(points)) + "  ";
    const bool colour = options.colour && i > 0;
    out += (colour ? painted(statuses[i], report.problems[i - 1].status) : statuses[i]) + "\n";
  }
  return out;
}

// Names the problems of an untouched starter on one line.
std::string untouched(const Report& report, std::size_t width) {
  std::vector<std::string> names;
  for (const Problem& problem : report.problems) {
    if (is_untouched(problem)) names.push_back(one_line(problem.id));
  }
  std::string out = "\n";
  append_all(out, wrapped("Not done yet: " + join(names) + ".", width));
  return out;
}

// Asks once for all predictions that were not made, before the sections that tell the answers. Says what was
// not understood of those that were.
std::string predictions(const Report& report, std::size_t width) {
  constexpr std::size_t kMaxNote = 300;
  std::string out;
  for (const std::string& note : report.prediction_notes)
    append_all(out, wrapped(clean(note, kMaxNote), width));
  const std::vector<const Prediction*> open = open_questions(report);
  if (!open.empty())
    append_all(out, wrapped(std::string(kOpenQuestionsTitle) + ' ' + std::string(kHowToPredict), width));
  for (const Prediction* question : open) {
    append_all(out,
               side_by_side({"  " + one_line(question->id) + ':'},
                            wrapped(clean(question->question + " (" + question->form + ")", kMaxNote),
                                    width > kIdColumn + kMinWidth / 2 ? width - kIdColumn : kMinWidth / 2),
                            1));
  }
  return out.empty() ? out : "\n" + out;
}

// Problems whose files were saved just now come last.
std::vector<const Problem*> order_of_sections(const Report& report, const std::vector<std::string>& saved) {
  std::vector<const Problem*> problems;
  for (const Problem& problem : report.problems) problems.push_back(&problem);
  std::ranges::stable_partition(problems, [&](const Problem* problem) {
    return !problem->location || std::ranges::find(saved, problem->location->file) == saved.end();
  });
  return problems;
}

}  // namespace

std::string render_terminal(const Report& full_report, const TerminalOptions& options) {
  const Report report = student_view(full_report);
  const std::size_t width = static_cast<std::size_t>(std::max(options.width, static_cast<int>(kMinWidth)));
  std::string out =
      terminal_notes(report, width) + header(report, width) + "\n" + problem_table(report, options, width);
  const bool one_line_for_untouched = std::ranges::count_if(report.problems, is_untouched) > 1;
  if (one_line_for_untouched) out += untouched(report, width);
  out += predictions(report, width);
  for (const Problem* each : order_of_sections(report, options.saved)) {
    const Problem& problem = *each;
    if (!has_section(problem) || (one_line_for_untouched && is_untouched(problem))) continue;
    const std::string words = plain_words(problem);
    out += fmt::format("\n{}: {}, {} points\n", one_line(problem.id),
                       options.colour ? painted(words, problem.status) : words,
                       score_words(problem.score, problem.max_score));
    append_all(
        out, problem_lines(problem, report.seed, width,
                           {.show_case = options.show_case, .hints = options.hints, .words = options.words}));
  }
  out += fmt::format("\nTotal: {} points\n", score_words(report.score, report.max_score));
  return out;
}

bool wants_colour(bool is_terminal, const char* no_color, const char* term) {
  const bool refused = no_color != nullptr && *no_color != '\0';
  return is_terminal && !refused && term != nullptr && std::string_view(term) != "dumb";
}

bool wants_colour(int fd) {
  return wants_colour(isatty(fd) == 1, std::getenv("NO_COLOR"), std::getenv("TERM"));
}

}  // namespace grader
