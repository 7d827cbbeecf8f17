#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "grader/ask/questions.hpp"
#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/layout.hpp"
#include "grader/base/text.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/isolation_option.hpp"
#include "grader/cli/program.hpp"
#include "grader/cli/user_files.hpp"
#include "grader/grading/course.hpp"
#include "grader/ops/registry.hpp"
#include "grader/report/json.hpp"
#include "grader/submission/gather.hpp"
#include "grader/submission/sha256.hpp"
#include "grader/submission/source_lines.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kQuestions = 3;
constexpr std::size_t kTextWidth = 78;

struct AskCommand {
  std::string report;
  std::string submission;
  bool without_answers = false;
};

// Returns what students were given of the layers that a file defines. An assignment of one's own has the
// layers of several assignments of the course, and its files may be called otherwise.
std::string given_for(std::string_view source) {
  std::string given;
  for (const Op& op : all_ops()) {
    if (line_of_function(source, op.functions.back())) given += text_of_layer(op.name) + '\n';
  }
  return given;
}

// Returns the functions of which the report has the text: those of wrong problems.
std::vector<OwnSource> sources_in(const Report& report) {
  std::vector<OwnSource> sources;
  for (const Problem& problem : report.problems) {
    if (!problem.excerpt || !problem.location) continue;
    sources.push_back({.name = problem.location->file,
                       .text = problem.excerpt->source,
                       .first_line = problem.excerpt->first_line,
                       .given = given_for(problem.excerpt->source)});
  }
  return sources;
}

std::vector<OwnSource> sources_of(const Report& report, const std::string& submission) {
  std::vector<std::string> names;
  for (const Problem& problem : report.problems) {
    if (problem.location && std::ranges::find(names, problem.location->file) == names.end())
      names.push_back(problem.location->file);
  }
  if (names.empty()) throw InputError("The report names no file of the submission.");
  const Gathered gathered =
      gather({submission}, names, {.open = archives(choose_isolation("")), .take_similar = true});
  if (gathered.files.sha256 != report.submission.sha256) {
    fmt::print(
        stderr,
        "grader: note: these are not the files that the report is about. The questions are about these.\n");
  }
  std::vector<OwnSource> sources;
  for (const CollectedFile& each : gathered.files.files) {
    if (each.file)
      sources.push_back({.name = each.name, .text = each.file->bytes, .given = given_for(each.file->bytes)});
  }
  return sources;
}

void print_paragraph(const std::string& first, const std::string& text) {
  const std::string indent(first.size(), ' ');
  bool begins = true;
  for (const std::string& line : wrapped(clean(text, 2000), kTextWidth - first.size())) {
    fmt::print("{}{}\n", begins ? first : indent, line);
    begins = false;
  }
}

int run_ask(const AskCommand& command) {
  const Report report = parse_report(read_text(command.report), command.report);
  const std::vector<OwnSource> sources =
      command.submission.empty() ? sources_in(report) : sources_of(report, command.submission);
  const std::string hash = sha256(report.submission.id + report.submission.sha256);
  const std::uint64_t seed = std::stoull(hash.substr(0, 15), nullptr, 16);
  const std::vector<OralQuestion> questions = oral_questions(sources, seed, kQuestions);
  if (questions.empty()) {
    throw InputError(
        command.submission.empty()
            ? "The report quotes code of wrong problems only, and has none to ask about: give the "
              "student's files with --submission."
            : "No line in these files is the student's own: there is nothing to ask about.");
  }
  fmt::print("{}, submission {}\n", clean(report.assignment, 100), clean(report.submission.id, 100));
  std::size_t number = 0;
  for (const OralQuestion& each : questions) {
    fmt::print("\n{}. {}, line {}\n", ++number, clean(each.file, 100), each.line);
    fmt::print("     {}\n", shortened(clean(each.code, 300), kTextWidth - 5));
    print_paragraph("   ", each.question);
    if (!command.without_answers) print_paragraph("   Answer: ", each.answer);
  }
  if (questions.size() < kQuestions)
    fmt::print(
        "\nThere is no more to ask about{}.\n",
        command.submission.empty() ? " in what the report quotes: give the files with --submission" : "");
  return 0;
}

}  // namespace

void add_ask(CommandLine& line) {
  auto command = std::make_shared<AskCommand>();
  Command ask = line.add("ask",
                         "Ask a student three questions about lines of their own code, with answers for the "
                         "instructor. The same report and files give the same questions.",
                         [command] { return run_ask(*command); });
  ask.option("report", command->report, "The student's report.json; - for standard input",
             {.required = true});
  ask.option("--submission", command->submission,
             "What the student handed in: a folder or an archive (default: the code that the report quotes)");
  ask.flag("--without-answers", command->without_answers, "Print the questions only, to hand out");
}

}  // namespace grader
