#include "grader/batch/run_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/fingerprint.hpp"
#include "grader/batch/grades_folder.hpp"
#include "grader/batch/unpack_files.hpp"
#include "grader/grading/grade.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/report/json.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

std::string shown_name(const fs::path& path) { return clean(path.filename().string(), 100); }

// Ends in a sentence, whoever wrote it.
std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

bool has_status(const Report& report, std::initializer_list<Status> statuses) {
  return std::ranges::any_of(report.problems, [&](const Problem& problem) {
    return std::ranges::find(statuses, problem.status) != statuses.end();
  });
}

// Why the grader failed, from the report of a submission in which it did.
std::string our_failure(const Report& report) {
  for (const Problem& problem : report.problems) {
    for (const Check& check : problem.checks) {
      if (check.status == Status::grader_error) {
        return sentence(clean(fmt::format("The grader failed in {}: {}", problem.id, check.message), 300));
      }
    }
  }
  return "The grader failed.";
}

class TaskRun {
 public:
  TaskRun(const Plan& plan, const Task& task)
      : plan_(plan), task_(task), folder_(plan.grades), assignment_(load_assignment(plan.assignment)) {
    record_.id = task.submission.id;
    record_.generation = plan.generation;
    record_.earlier = task.earlier;
  }

  Record run() {
    const Located located = locate(task_.submission, assignment_.id, assignment_.files());
    record_.fingerprint = fingerprint(plan_.conditions, content_fingerprint(located, assignment_.files()));
    try {
      if (const auto* packed = std::get_if<PackedFiles>(&located)) {
        grade_archive(*packed);
      } else if (const auto* files = std::get_if<FilesFolder>(&located)) {
        grade_folder(files->path);
      } else {
        const bool refused = task_.submission.form == Submission::Form::refused;
        set(refused ? BatchStatus::unreadable : BatchStatus::empty, std::get<NoFiles>(located).why);
      }
    } catch (const InputError& error) {
      set(BatchStatus::unreadable, error.what());
    } catch (const WriteError&) {
      throw;  // then there is no place for a record either
    } catch (const std::exception& error) {
      set(BatchStatus::grader_error, error.what());
    }
    // A verdict on files that are no longer there.
    if (record_.report_sha256.empty()) folder_.remove_report(task_.submission.file_name);
    return record_;
  }

 private:
  void set(BatchStatus status, const std::string& message) {
    record_.status = status;
    record_.message = sentence(clean(message, 500));
  }

  void grade_archive(const PackedFiles& packed) {
    const std::string name = shown_name(packed.archive);
    const auto result = unpack_files(plan_.isolation, packed.archive, assignment_.id, assignment_.files());
    if (const auto* refused = std::get_if<NotUnpacked>(&result)) {
      return set(refused->ours ? BatchStatus::grader_error : BatchStatus::unreadable,
                 name + ": " + refused->why);
    }
    if (const auto* none = std::get_if<NoFiles>(&result))
      return set(BatchStatus::empty, name + ": " + none->why);
    grade_folder(std::get<UnpackedFiles>(result).folder);
  }

  void grade_folder(const fs::path& files) {
    std::string conditions = plan_.conditions;
    if (plan_.regrade) conditions += fmt::format(" generation {}", plan_.generation);
    const fs::path twin =
        folder_.twin(fingerprint(conditions, content_fingerprint(FilesFolder{files}, assignment_.files())));
    if (auto graded = read_report(twin)) return keep(std::move(*graded));
    GradeOptions options;
    options.workshop.isolation = plan_.isolation;
    options.workshop.jobs = 1;
    options.workshop.cache_directory = plan_.cache;
    options.seed = plan_.seed;
    options.name_mistake = name_mistake;
    Report report = grade(assignment_, files, options);
    // A copy and no link: who edits a report by hand edits nobody else's.
    if (!has_status(report, {Status::grader_error, Status::timeout, Status::memory_limit}))
      write_atomically(twin, json_text(report));
    keep(std::move(report));
  }

  static std::optional<Report> read_report(const fs::path& file) {
    try {
      return parse_report(read_file(file), file.string());
    } catch (const InputError&) {
      return std::nullopt;
    }
  }

  void keep(Report report) {
    report.submission.id = record_.id;
    const std::string text = json_text(report);
    write_atomically(folder_.report(task_.submission.file_name), text);
    record_.report_sha256 = sha256(text);
    record_.score = report.score;
    if (has_status(report, {Status::grader_error})) {
      set(BatchStatus::grader_error, our_failure(report));
      return;
    }
    record_.status = BatchStatus::graded;
  }

  const Plan& plan_;
  const Task& task_;
  GradesFolder folder_;
  Assignment assignment_;
  Record record_;
};

}  // namespace

bool run_task(const Plan& plan, const Task& task) {
  if (conditions_fingerprint(plan.assignment, plan.isolation, plan.seed) != plan.conditions) {
    throw InputError("The grader or the assignment has been changed since the batch was started.");
  }
  const Record record = TaskRun(plan, task).run();
  write_record(GradesFolder(plan.grades).record(task.submission.file_name), record);
  return record.status != BatchStatus::grader_error;
}

}  // namespace grader
