#include "grader/report/page/html_report.hpp"

#include <fmt/format.h>

#include "grader/base/numbers.hpp"
#include "grader/report/html_text.hpp"
#include "grader/report/page/html_figure.hpp"
#include "grader/report/page/html_frame.hpp"
#include "grader/report/page/html_problem.hpp"
#include "grader/report/prediction_words.hpp"
#include "grader/report/terminal_problem.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxReportName = 120;
constexpr std::size_t kMaxReportNote = 600;

std::string score(const Report& report) {
  return fmt::format(
      "<p class=\"score\"><strong>{0}</strong> of {1} points</p>\n"
      "<meter min=\"0\" max=\"{1}\" value=\"{0}\" aria-label=\"Score\"></meter>\n",
      format_points(report.score), format_points(report.max_score));
}

std::string overview(const Report& report) {
  std::string rows;
  for (std::size_t i = 0; i < report.problems.size(); ++i) {
    const Problem& problem = report.problems[i];
    const std::string title = html(problem.title, kMaxReportName);
    const bool has_section = !html_problem(problem, i, "").empty();
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td class=\"number\">{} / {}</td><td><span class=\"badge "
        "{}\">{}</span></td></tr>\n",
        has_section ? fmt::format("<a href=\"#problem-{}\">{}</a>", i + 1, title) : title,
        format_points(problem.score), format_points(problem.max_score), badge_of(problem),
        html(plain_words(problem), kMaxReportName));
  }
  return "<section aria-labelledby=\"problems\">\n<h2 id=\"problems\">Problems</h2>\n"
         "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"problems\">\n<table "
         "class=\"overview\">\n"
         "<thead><tr><th scope=\"col\">Problem</th><th scope=\"col\" class=\"number\">Points</th><th "
         "scope=\"col\">Verdict</th></tr>"
         "</thead>\n<tbody>\n" +
         rows + "</tbody>\n</table>\n</div>\n</section>\n";
}

std::string figures(const Report& report, bool drawn) {
  if (report.figures.empty()) return {};
  std::string text = "<section aria-labelledby=\"figures\">\n<h2 id=\"figures\">Figures</h2>\n";
  if (!drawn)
    text +=
        "<p class=\"note\">This page was made without the library that draws figures: here are their "
        "data.</p>\n";
  for (std::size_t i = 0; i < report.figures.size(); ++i) text += html_figure(report.figures[i], i, drawn);
  return text + "</section>\n";
}

// Asks once for all predictions that were not made. It comes before the sections that tell the answers.
std::string questions(const Report& report) {
  std::string text;
  for (const std::string& note : report.prediction_notes)
    text += fmt::format("<p class=\"note\">{}</p>\n", html(note, kMaxReportNote));
  const std::vector<const Prediction*> open = open_questions(report);
  if (open.empty()) return text;
  text +=
      fmt::format("<section aria-labelledby=\"questions\">\n<h2 id=\"questions\">{}</h2>\n<p>{}</p>\n<dl>\n",
                  kOpenQuestionsTitle, html(kHowToPredict, kMaxReportNote));
  for (const Prediction* each : open) {
    text += fmt::format("<dt><code>{}:</code></dt><dd>{} ({})</dd>\n", html(each->id, kMaxReportName),
                        html(each->question, kMaxReportNote), html(each->form, kMaxReportNote));
  }
  return text + "</dl>\n</section>\n";
}

std::string footer(const Report& report) {
  const std::string& folder = report.submission.folder;
  return fmt::format(
      "<footer><p>Submission {}{} · seed {} · isolation {} · grader {} · {}</p></footer>\n",
      html(report.submission.id, kMaxReportName),
      folder.empty() || folder == "." ? "" : " · files in " + html(folder, kMaxReportName) + '/', report.seed,
      html(report.grader.isolation, kMaxReportName), html(report.grader.version, kMaxReportName),
      html(report.grader.compiler, kMaxReportName));
}

// Says which files were graded. This comes before the verdict on them.
std::string notes(const Report& report) {
  std::string text;
  for (const auto& notes : {report.submission.notes, override_notes(report)}) {
    for (const std::string& note : notes)
      text += fmt::format("<p class=\"note\">{}</p>\n", html(note, kMaxReportNote));
  }
  return text;
}

}  // namespace

std::string render_html(const Report& full_report, const HtmlOptions& options) {
  const Report report = student_view(full_report);
  const bool drawn =
      !(options.figure_script.empty() && options.figure_link.empty()) && !report.figures.empty();
  std::string body =
      fmt::format("<header>\n<h1>{}</h1>\n{}</header>\n<main>\n{}", html(report.assignment, kMaxReportName),
                  score(report), notes(report) + overview(report) + questions(report));
  for (std::size_t i = 0; i < report.problems.size(); ++i)
    body += html_problem(report.problems[i], i,
                         words_to_repeat(options.words, report.problems[i].id, report.seed),
                         options.handout_link);
  body += figures(report, drawn) + "</main>\n" + footer(report);
  std::vector<Script> scripts;
  if (drawn) {
    scripts = {options.figure_link.empty() ? Script{options.figure_script} : Script{{}, options.figure_link},
               Script{std::string(kDrawFigures)}};
  }
  const std::string title = fmt::format("{}: {} of {} points", report.assignment, format_points(report.score),
                                        format_points(report.max_score));
  return html_frame(title, body, scripts);
}

}  // namespace grader
