#include <fmt/format.h>

#include <filesystem>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/exports/exports.hpp"
#include "grader/batch/exports/feedback_zip.hpp"
#include "grader/batch/grades_so_far.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/user_files.hpp"

namespace grader {

namespace {

struct GradesCommand {
  std::string grades;
  std::string format;
  std::string out;
  std::string column;
  std::string feedback;
  bool zero_for_missing = false;
};

void note(const std::string& text) { fmt::print(stderr, "grader: note: {}\n", clean(text, 1000)); }

void pack_feedback(const GradesCommand& command, const ClassList& list) {
  const PackedFeedback packed = write_feedback_zip(command.feedback, GradesFolder(command.grades), list);
  note(fmt::format("{} has {} page{}.", command.feedback, packed.pages, packed.pages == 1 ? "" : "s"));
  if (!packed.without_folder.empty())
    note(fmt::format("These are not in it, since their names are not from Moodle: {}.",
                     join(packed.without_folder)));
}

constexpr std::size_t kMostNames = 10;

// Says who is not graded yet, so that nobody takes an empty grade for a final one.
void note_not_graded(const GradesSoFar& grades) {
  std::vector<std::string> names = grades.not_graded;
  const std::size_t count = names.size();
  if (count > kMostNames) {
    names.resize(kMostNames);
    names.push_back(fmt::format("and {} more", count - kMostNames));
  }
  note(fmt::format(
      "The batch has not ended: {} of {} students {} not graded yet. They keep the grade that the "
      "roster has, if any: {}. Run the batch again if it was stopped.",
      count, grades.list.students.size(), count == 1 ? "is" : "are", join(names)));
}

int run_grades(const GradesCommand& command) {
  if (!command.feedback.empty() && command.format != "moodle")
    throw InputError("--feedback packs the pages for Moodle only: give --as moodle.");
  require_writable_place(command.out);
  require_writable_place(command.feedback);
  const GradesSoFar grades = grades_so_far(GradesFolder(command.grades));
  const ClassList& list = grades.list;
  if (!command.feedback.empty() && !grades.ended)
    throw InputError(
        "--feedback packs the pages, which a batch writes at its end. Run the batch to its end first.");
  Export result;
  for (const ExportFormat& format : export_formats()) {
    if (format.name == command.format)
      result = format.write(list, {.column = command.column, .zero_for_missing = command.zero_for_missing});
  }
  if (!command.feedback.empty()) pack_feedback(command, list);
  for (const std::string& each : result.notes) note(each);
  if (!list.nobodys.empty())
    note(fmt::format("These belong to no student of the roster, and are in no row: {}.", join(list.nobodys)));
  if (command.out.empty()) {
    fmt::print("{}", result.text);
  } else {
    write_atomically(command.out, result.text);
  }
  if (grades.not_graded.empty()) return 0;
  note_not_graded(grades);
  return 1;
}

}  // namespace

void add_grades(CommandLine& line) {
  auto command = std::make_shared<GradesCommand>();
  Command grades =
      line.add("grades", "Write the grades of a class as the file that a learning platform imports.",
               [command] { return run_grades(*command); });
  grades.option("grades", command->grades, "The folder that `grader batch --out` made", {.required = true});
  std::vector<std::string> names;
  for (const ExportFormat& format : export_formats()) names.emplace_back(format.name);
  grades.option("--as", command->format, "The platform", {.required = true, .one_of = names});
  grades.option("--out", command->out, "Write to this file instead of standard output");
  grades.option(
      "--column", command->column,
      "For canvas and blackboard: the platform's name of the assignment's column, such as \"Gates (4711)\"");
  grades.option(
      "--feedback", command->feedback,
      "For moodle: also pack each student's page into this zip, for Moodle's upload of feedback files");
  grades.flag("--zero-for-missing", command->zero_for_missing,
              "Give 0 to those who did not submit, instead of leaving their grades empty");
}

}  // namespace grader
