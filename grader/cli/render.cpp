#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "grader/base/files.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/user_files.hpp"
#include "grader/report/formats/formats.hpp"
#include "grader/report/json.hpp"
#include "grader/report/page/figure_script.hpp"
#include "grader/report/page/html_report.hpp"
#include "grader/report/terminal.hpp"

namespace grader {

namespace {

struct RenderCommand {
  std::string report;
  std::string format = "text";
  std::string out;
  std::string folder;
};

std::vector<std::string> format_names() {
  std::vector<std::string> names{"text", "html"};
  for (const Format& format : formats()) names.emplace_back(format.name);
  return names;
}

std::string environment(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

FormatContext context_of(const RenderCommand& command) {
  return {.folder = command.folder,
          .classroom50 = {.classroom = environment("CLASSROOM"),
                          .assignment = environment("ASSIGNMENT"),
                          .assignment_type = environment("ASSIGNMENT_TYPE"),
                          .owner = environment("OWNER"),
                          .submission = environment("SUBMISSION_TAG"),
                          .commit = environment("COMMIT_URL"),
                          .release = environment("RELEASE_URL"),
                          .review = environment("REVIEW_URL")}};
}

// GitHub's runner collects what steps append to this file.
void append_job_summary(const std::string& summary) {
  const std::string file = environment("GITHUB_STEP_SUMMARY");
  if (file.empty()) return;
  std::ofstream stream(file, std::ios::app | std::ios::binary);
  stream << summary << std::flush;
  if (!stream) throw WriteError("The job summary cannot be written to " + file);
}

std::string rendered(const Report& report, const RenderCommand& command) {
  const bool to_terminal = command.out.empty() && wants_colour(STDOUT_FILENO);
  if (command.format == "text") return render_terminal(report, {.colour = to_terminal});
  if (command.format == "html") return render_html(report, {.figure_script = figure_script()});
  const FormatContext context = context_of(command);
  if (command.format == "github") append_job_summary(render_github_summary(report, context));
  for (const Format& format : formats()) {
    if (format.name == command.format) return format.render(report, context);
  }
  throw std::logic_error("a format that the command line accepts has no renderer");
}

int run_render(const RenderCommand& command) {
  const Report report = parse_report(read_text(command.report), command.report);
  const std::string text = rendered(report, command);
  if (command.out.empty()) {
    fmt::print("{}", text);
  } else {
    write_atomically(command.out, text);
  }
  return 0;
}

}  // namespace

void add_render(CommandLine& line) {
  auto options = std::make_shared<RenderCommand>();
  Command render =
      line.add("render", "Show a report.json in another format.", [options] { return run_render(*options); });
  render.option("report", options->report, "The report.json; - for standard input", {.required = true});
  render.option("--as", options->format, "The format", {.one_of = format_names()});
  render.option("--out", options->out, "Write to this file instead of standard output");
  render.option("--folder", options->folder,
                "For github: where the student's files are in the repository, such as a1-gates");
}

}  // namespace grader
