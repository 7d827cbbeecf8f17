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
  bool keep_points = false;
};

constexpr std::string_view kBetweenNames = "; ";  // "Lovelace, Ada" has a comma
constexpr std::size_t kMaxNote = 100'000;         // everybody is named, also of a large class

void note(const std::string& text) { fmt::print(stderr, "grader: note: {}\n", clean(text, kMaxNote)); }

void pack_feedback(const GradesCommand& command, const ClassList& list) {
  const PackedFeedback packed = write_feedback_zip(command.feedback, GradesFolder(command.grades), list);
  note(fmt::format("{} has {} page{}.", command.feedback, packed.pages, packed.pages == 1 ? "" : "s"));
  if (!packed.without_folder.empty())
    note(fmt::format("These are not in it, since their names are not from Moodle: {}.",
                     join(packed.without_folder)));
}

// Says who is not graded yet, so that nobody takes an empty grade for a final one.
void note_not_graded(const GradesSoFar& grades) {
  const std::vector<std::string>& names = grades.not_graded;
  const std::size_t count = names.size();
  note(fmt::format(
      "The batch has not ended: {} of {} students {} not graded yet. They keep the grade that the "
      "roster has, if any: {}. Run the batch again if it was stopped.",
      count, grades.list.students.size(), count == 1 ? "is" : "are", join(names, kBetweenNames)));
}

void note_ungraded(const std::vector<Ungraded>& ungraded) {
  const std::size_t count = ungraded.size();
  std::vector<std::string> words;
  for (const Ungraded& each : ungraded)
    words.push_back(fmt::format("{} ({})", clean(each.name, 100), to_string(each.status)));
  const std::string names = join(words, kBetweenNames);
  note(fmt::format(
      "{} student{} handed in something and {} no grade: {}. {} the grade that the roster has, if "
      "any. grades.csv says why.",
      count, count == 1 ? "" : "s", count == 1 ? "has" : "have", names,
      count == 1 ? "This student keeps" : "They keep"));
}

void note_absent(const std::vector<std::string>& names) {
  const bool one = names.size() == 1;
  note(
      fmt::format("{} student{} did not submit, and {} the grade that the roster has, if any: {}. "
                  "--zero-for-missing gives 0.",
                  names.size(), one ? "" : "s", one ? "keeps" : "keep", join(names, kBetweenNames)));
}

void require_options_of(const GradesCommand& command) {
  if (!command.column.empty() && command.format != "canvas" && command.format != "blackboard")
    throw InputError("--column names the assignment's column of Canvas or Blackboard: it is not for --as " +
                     command.format + '.');
  if (command.keep_points && command.format == "gradescope")
    throw InputError(
        "--keep-points is not for --as gradescope: that file says its own maximum, and points stay as they "
        "are.");
}

int run_grades(const GradesCommand& command) {
  require_options_of(command);
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
      result = format.write(list, {.column = command.column,
                                   .zero_for_missing = command.zero_for_missing,
                                   .keep_points = command.keep_points});
  }
  if (!command.feedback.empty()) pack_feedback(command, list);
  for (const std::string& each : result.notes) note(each);
  if (!list.nobodys.empty())
    note(fmt::format("These belong to no student of the roster, and are in no row: {}.",
                     join(list.nobodys, kBetweenNames)));
  if (command.out.empty()) {
    fmt::print("{}", result.text);
  } else {
    write_atomically(command.out, result.text);
  }
  if (!grades.absent.empty() && !command.zero_for_missing) note_absent(grades.absent);
  if (!grades.ungraded.empty()) note_ungraded(grades.ungraded);
  if (!grades.not_graded.empty()) note_not_graded(grades);
  return grades.not_graded.empty() && grades.ungraded.empty() ? 0 : 1;
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
  grades.flag("--keep-points", command->keep_points,
              "Write the grader's points even if the roster says that the platform has another maximum; "
              "otherwise they are converted to it");
  grades.flag("--zero-for-missing", command->zero_for_missing,
              "Give 0 to those who did not submit, instead of leaving their grades empty");
}

}  // namespace grader
