#include "grader/batch/grades_so_far.hpp"

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/batch/overrides.hpp"
#include "grader/batch/run_state.hpp"
#include "grader/report/json.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

// Returns the outcome of a student who was not graded when the batch began, or nullopt if that still holds.
// Another process may write the verdict at this moment, so it counts only together with its record.
std::optional<GradedStudent> outcome_of(const GradedStudent& student, const ClassList& list,
                                        const GradesFolder& folder) {
  auto record = read_record(folder.record(student.file_name));
  if (!record || record->generation != list.generation || record->fingerprint != student.awaited)
    return std::nullopt;
  Row row;
  row.submission.id = student.submission;
  row.submission.file_name = student.file_name;
  row.submission.feedback_folder = student.feedback_folder;
  row.overrides = student.overrides;
  row.record = std::move(*record);
  if (!row.record.report_sha256.empty()) {
    const std::filesystem::path verdict = folder.verdict(student.file_name);
    if (!std::filesystem::is_regular_file(verdict)) return std::nullopt;
    const std::string text = read_file(verdict);
    if (sha256(text) != row.record.report_sha256) return std::nullopt;
    row.report = parse_report(text, verdict.string());
    apply_overrides(row);
  }
  GradedStudent graded = graded_student(list, row, student.student);
  graded.fields = student.fields;
  return graded;
}

// Nothing was handed in without a submission, and what has none of the files has 0 points.
bool is_ungraded(const GradedStudent& student) {
  return !student.score && student.status != BatchStatus::not_submitted &&
         student.status != BatchStatus::empty;
}

}  // namespace

GradesSoFar grades_so_far(const GradesFolder& folder) {
  const RunState run = last_run(folder);
  if (!run.finished && !std::filesystem::is_regular_file(folder.class_list()))
    throw InputError(
        folder.root().string() +
        " has no grades yet: its batch was stopped before it had listed the class. Run it again.");
  GradesSoFar result{.list = read_class_list(folder), .ended = run.finished};
  if (result.list.generation != run.generation)
    throw InputError("The last batch into " + folder.root().string() +
                     " was stopped before it had listed the class. Run it again.");
  for (GradedStudent& student : result.list.students) {
    const std::string name = student.student.name.empty() ? student.student.id : student.student.name;
    if (student.status == BatchStatus::not_submitted && !student.score) result.absent.push_back(name);
    if (student.status != BatchStatus::not_graded) {
      if (is_ungraded(student)) result.ungraded.push_back({name, student.status});
      continue;
    }
    if (auto graded = outcome_of(student, result.list, folder)) student = std::move(*graded);
    // What the grader failed at is tried once more before the batch ends.
    if (student.status == BatchStatus::not_graded || student.status == BatchStatus::grader_error) {
      result.not_graded.push_back(name);
    } else if (is_ungraded(student)) {
      result.ungraded.push_back({name, student.status});
    }
  }
  return result;
}

}  // namespace grader
