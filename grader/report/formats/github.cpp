// GitHub Actions, "Workflow commands":
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
#include <fmt/format.h>

#include "grader/base/text.hpp"
#include "grader/report/formats/formats.hpp"
#include "grader/report/formats/words.hpp"
#include "grader/report/html_text.hpp"
#include "grader/report/terminal_problem.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxFeedback = 6000;

// The runner decodes these sequences. We escape in this order. After "::error " nothing else has a meaning.
std::string escaped_for_github(const std::string& text, bool property) {
  std::string result;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    result += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return result;
}

// The folder of the files in the repository: the given one, or the one in the report.
std::string place_properties(const Problem& problem, FormatContext context, const Report& report) {
  if (!problem.location) return {};
  if (context.folder.empty() && report.submission.folder != ".") context.folder = report.submission.folder;
  const std::string folder =
      context.folder.empty() || context.folder.ends_with('/') ? context.folder : label(context.folder) + '/';
  std::string text = "file=" + escaped_for_github(folder + label(problem.location->file), true) + ",";
  if (problem.location->line) text += fmt::format("line={},", *problem.location->line);
  return text;
}

std::string row(const Problem& problem) {
  return fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", html(problem.title, 120),
                     points_words(problem.score, problem.max_score), html(one_sentence(problem), 400));
}

}  // namespace

std::string render_github(const Report& full_report, const FormatContext& context) {
  const Report report = student_view(full_report);
  std::string text;
  for (const std::string& note : report.submission.notes)
    text += fmt::format("::warning title=Files::{}\n", escaped_for_github(clean(note, 600), false));
  for (const Problem& problem : report.problems) {
    if (is_right(problem) && !problem.message) continue;
    const bool undone = problem.status == Status::not_implemented;
    const char* kind = is_right(problem) ? "notice" : undone ? "warning" : "error";
    const std::string title = label(problem.title) + ", " + points_words(problem.score, problem.max_score);
    text += fmt::format("::{} {}title={}::{}\n", kind, place_properties(problem, context, report),
                        escaped_for_github(title, true),
                        escaped_for_github(feedback(problem, report.seed), false));
  }
  return text + fmt::format("::notice title={}::{}\n", escaped_for_github(label(report.assignment), true),
                            escaped_for_github(summary_line(report), false));
}

// HTML inside Markdown. Within <table> and <pre> nothing is Markdown as long as no line is blank. So all
// untrusted text is HTML text on one line, or inside <pre>.
std::string render_github_summary(const Report& full_report, const FormatContext&) {
  const Report report = student_view(full_report);
  std::string text =
      fmt::format("<h2>{}: {}</h2>\n<table>\n<tr><th>Problem</th><th>Points</th><th>Verdict</th></tr>\n",
                  html(report.assignment, 120), points_words(report.score, report.max_score));
  for (const Problem& problem : report.problems) text += row(problem);
  text += "</table>\n";
  for (const std::string& note : notes_of(report)) text += fmt::format("\n<p>{}</p>\n", html(note, 600));
  for (const Problem& problem : report.problems) {
    if (!has_section(problem)) continue;
    // A line that begins with <pre> starts raw HTML up to </pre>, blank lines included (CommonMark, HTML
    // blocks, condition 1).
    text += fmt::format("\n<pre>{}</pre>\n", html(feedback(problem, report.seed), kMaxFeedback));
  }
  return text;
}

}  // namespace grader
