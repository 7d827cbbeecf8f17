#include "grader/batch/run_task.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/fingerprint.hpp"
#include "grader/batch/grades_folder.hpp"
#include "grader/batch/unpack.hpp"
#include "grader/grading/grade.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/report/json.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// Returns `text` with a full stop at its end.
std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

bool has_status(const Report& report, std::initializer_list<Status> statuses) {
  return std::ranges::any_of(report.problems, [&](const Problem& problem) {
    return std::ranges::find(statuses, problem.status) != statuses.end();
  });
}

// Returns why the grader failed, from the report of a submission in which it did.
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
    const Submission& submission = task_.submission;
    const std::vector<std::string> names = assignment_.files();
    record_.fingerprint = fingerprint(plan_.conditions, content_fingerprint(submission, names));
    try {
      if (submission.form == Submission::Form::left_alone) {
        set(BatchStatus::left_alone, submission.problem);
      } else if (submission.form == Submission::Form::refused) {
        set(BatchStatus::unreadable, submission.problem);
      } else {
        grade_files(gather(handed_in(submission), names,
                           {.open = archive_opener(plan_.isolation), .take_similar = plan_.take_similar}));
      }
    } catch (const NothingToGrade& error) {
      set(BatchStatus::empty, error.what());
      for (const std::string& note : submission.notes) record_.message += ' ' + clean(note, 500);
    } catch (const InputError& error) {
      set(BatchStatus::unreadable, error.what());
    } catch (const WriteError&) {
      throw;  // then no record can be written either
    } catch (const std::exception& error) {
      set(BatchStatus::grader_error, error.what());
    }
    // Without a new report, an old one describes files that are no longer there.
    if (record_.report_sha256.empty()) folder_.remove_verdict(task_.submission.file_name);
    return record_;
  }

 private:
  void set(BatchStatus status, const std::string& message) {
    record_.status = status;
    record_.message = sentence(clean(message, 500));
  }

  void grade_files(const Gathered& gathered) {
    std::string conditions = plan_.conditions;
    if (plan_.regrade) conditions += fmt::format(" generation {}", plan_.generation);
    const fs::path twin = folder_.twin(fingerprint(conditions, files_fingerprint(gathered.files)));
    if (auto graded = read_report(twin)) return keep(std::move(*graded), gathered);
    GradeOptions options;
    options.build.isolation = plan_.isolation;
    options.build.jobs = 1;
    options.build.cache_directory = plan_.cache;
    options.seed = plan_.seed;
    options.name_mistake = name_mistake;
    Report report = grade(assignment_, gathered.files, options);
    // A copy, not a link: an instructor who edits one report by hand must not change another.
    if (!has_status(report, {Status::grader_error, Status::timeout, Status::memory_limit}))
      write_atomically(twin, json_text(report));
    keep(std::move(report), gathered);
  }

  static std::optional<Report> read_report(const fs::path& file) {
    try {
      return parse_report(read_file(file), file.string());
    } catch (const InputError&) {
      return std::nullopt;
    }
  }

  void keep(Report report, const Gathered& gathered) {
    report.submission.id = record_.id;
    describe(gathered, report);
    std::vector<std::string>& notes = report.submission.notes;
    for (const std::string& note : task_.submission.notes) notes.push_back(clean(note, 500));
    const std::string text = json_text(report);
    write_atomically(folder_.verdict(task_.submission.file_name), text);
    record_.report_sha256 = sha256(text);
    record_.score = report.score;
    if (has_status(report, {Status::grader_error})) {
      set(BatchStatus::grader_error, our_failure(report));
      return;
    }
    record_.status = BatchStatus::graded;
    record_.message = clean(fmt::format("{}", fmt::join(notes, " ")), 1000);
  }

  const Plan& plan_;
  const Task& task_;
  GradesFolder folder_;
  Assignment assignment_;
  Record record_;
};

}  // namespace

bool run_task(const Plan& plan, const Task& task) {
  if (conditions_fingerprint(plan.assignment, {plan.isolation, plan.seed, plan.take_similar}) !=
      plan.conditions) {
    throw InputError("The grader or the assignment has been changed since the batch was started.");
  }
  const Record record = TaskRun(plan, task).run();
  write_record(GradesFolder(plan.grades).record(task.submission.file_name), record);
  return record.status != BatchStatus::grader_error;
}

}  // namespace grader
